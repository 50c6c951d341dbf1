// Sends a person the mail of a sign-up, a reset or an invitation, again or for the first time.
import { hasOwnWayIn, type User } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { liveSuppression } from '#domain/delivery/suppression.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { AdminMail } from '#domain/purpose.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { loadAccount } from '../load-account.ts';
import { type AdminCall, noteAct } from './note-act.ts';
import { requestMail } from './request-mail.ts';

export interface Resend {
  readonly email: string;
  readonly mail: AdminMail;
}

export interface Resent {
  /** Absent for a pending sign-up. */
  readonly user?: User;
  /** Until when the link works. Epoch milliseconds. */
  readonly expiresAt: number;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'log' | 'accountSuppressions'>;

export const resendMail = async (
  dependencies: Dependencies,
  { email, mail }: Resend,
  call: AdminCall,
): Promise<Outcome<Resent>> => {
  const address = readEmail(email, 'email');
  if (!address.ok) return address;
  const user = await loadAccount(dependencies.store, address.value);
  await noteAct(dependencies, { ...call, userId: user?.id ?? NO_ACCOUNT, what: 'admin.resend', data: { mail } });
  const permitted = permit(user, mail);
  if (!permitted.ok) return permitted;
  if (await isSuppressed(dependencies, address.value)) return refuse('address_suppressed');
  const requested = await requestMail(dependencies, {
    purpose: mail,
    address: address.value,
    ...(user && { user }),
    network: call.by.network,
    onLive: 'resend',
  });
  if (!requested.ok) return requested;
  return accept({ ...(user && { user }), expiresAt: requested.value.expiresAt });
};

/** Whether the mail would lead to something. The courier would skip it otherwise, and the administrator would not know why. */
const permit = (user: User | undefined, mail: AdminMail): Outcome<undefined> => {
  if (mail === 'signup') return user ? refuse('already_registered') : accept(undefined);
  if (!user) return refuse('not_found');
  if (user.disabled) return refuse('account_disabled');
  return mail === 'invitation' && hasOwnWayIn(user) ? refuse('nothing_to_send') : accept(undefined);
};

const isSuppressed = async ({ store, clock, accountSuppressions }: Dependencies, address: string): Promise<boolean> => {
  const [suppression] = await store.load([suppressionKey('email', address)]);
  if (liveSuppression(suppression, clock.now())) return true;
  return (await accountSuppressions?.find(address)) !== undefined;
};
