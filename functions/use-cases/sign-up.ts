// Sign-up: writes one challenge that holds the password's hash until the address is proven. The mail follows from that row.
import { normaliseEmail } from '../domain/address.ts';
import { beginChallenge, type Challenge, type ChallengeRef } from '../domain/challenge.ts';
import { createContinuation } from '../domain/continuation.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../domain/errors.ts';
import type { Locale } from '../domain/mail.ts';
import type { Caller } from '../domain/network.ts';
import { normalisePassword, passwordFault } from '../domain/password-policy.ts';
import type { Clock, CommonPasswords, EventLog, Ids, PasswordHasher, Randomness, Store } from '../domain/ports.ts';
import { decideSend } from '../domain/send-limits.ts';
import type { Settings } from '../domain/settings.ts';
import { challengeKey } from '../domain/store-keys.ts';
import type { Profile } from '../domain/user.ts';
import { countAlias, countSending } from './count-sending.ts';
import { decideAndSwap } from './decide-and-swap.ts';

export interface SignUpDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Randomness;
  readonly passwords: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
  readonly settings: Settings;
  readonly log: EventLog;
}

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly locale: Locale;
  readonly profile?: Profile;
}

/** What a caller learns: never whether the address is known. */
export interface Sent {
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  readonly continuation?: string;
}

/** The same answer, and the same work, whether or not the address has an account: the courier alone looks. */
export const createSignUp =
  (dependencies: SignUpDependencies) =>
  async (signUp: SignUp, caller: Caller): Promise<Outcome<Sent>> => {
    const { store, clock, settings } = dependencies;
    const address = normaliseEmail(signUp.email);
    if (address === undefined) {
      return refuse('invalid_request', { errors: [{ path: 'email', message: 'must be an email address' }] });
    }
    const now = clock.now();
    const counted = await countSending(dependencies, caller, now);
    if (!counted.ok) return counted;

    const ref: ChallengeRef = { purpose: 'signup', channel: 'email', address };
    const [current] = await store.load([challengeKey(ref)]);
    const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
    if (!allowed.ok) return allowed;

    const password = normalisePassword(signUp.password);
    const fault = await passwordFault(password, address, dependencies.commonPasswords);
    if (fault) return refuse('weak_password', { reason: fault });
    const alias = await countAlias(dependencies, ref, caller, now);
    if (!alias.ok) return alias;
    const passwordHash = await dependencies.passwords.hash(password);
    return begin(dependencies, {
      ref,
      current,
      caller,
      locale: signUp.locale,
      data: { passwordHash, profile: signUp.profile ?? {} },
    });
  };

const begin = async (
  { store, clock, ids, random, settings, log }: SignUpDependencies,
  request: {
    readonly ref: ChallengeRef;
    readonly current: Challenge | undefined;
    readonly caller: Caller;
    readonly locale: Locale;
    readonly data: NonNullable<Challenge['data']>;
  },
): Promise<Outcome<Sent>> => {
  const now = clock.now();
  let continuation = '';
  const begun = await decideAndSwap(store, challengeKey(request.ref), request.current, (current) => {
    const id = ids.next(current?.id);
    const issued = createContinuation(random, request.ref, id);
    continuation = issued.continuation;
    return beginChallenge(current, {
      now,
      id,
      network: request.caller.network,
      lifetimeSeconds: settings.lifetimes.signupSeconds,
      limits: settings.limits,
      locale: request.locale,
      keyGeneration: settings.masterKeys.current,
      continuationHash: issued.hash,
      data: request.data,
    });
  });
  if (!begun.ok) return begun;
  log.write('signup_started', { challenge: begun.value.id });
  return accept({ ...sentBy(begun.value, now), continuation });
};

/** How long the link works, and when another mail may be asked for. */
export const sentBy = (challenge: Challenge, now: number): Sent => ({
  expiresInSeconds: secondsUntil(challenge.expiresAt, now),
  resendInSeconds: secondsUntil(challenge.resendAfter, now),
});
