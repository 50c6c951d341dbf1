// A store that lets a test step in right before a row is written: to play somebody else meanwhile, or to crash there.
import { DependencyError } from '../../functions/domain/errors.ts';
import type { Key, Store } from '../../functions/domain/ports.ts';
import { createRealStore } from './real-store.ts';

/** Runs before each swap; what it throws, the swap throws. */
export type BeforeSwap = (key: Key) => void | Promise<void>;

/** Over the real store. `hook` sets what runs before each swap from then on; nothing without one. */
export const createHookedStore = (): { readonly store: Store; hook(next?: BeforeSwap): void } => {
  const { store } = createRealStore();
  let beforeSwap: BeforeSwap | undefined;
  return {
    store: {
      load: store.load,
      swap: async (key, expected, next) => {
        await beforeSwap?.(key);
        return store.swap(key, expected, next);
      },
      remove: store.remove,
      count: store.count,
      sessionsOf: store.sessionsOf,
    },
    hook: (next) => {
      beforeSwap = next;
    },
  };
};

/** The process ends before it writes a row of that kind. */
export const crashBefore =
  (kind: Key['kind'], isIt: (key: Key) => boolean = () => true): BeforeSwap =>
  (key) => {
    if (key.kind === kind && isIt(key)) throw new DependencyError('store.swap', new Error('crashed before its effect'));
  };
