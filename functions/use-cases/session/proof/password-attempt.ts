// Compares a password only after the attempt is counted, for its address and its network, so that parallel requests get no extra attempts.
import { limitAddress } from '#domain/address.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import {
  countLogInAttempt,
  isCountedGuess,
  isKnownNetwork,
  type LogInAttempts,
  settleLogInAttempt,
  takeBackLogInAttempt,
} from '#domain/session/log-in-attempts.ts';
import { attemptsKey } from '#domain/store-keys.ts';
import { countGuess, NOT_COUNTED } from '../../challenge/count-guess.ts';
import { decideAndSwap } from '../../decide-and-swap.ts';

export interface PasswordAttempt {
  /** The address of the account, or the one in the log-in request. */
  readonly address: string;
  readonly caller: Caller;
  readonly now: number;
  /** The loaded row. */
  readonly attempts: LogInAttempts | undefined;
  /** The hash of a request with an idempotency key: its repeat is the same guess, which is counted once. */
  readonly keyedHash?: string | undefined;
}

/** A counted attempt, to be taken back if the password was right. */
export interface CountedAttempt {
  takeBack(): Promise<void>;
  /** Takes it back, and notes network and device as known. */
  settle(): Promise<void>;
}

/**
 * Other log-ins change the row of the same mailbox at the same time, so a lost swap does not mean an attack. Each writes it
 * twice: of four at once none loses so often.
 */
export const ROUNDS_BESIDE_OTHERS = 8;

/** The request that counted it takes it back. */
const REPEATED: CountedAttempt = { takeBack: async () => undefined, settle: async () => undefined };

export const attemptsOf = (address: string) => attemptsKey(limitAddress(address));

export const countPasswordAttempt = async (
  { store, settings }: Pick<Ports, 'store' | 'settings'>,
  { address, caller, now, attempts, keyedHash }: PasswordAttempt,
): Promise<Outcome<CountedAttempt>> => {
  const attempt = { now, network: caller.network, limits: settings.limits, keyedHash };
  if (isCountedGuess(attempts, attempt)) return accept(REPEATED);
  const allowed = countLogInAttempt(attempts, attempt);
  if (!allowed.ok) return allowed;
  const guess = isKnownNetwork(attempts, caller.network, now)
    ? NOT_COUNTED
    : await countGuess({ store, settings }, caller, now);
  if (!guess.ok) return guess;
  const key = attemptsOf(address);
  let isRepeated = false;
  const counted = await decideAndSwap(
    store,
    key,
    attempts,
    (seen) => {
      isRepeated = isCountedGuess(seen, attempt);
      return isRepeated ? refuse('try_again') : countLogInAttempt(seen, attempt);
    },
    ROUNDS_BESIDE_OTHERS,
  );
  if (!counted.ok) {
    await guess.value.takeBack();
    return isRepeated ? accept(REPEATED) : counted;
  }
  const finish = (change: typeof settleLogInAttempt) => async () => {
    const decide = (seen: LogInAttempts | undefined) => accept(change(seen, { now, ...caller }));
    await Promise.all([guess.value.takeBack(), decideAndSwap(store, key, counted.value, decide, ROUNDS_BESIDE_OTHERS)]);
  };
  return accept({ takeBack: finish(takeBackLogInAttempt), settle: finish(settleLogInAttempt) });
};

/** The owner was verified by mail, so this network no longer waits for the failures of others, and device and network are known. Best effort. */
export const knowNetwork = async (
  { store }: Pick<Ports, 'store'>,
  { address, caller, now, attempts }: PasswordAttempt,
): Promise<void> => {
  const settle = (seen: LogInAttempts | undefined) => accept(settleLogInAttempt(seen, { now, ...caller }));
  await decideAndSwap(store, attemptsOf(address), attempts, settle).catch(() => undefined);
};
