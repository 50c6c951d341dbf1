// Tells the owner of an account whether mail to its address is stopped, and lets a log-in with the password start it again.
import type { User } from '#domain/account/user.ts';
import { isLiftedByLogIn, liveSuppression, type MailState, type Suppression } from '#domain/delivery/suppression.ts';
import type { Ports } from '#domain/ports.ts';
import { suppressionKey } from '#domain/store-keys.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;

const STOPPED: MailState = { mailSuppressed: true };

/** One read. Never throws: without an answer nothing is said about mail. */
export const mailStateOf = async ({ store, clock }: Dependencies, { email }: User): Promise<MailState> => {
  const [suppression] = await store.load([suppressionKey('email', email)]).catch(() => []);
  return liveSuppression(suppression, clock.now()) ? STOPPED : {};
};

/** The owner is there and uses the address, so mail goes there again. Best effort: never throws. */
export const resumeMail = async (
  { store, clock }: Dependencies,
  address: string,
  suppression: Suppression | undefined,
): Promise<MailState> => {
  const now = clock.now();
  const live = liveSuppression(suppression, now);
  if (!live) return {};
  if (!isLiftedByLogIn(live)) return STOPPED;
  const key = suppressionKey('email', address);
  const lifted = await store.swap(key, live, { reason: 'lifted', at: now }).catch(() => undefined);
  return lifted?.ok ? { mailResumed: true } : STOPPED;
};
