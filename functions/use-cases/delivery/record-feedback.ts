// Records an event of SES about a mail: writes it into the row of the mail, and suppresses addresses that must get no more mail.
import { type Delivery, waitedSeconds } from '#domain/delivery/delivery.ts';
import { applyFeedback, type Feedback, suppressionReason } from '#domain/delivery/feedback.ts';
import { adviceOn } from '#domain/delivery/reasons.ts';
import { reputationCounter } from '#domain/delivery/reputation.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import type { Store, Suppression } from '#domain/store.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { callAttention } from './note-delivery.ts';
import { loadRow, type OwedRow, type OwedTo, owedOf, swapDelivery } from './owed-rows.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'log'>;

const ROUNDS = 20;

const EVENTS = {
  delivered: 'mail_delivered',
  delayed: 'mail_delayed',
  bounced: 'mail_bounced',
  undelivered: 'mail_bounced',
  bounced_for_good: 'mail_bounced',
  complained: 'mail_complained',
  rejected: 'mail_rejected',
} as const;

/** Events may come twice and in any order, with the same result. Throws if the store cannot be reached; Lambda then retries. */
export const recordFeedback = async (dependencies: Dependencies, feedback: Feedback): Promise<void> => {
  // First suppress, which protects the account: the row of the mail may be gone.
  await suppress(dependencies, feedback);
  const owed = owedOfFeedback(feedback);
  const row = owed && (await loadRow(dependencies.store, owed));
  await noteFeedback(dependencies, row, feedback);
};

/** Writes the event into the row, if the row still waits for it, and into the log. */
export const noteFeedback = async (
  dependencies: Dependencies,
  row: OwedRow | undefined,
  feedback: Feedback,
): Promise<void> => {
  const noted = row && (await note(dependencies.store, row, feedback));
  logFeedback(dependencies, feedback, noted);
};

const owedOfFeedback = ({ purpose, address, id }: Feedback): OwedTo | undefined =>
  owedOf(`${purpose}#email:${address}`) ?? owedOf(`notice#${purpose}#email:${address}#${id}`);

/** The delivery after the event; `undefined` if the row has another delivery by now, or had this event already. */
const note = async (store: Store, row: OwedRow, feedback: Feedback): Promise<Delivery | undefined> => {
  const noted = await swapDelivery(store, row, ({ id, delivery }) =>
    id === feedback.id && delivery.seq === feedback.seq ? applyFeedback(delivery, feedback) : undefined,
  );
  if (!noted.ok && noted.refusal.code === 'try_again') throw new Error('the feedback could not be noted');
  return noted.ok ? noted.value.delivery : undefined;
};

/** A complaint replaces a bounce; otherwise the first event is kept. The breaker counts each address once. */
const suppress = async ({ store, clock, log }: Dependencies, { kind, address, id, at }: Feedback): Promise<void> => {
  const reason = suppressionReason(kind);
  if (!reason) return;
  let isFirst = true;
  const decide = (seen: Suppression | undefined): Outcome<Draft<Suppression>> => {
    isFirst = seen === undefined;
    return seen && stands(seen, { reason, at }) ? refuse('superseded') : accept({ reason, at });
  };
  const written = await decideAndSwap(store, suppressionKey('email', address), undefined, decide, ROUNDS);
  if (!written.ok && written.refusal.code === 'try_again') throw new Error('the suppression could not be written');
  if (!written.ok || !isFirst) return;
  log.write('address_suppressed', { challenge: id, reason });
  const { key, window } = reputationCounter('bounced', clock.now());
  if (reason === 'bounced' && !isSimulated(address)) await store.count(key, 1, window);
};

/** SES's own test mailboxes bounce on purpose, and SES does not count them for the reputation either. */
const isSimulated = (address: string): boolean => address.endsWith('@simulator.amazonses.com');

const stands = (current: Suppression, { reason, at }: Omit<Suppression, 'version'>): boolean =>
  current.reason === reason ? current.at <= at : current.reason === 'complained';

const logFeedback = (
  { log }: Dependencies,
  { kind, id, purpose, seq, at }: Feedback,
  noted: Delivery | undefined,
): void => {
  const { reason } = noted ?? {};
  log.write(noted ? EVENTS[kind] : 'feedback_ignored', {
    challenge: id,
    purpose,
    seq,
    kind,
    ...(noted && { waitedSeconds: waitedSeconds(noted, at) }),
    ...(reason && { reason, advice: adviceOn(reason) }),
  });
  callAttention(log, { id, seq }, purpose, reason);
};
