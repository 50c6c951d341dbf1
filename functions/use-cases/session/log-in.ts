// Logs in with email and password. The work is the same for an address without an account.
import { normalisePassword } from '#domain/account/password-policy.ts';
import { whyClosed } from '#domain/account/standing.ts';
import { isGone, isReachableAt, type User } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import { type Challenge, liveChallenge } from '#domain/challenge/challenge.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey, emailClaimKey, suppressionKey, userKey } from '#domain/store-keys.ts';
import { endOldestSessions } from './end-oldest-sessions.ts';
import { keepAccount } from './keep-account.ts';
import { resumeMail } from './mail-state.ts';
import { askSecondFactor, openSession, prepareSession, type SessionPorts, type Tokens } from './open-session.ts';
import { matchPassword, matchPasswordOf, type PasswordMatch } from './proof/match-password.ts';
import { attemptsOf, countPasswordAttempt } from './proof/password-attempt.ts';
import { tellNewLogIn } from './tell-new-log-in.ts';

type Dependencies = SessionPorts & Pick<Ports, 'passwords' | 'foreignPasswords'>;

export interface LogInRequest {
  readonly email: string;
  readonly password: string;
}

/** Loaded if no account has the address, so that the table gets the same requests. */
const NOBODY = 'nobody';

const BY_PASSWORD = ['pwd'] as const;

export const logIn = async (
  dependencies: Dependencies,
  request: LogInRequest,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { store, clock, log } = dependencies;
  const email = readEmail(request.email, 'email');
  if (!email.ok) return email;
  const address = email.value;
  const now = clock.now();
  const signUpKey = challengeKey({ purpose: 'signup', channel: 'email', address });
  const [claim, signUp, attempts, suppression] = await store.load([
    emailClaimKey(address),
    signUpKey,
    attemptsOf(address),
    suppressionKey('email', address),
  ]);
  const counted = await countPasswordAttempt(dependencies, { address, caller, now, attempts });
  if (!counted.ok) return counted;
  const [found] = await store.load([userKey(claim?.userId ?? NOBODY)]);
  const known = isReachableAt(claim, found, address) && !isGone(found, now) ? found : undefined;

  const { password } = request;
  const [opening, match, isOfSignUp] = await Promise.all([
    prepareSession(dependencies),
    matchPasswordOf(dependencies, password, known),
    isPasswordOf(dependencies, signUp, password, now),
  ]);
  if (!known || match === 'wrong') {
    log.write('login_refused', { reason: isOfSignUp ? 'email_not_verified' : 'invalid_credentials' });
    return refuse(isOfSignUp ? 'email_not_verified' : 'invalid_credentials');
  }
  const closed = whyClosed(known);
  if (closed) {
    // Only the right password is told why. It was no guess.
    await counted.value.takeBack();
    log.write('login_refused', { reason: closed });
    return refuse(closed);
  }
  const asked = askSecondFactor(dependencies, opening, known, BY_PASSWORD);
  if (asked) {
    await Promise.all([counted.value.takeBack(), rehash(dependencies, known, password, match)]);
    return asked;
  }
  const kept = await keepAccount(dependencies, known, caller);
  if (!kept.ok) return refuse(kept.refusal.code === 'try_again' ? 'try_again' : 'invalid_credentials');
  const user = kept.value;
  const told = await tellNewLogIn(dependencies, user, attempts, caller);
  if (!told.ok) return told;
  const [, opened] = await Promise.all([
    endOldestSessions(dependencies, user),
    openSession(
      dependencies,
      opening,
      user,
      { caller, amr: BY_PASSWORD },
      resumeMail(dependencies, address, suppression),
    ),
    counted.value.settle(),
    rehash(dependencies, user, password, match),
  ]);
  if (opened.ok) log.write('login_completed', { user: user.id, by: 'password' });
  return opened;
};

/** Whether the address has a pending sign-up with this password. The hash is computed with and without one, so that the time does not tell. */
const isPasswordOf = async (
  dependencies: Dependencies,
  signUp: Challenge | undefined,
  password: string,
  now: number,
): Promise<boolean> => {
  const live = signUp && liveChallenge(signUp, signUp.id, now);
  const data = live?.ok ? live.value.data : undefined;
  const hash = data && 'passwordHash' in data ? data.passwordHash : undefined;
  return (await matchPassword(dependencies, password, hash)) !== 'wrong';
};

/** Replaces a hash with older parameters, of an earlier form, or of another system. If the swap is lost, the old hash stays, which does no harm. */
const rehash = async (
  { passwords, store }: Dependencies,
  user: User,
  password: string,
  match: PasswordMatch,
): Promise<void> => {
  if (user.passwordHash === undefined) return;
  if (match !== 'earlier' && !passwords.isOutdated(user.passwordHash)) return;
  const passwordHash = await passwords.hash(normalisePassword(password));
  await store.swap(userKey(user.id), user, { ...user, passwordHash });
};
