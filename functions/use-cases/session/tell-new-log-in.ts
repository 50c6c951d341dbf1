// Tells the owner of a log-in from a device and a network that are both new to the account.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { LogInAttempts } from '#domain/session/log-in-attempts.ts';
import { isNewLogIn, newLogInId } from '#domain/session/new-log-in.ts';
import { writeNotice } from '../account/write-notice.ts';

/**
 * For an owner who was authenticated: writes the notice before the log-in is answered and before its place is noted as
 * known, so that no place becomes known untold. `attempts` is the row as it was before the log-in. One write, if it is new.
 */
export const tellNewLogIn = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  attempts: LogInAttempts | undefined,
  caller: Caller,
): Promise<Outcome<unknown>> => {
  const { clock, settings } = dependencies;
  if (!settings.notices.newLogIn || !isNewLogIn(user, attempts, caller, clock.now())) return accept(undefined);
  const ref = { kind: 'new_log_in', address: user.email, changeId: newLogInId(user, caller) } as const;
  return writeNotice(dependencies, ref, user, caller, { isDue: true });
};
