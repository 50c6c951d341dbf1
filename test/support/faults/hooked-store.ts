// A store that lets a test step in right before a row is written: to play somebody else meanwhile, or to crash there.
import { DependencyError } from '#domain/errors.ts';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { createTestStore } from '../test-store.ts';

/** Runs before each write; what it throws, the write throws. A write that is `LOST` came too late, and changes nothing. */
export type BeforeWrite = (key: Key, by: 'swap' | 'remove') => unknown;

/** What a hook gives back for a write that somebody else was quicker with. */
const LOST = 'lost';

export interface HookedStore {
  readonly store: Store;
  /** What runs before each write from now on; nothing without one. */
  hook(next?: BeforeWrite): void;
}

/** Over the real store, if no other is given. */
export const createHookedStore = (base: Store = createTestStore()): HookedStore => {
  let beforeWrite: BeforeWrite | undefined;
  return {
    store: {
      load: (keys) => base.load(keys),
      count: (key, by, window) => base.count(key, by, window),
      sessionsOf: (userId) => base.sessionsOf(userId),
      swap: async (key, expected, next) => {
        if ((await beforeWrite?.(key, 'swap')) === LOST) return { ok: false, current: (await base.load([key]))[0] };
        return base.swap(key, expected, next);
      },
      remove: async (key, expected) => {
        return (await beforeWrite?.(key, 'remove')) === LOST ? false : base.remove(key, expected);
      },
    },
    hook: (next) => {
      beforeWrite = next;
    },
  };
};

/** The process ends before it writes a row of that kind. */
export const crashBefore =
  (kind: Key['kind'], isIt: (key: Key) => boolean = () => true): BeforeWrite =>
  (key, by) => {
    if (by !== 'swap' || key.kind !== kind || !isIt(key)) return;
    throw new DependencyError('store.swap', new Error('crashed before its effect'));
  };

/** Somebody else is quicker with every row of that kind. */
export const losing =
  (kind: Key['kind']): BeforeWrite =>
  (key) =>
    key.kind === kind ? LOST : undefined;

/** Runs `happen` before the first write that fits, once. */
export const once = (
  fits: (key: Key, by: 'swap' | 'remove') => boolean,
  happen: () => Promise<unknown>,
): BeforeWrite => {
  let isOver = false;
  return async (key, by) => {
    if (isOver || !fits(key, by)) return;
    isOver = true;
    await happen();
  };
};
