// Stops and starts what is sent to one address.
import { isE164, readEmail } from '#domain/address.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import type { Suppression } from '#domain/delivery/suppression.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Channel } from '#domain/purpose.ts';
import type { Store } from '#domain/store.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { loadAccount } from '../load-account.ts';
import { type AdminCall, noteAct } from './note-act.ts';

/** `phone`: in E.164 form. */
export type Recipient = { readonly email: string } | { readonly phone: string };

/** Retries while others change the row at the same moment. */
const ROUNDS = 5;

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>;

export interface Lifted {
  readonly address: string;
  /** Why; absent if it was not. */
  readonly wasSuppressed?: string;
  /** Whether it was on the list that SES keeps for the account. */
  readonly wasOnAccountList: boolean;
}

/** Safe to repeat: what was lifted stays lifted. A complaint that arrives at the same moment is lifted, too. */
export const liftSuppression = async (
  dependencies: Dependencies & Pick<Ports, 'accountSuppressions'>,
  recipient: Recipient,
  call: AdminCall,
): Promise<Outcome<Lifted>> => {
  const { store, accountSuppressions } = dependencies;
  const noted = await note(dependencies, recipient, call, 'admin.unsuppress');
  if (!noted.ok) return noted;
  const { channel, address } = noted.value;
  const lifted = await liftRow(store, channel, address);
  if (!lifted.ok) return lifted;
  const wasOnAccountList = channel === 'email' && ((await accountSuppressions?.lift(address)) ?? false);
  return accept({ address, ...(lifted.value !== undefined && { wasSuppressed: lifted.value }), wasOnAccountList });
};

const liftRow = async (store: Store, channel: Channel, address: string): Promise<Outcome<string | undefined>> => {
  const key = suppressionKey(channel, address);
  for (let round = 0; round < ROUNDS; round++) {
    const [row] = await store.load([key]);
    if (!row) return accept(undefined);
    // A row that says that it was lifted keeps a late event of SES from bringing the suppression back.
    if (await store.remove(key, row)) return accept(row.reason === 'lifted' ? undefined : row.reason);
  }
  return refuse('try_again');
};

/** It has no end, stops every message, and no log-in lifts it. */
const BY_HAND = 'by_hand';

export interface Suppressed {
  readonly address: string;
  /** False: it was suppressed by hand before. */
  readonly isNew: boolean;
}

/** Replaces a row that an event of SES wrote, because that one can end. Does not touch the list of SES. */
export const suppressAddress = async (
  dependencies: Dependencies,
  recipient: Recipient,
  call: AdminCall,
): Promise<Outcome<Suppressed>> => {
  const { store, clock } = dependencies;
  const noted = await note(dependencies, recipient, call, 'admin.suppress');
  if (!noted.ok) return noted;
  const { channel, address } = noted.value;
  const key = suppressionKey(channel, address);
  let seen: Suppression | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const written = await store.swap(key, seen ?? 'absent', { reason: BY_HAND, at: clock.now() });
    if (written.ok) return accept({ address, isNew: true });
    seen = written.current;
    if (seen?.reason === BY_HAND) return accept({ address, isNew: false });
  }
  return refuse('try_again');
};

const note = async (
  dependencies: Dependencies,
  recipient: Recipient,
  call: AdminCall,
  what: 'admin.suppress' | 'admin.unsuppress',
): Promise<Outcome<{ readonly channel: Channel; readonly address: string }>> => {
  const read = readRecipient(recipient);
  if (!read.ok) return read;
  const { channel, address } = read.value;
  const user = channel === 'email' ? await loadAccount(dependencies.store, address) : undefined;
  await noteAct(dependencies, { ...call, userId: user?.id ?? NO_ACCOUNT, what, data: { channel } });
  return read;
};

export const readRecipient = (
  recipient: Recipient,
): Outcome<{ readonly channel: Channel; readonly address: string }> => {
  if ('email' in recipient) {
    const email = readEmail(recipient.email, 'email');
    return email.ok ? accept({ channel: 'email', address: email.value }) : email;
  }
  const { phone } = recipient;
  if (isE164(phone)) return accept({ channel: 'sms', address: phone });
  return refuse('invalid_request', {
    errors: [{ path: 'phone', message: 'must be a phone number in E.164 form, such as +821012345678' }],
  });
};
