// A store that lets a test act right before a row is written: to make another request, or to crash there.
import { DependencyError } from '#domain/errors.ts';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { createTestStore } from '../test-store.ts';

/** Runs before each write. If it throws, the write throws the same error. If it returns `LOST`, the swap fails and nothing changes. */
export type BeforeWrite = (key: Key, by: 'swap' | 'remove') => unknown;

/** What a hook gives back for a write that somebody else was quicker with. */
const LOST = 'lost';

export interface HookedStore {
  readonly store: Store;
  /** Sets what runs before each write from now on; without an argument, nothing runs. */
  hook(next?: BeforeWrite): void;
}

/** Uses the real store if no other is given. */
export const createHookedStore = (base: Store = createTestStore()): HookedStore => {
  let beforeWrite: BeforeWrite | undefined;
  return {
    store: {
      load: (keys, reads) => base.load(keys, reads),
      count: (key, by, window) => base.count(key, by, window),
      sessionsOf: (userId, page) => base.sessionsOf(userId, page),
      auditOf: (userId, page) => base.auditOf(userId, page),
      usersAfter: (userId, limit) => base.usersAfter(userId, limit),
      usersByPhone: (phone) => base.usersByPhone(phone),
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

/** The process crashes before it writes a row of that kind. */
export const crashBefore =
  (kind: Key['kind'], isIt: (key: Key) => boolean = () => true): BeforeWrite =>
  (key, by) => {
    if (by !== 'swap' || key.kind !== kind || !isIt(key)) return;
    throw new DependencyError('store.swap', new Error('crashed before its effect'));
  };

/** Every write to a row of that kind loses to a concurrent one, or the first `times` of them do. */
export const losing = (kind: Key['kind'], times = Number.POSITIVE_INFINITY): BeforeWrite => {
  let left = times;
  return (key) => (key.kind === kind && left-- > 0 ? LOST : undefined);
};

/** Runs `happen` once, before the first write that matches. */
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
