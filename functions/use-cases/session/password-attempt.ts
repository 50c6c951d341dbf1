// Compares a password only after the attempt was counted, for its address and for its network, so that parallel attempts gain nothing.
import { limitAddress } from '#domain/address.ts';
import { attemptCounter, decideAttempt } from '#domain/challenge/limits.ts';
import type { Limits } from '#domain/defaults.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { countLogInAttempt, type LogInAttempts, settleLogInAttempt } from '#domain/session/log-in-attempts.ts';
import type { Store } from '#domain/store.ts';
import { attemptsKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

export interface PasswordAttempt {
  /** Of the account, or the one somebody wants to log in with. */
  readonly address: string;
  readonly caller: Caller;
  readonly now: number;
  /** The row as it was loaded. */
  readonly attempts: LogInAttempts | undefined;
}

/** A counted attempt; `settle` takes it back once the password was right. */
export interface CountedAttempt {
  settle(): Promise<void>;
}

/** Others log in to the same mailbox's row at the same time; who loses a round is no attacker for it. */
const ROUNDS_BESIDE_OTHERS = 5;

export const attemptsOf = (address: string) => attemptsKey(limitAddress(address));

export const countPasswordAttempt = async (
  { store, settings }: Pick<Ports, 'store' | 'settings'>,
  { address, caller, now, attempts }: PasswordAttempt,
): Promise<Outcome<CountedAttempt>> => {
  const { limits } = settings;
  const attempt = { now, network: caller.network, limits };
  const allowed = countLogInAttempt(attempts, attempt);
  if (!allowed.ok) return allowed;
  const network = await countForNetwork(store, caller, now, limits);
  if (!network.ok) return network;
  const key = attemptsOf(address);
  const counted = await decideAndSwap(
    store,
    key,
    attempts,
    (seen) => countLogInAttempt(seen, attempt),
    ROUNDS_BESIDE_OTHERS,
  );
  if (!counted.ok) {
    await network.value.takeBack();
    return counted;
  }
  const forget = (seen: LogInAttempts | undefined) => accept(settleLogInAttempt(seen, attempt));
  return accept({
    settle: async () => {
      await Promise.all([
        network.value.takeBack(),
        decideAndSwap(store, key, counted.value, forget, ROUNDS_BESIDE_OTHERS),
      ]);
    },
  });
};

/** Somebody has proven to be the owner by mail: strangers do not make that network wait any more. Best effort. */
export const knowNetwork = async (
  { store }: Pick<Ports, 'store'>,
  { address, caller, now }: Omit<PasswordAttempt, 'attempts'>,
): Promise<void> => {
  const key = attemptsOf(address);
  const remember = async () => {
    const [current] = await store.load([key]);
    const settle = (seen: LogInAttempts | undefined) =>
      accept(settleLogInAttempt(seen, { now, network: caller.network }));
    await decideAndSwap(store, key, current, settle);
  };
  await remember().catch(() => undefined);
};

const countForNetwork = async (store: Store, caller: Caller, now: number, limits: Limits) => {
  const { key, window } = attemptCounter(caller, now);
  const takeBack = () => store.count(key, -1, window);
  const permitted = decideAttempt(await store.count(key, 1, window), now, limits);
  if (permitted.ok) return accept({ takeBack });
  await takeBack();
  return permitted;
};
