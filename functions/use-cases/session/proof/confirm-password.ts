// Checks the owner's password again before an action that an access token alone must not allow. Failures count as failed log-ins.
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { isNewLogIn } from '#domain/session/new-log-in.ts';
import { matchPasswordOf } from './match-password.ts';
import { attemptsOf, countPasswordAttempt } from './password-attempt.ts';

export const confirmPassword = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'passwords' | 'foreignPasswords' | 'log'>,
  user: User,
  password: string,
  caller: Caller,
  keyedHash?: string,
): Promise<Outcome<undefined>> => {
  const { store, clock } = dependencies;
  const [attempts] = await store.load([attemptsOf(user.email)]);
  const now = clock.now();
  const counted = await countPasswordAttempt(dependencies, { address: user.email, caller, now, attempts, keyedHash });
  if (!counted.ok) return counted;
  const match = await matchPasswordOf(dependencies, password, user);
  if (match === 'wrong') return refuse('invalid_credentials');
  // A place that is new to the account stays new, so that a log-in from there is told to the owner.
  const isNew = isNewLogIn(user, attempts, caller, now);
  await (isNew ? counted.value.takeBack() : counted.value.settle());
  return accept(undefined);
};
