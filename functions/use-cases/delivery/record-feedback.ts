// Records an event of SES about a mail: writes it into the row of the mail, and suppresses addresses that must get no more mail.
import { isE164 } from '#domain/address.ts';
import { type Delivery, waitedSeconds } from '#domain/delivery/delivery.ts';
import { applyFeedback, type Feedback, suppressionReason } from '#domain/delivery/feedback.ts';
import { providerOf } from '#domain/delivery/provider.ts';
import { adviceOn } from '#domain/delivery/reasons.ts';
import {
  domainOf,
  domainScope,
  isChargedOn,
  networkScope,
  OVER_ALL,
  reputationCounter,
} from '#domain/delivery/reputation.ts';
import { liveSuppression, type Suppression, type SuppressionReason } from '#domain/delivery/suppression.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { callAttention } from './note-delivery.ts';
import { loadRow, networkOfMessage, type OwedRow, type OwedTo, owedOf, swapDelivery } from './owed-rows.ts';

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
  const suppressedFor = await suppress(dependencies, feedback);
  const owed = owedOfFeedback(feedback);
  const row = owed && (await loadRow(dependencies.store, owed));
  if (suppressedFor === 'bounced') await chargeBounce(dependencies, feedback, networkOfMessage(row, feedback));
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

/**
 * A complaint replaces a bounce, and what an operator wrote stays; otherwise the first event is kept until it ends. The result
 * is the reason if the address was not suppressed before: the breaker counts it once for each suppression.
 */
const suppress = async (
  { store, log }: Dependencies,
  { kind, address, id, at }: Feedback,
): Promise<SuppressionReason | undefined> => {
  const reason = suppressionReason(kind);
  if (!reason) return undefined;
  let isNew = true;
  const decide = (seen: Suppression | undefined): Outcome<Draft<Suppression>> => {
    const live = liveSuppression(seen, at);
    isNew = live === undefined;
    return live && stands(live, { reason, at }) ? refuse('superseded') : accept({ reason, at });
  };
  const written = await decideAndSwap(store, suppressionKey('email', address), undefined, decide, ROUNDS);
  if (!written.ok && written.refusal.code === 'try_again') throw new Error('the suppression could not be written');
  if (!written.ok || !isNew) return undefined;
  log.write('address_suppressed', { challenge: id, reason });
  return reason;
};

/**
 * Charges a bounce to the network that asked for the mail, and on to the domain and to all only while it can be their fault:
 * one addition for most bounces, three at most. Without a network (a notice) it begins with the domain.
 */
const chargeBounce = async (
  { store, clock }: Dependencies,
  { address, isNotTried }: Feedback,
  network: string | undefined,
): Promise<void> => {
  if (isNotTried || isSimulated(address)) return;
  const now = clock.now();
  for (const scope of [...(network ? [networkScope(network)] : []), domainScope(domainOf(address)), OVER_ALL]) {
    const { key, window } = reputationCounter('bounced', scope, now);
    const { total } = await store.count(key, 1, window);
    if (!isChargedOn(scope, total)) return;
  }
};

/** SES's own test mailboxes bounce on purpose, and SES does not count them for the reputation either. */
const isSimulated = (address: string): boolean => address.endsWith('@simulator.amazonses.com');

const stands = (current: Suppression, { reason, at }: Omit<Suppression, 'version'>): boolean =>
  current.reason === reason ? current.at <= at : current.reason !== 'bounced';

const logFeedback = (
  { log }: Dependencies,
  { kind, id, purpose, seq, at, address, tookMilliseconds }: Feedback,
  noted: Delivery | undefined,
): void => {
  const { reason } = noted ?? {};
  log.write(noted ? EVENTS[kind] : 'feedback_ignored', {
    challenge: id,
    purpose,
    seq,
    kind,
    channel: isE164(address) ? 'sms' : 'email',
    ...(noted && { waitedSeconds: waitedSeconds(noted, at) }),
    ...(!isE164(address) && { domain: providerOf(address) }),
    tookMilliseconds,
    ...(reason && { reason, advice: adviceOn(reason) }),
  });
  callAttention(log, { id, seq }, purpose, reason);
};
