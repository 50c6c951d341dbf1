// A store that lets something else happen from end to end right before one write: the races that chance alone seldom brings.
import type { Draft, ItemKind, Items, Key, Store } from '../../functions/domain/ports.ts';

export interface InterruptedStore {
  readonly store: Store;
  /** Before the `index`th write from now on (from 0), once; writes of `happen` itself do not count. */
  interrupt(index: number, happen: () => Promise<unknown>): void;
  /** Whether the last interruption has come. */
  hasHappened(): boolean;
}

export const interrupted = (base: Store): InterruptedStore => {
  let left = -1;
  let happen: (() => Promise<unknown>) | undefined;
  const beforeWrite = async () => {
    if (!happen || left-- > 0) return;
    const now = happen;
    happen = undefined;
    await now();
  };
  return {
    interrupt: (index, work) => {
      left = index;
      happen = work;
    },
    hasHappened: () => happen === undefined,
    store: {
      load: (keys) => base.load(keys),
      count: (key, by, window) => base.count(key, by, window),
      sessionsOf: (userId) => base.sessionsOf(userId),
      swap: async <Kind extends ItemKind>(
        key: Key<Kind>,
        expected: { readonly version: string } | 'absent',
        next: Draft<Items[Kind]>,
      ) => {
        await beforeWrite();
        return base.swap(key, expected, next);
      },
      remove: async (key, expected) => {
        await beforeWrite();
        return base.remove(key, expected);
      },
    },
  };
};
