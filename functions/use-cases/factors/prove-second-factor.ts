// Compares a code of the second factor, after the attempt is counted, and uses it up by a swap: of requests with one code one wins.
import { isGone, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { countCodeAttempt, forgetCodeAttempts, takeBackCodeAttempt } from '#domain/factors/code-attempts.ts';
import { readRecoveryCode } from '#domain/factors/recovery-codes.ts';
import type { SecondFactor } from '#domain/factors/second-factor.ts';
import { matchingStep, readAppCode } from '#domain/factors/totp.ts';
import { type Used, useCode } from '#domain/factors/use-second-factor.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { LogInAttempts } from '#domain/session/log-in-attempts.ts';
import { codeAttemptsKey, userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import {
  attemptsOf,
  type CountedAttempt,
  countPasswordAttempt,
  ROUNDS_BESIDE_OTHERS,
} from '../session/proof/password-attempt.ts';

/** As the person typed it. */
export type TypedCode = { readonly code: string } | { readonly recoveryCode: string };

export interface RightCode {
  readonly factor: SecondFactor;
  readonly used: Used;
  /** The row of the address as it was before. */
  readonly attempts: LogInAttempts | undefined;
  /** Takes the attempt back, for good: the network becomes known. */
  settle(): Promise<void>;
  /** The same for a request of a session, whose network stays as it was. */
  takeBack(): Promise<void>;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'secondFactorSecrets'>;

const NO_RECOVERY_CODE = refuse('invalid_request', {
  errors: [{ path: 'recoveryCode', message: 'must be 10 letters and digits, such as 7KQ2M-9XTRA' }],
});

/** One answer for every wrong code: one that was used, one of another time, one of nobody. */
const WRONG = refuse('code_mismatch');

/** `not_found`: the account has no second factor. */
export const tryCode = async (
  dependencies: Dependencies,
  user: User,
  typed: TypedCode,
  caller: Caller,
): Promise<Outcome<RightCode>> => {
  const { store, clock, secondFactorSecrets } = dependencies;
  const { id: userId, secondFactor: factor } = user;
  if (!factor) return refuse('not_found');
  const read = readTyped(typed);
  if (!read.ok) return read;
  // Before the attempt is counted: if the key service is down, no attempt must be lost.
  const secret = 'code' in read.value ? await secondFactorSecrets.secretOf(userId, factor.id) : undefined;
  const now = clock.now();
  const [ofAccount, attempts] = await store.load([codeAttemptsKey(userId), attemptsOf(user.email)]);
  const counted = await countAttempt(dependencies, user, { ofAccount, attempts, caller, now });
  if (!counted.ok) return counted;
  const used = secret && 'code' in read.value ? usedOf(secret, read.value.code, factor, now) : toRecovery(read.value);
  if (!used || !useCode(userId, factor, used, now)) return refuseWrong(dependencies, user, typed);
  return accept({ factor, used, attempts, ...counted.value });
};

const readTyped = (typed: TypedCode): Outcome<TypedCode> => {
  if ('code' in typed) {
    const code = readAppCode(typed.code);
    return code.ok ? accept({ code: code.value }) : code;
  }
  const recoveryCode = readRecoveryCode(typed.recoveryCode);
  return recoveryCode === undefined ? NO_RECOVERY_CODE : accept({ recoveryCode });
};

const usedOf = (secret: Buffer, code: string, factor: SecondFactor, now: number): Used | undefined => {
  const step = matchingStep(secret, code, factor.lastStep, now);
  return step === undefined ? undefined : { step };
};

const toRecovery = (read: TypedCode): Used | undefined => ('recoveryCode' in read ? read : undefined);

const refuseWrong = ({ log }: Pick<Ports, 'log'>, { id: user }: User, typed: TypedCode) => {
  log.write('second_factor_refused', { user, kind: 'code' in typed ? 'app' : 'recovery' });
  return WRONG;
};

interface Counting {
  readonly ofAccount: LogInAttempts | undefined;
  readonly attempts: LogInAttempts | undefined;
  readonly caller: Caller;
  readonly now: number;
}

/** For the account, whatever network, and as a wrong password counts. */
const countAttempt = async (
  { store, settings }: Dependencies,
  { id: userId, email: address }: User,
  { ofAccount, attempts, caller, now }: Counting,
): Promise<Outcome<CountedAttempt>> => {
  const key = codeAttemptsKey(userId);
  const change = (decide: (seen: LogInAttempts | undefined) => ReturnType<typeof takeBackCodeAttempt>) =>
    decideAndSwap(
      store,
      key,
      counted.ok ? counted.value : ofAccount,
      (seen) => accept(decide(seen)),
      ROUNDS_BESIDE_OTHERS,
    );
  const counted = await decideAndSwap(
    store,
    key,
    ofAccount,
    (seen) => countCodeAttempt(seen, now),
    ROUNDS_BESIDE_OTHERS,
  );
  if (!counted.ok) return counted;
  const asPassword = await countPasswordAttempt({ store, settings }, { address, caller, now, attempts });
  if (!asPassword.ok) {
    await change((seen) => takeBackCodeAttempt(seen, now));
    return asPassword;
  }
  const forget = () => change((seen) => forgetCodeAttempts(seen, now));
  return accept({
    settle: async () => void (await Promise.all([asPassword.value.settle(), forget()])),
    takeBack: async () => void (await Promise.all([asPassword.value.takeBack(), forget()])),
  });
};

/** Uses the code up, with `change` in the same swap. `unauthenticated`: the account has changed since. `not_found`: another request turned it off. */
export const spendCode = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'log'>,
  user: User,
  { factor, used }: Pick<RightCode, 'factor' | 'used'>,
  change: (seen: User) => User = (seen) => seen,
): Promise<Outcome<User>> => {
  const { store, clock } = dependencies;
  const now = clock.now();
  const spent = await decideAndSwap(
    store,
    userKey(user.id),
    user,
    (seen) => {
      if (seen?.epoch !== user.epoch || isGone(seen, now)) return refuse('unauthenticated');
      if (seen.secondFactor?.id !== factor.id) return refuse('not_found');
      const secondFactor = useCode(seen.id, seen.secondFactor, used, now);
      return secondFactor ? accept(change({ ...seen, secondFactor })) : WRONG;
    },
    ROUNDS_BESIDE_OTHERS,
  );
  if (!spent.ok && spent.refusal.code === 'code_mismatch')
    refuseWrong(dependencies, user, 'step' in used ? { code: '' } : { recoveryCode: '' });
  return spent;
};
