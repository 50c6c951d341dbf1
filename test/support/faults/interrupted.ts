// Lets something else happen from end to end right before one write: the races that chance alone seldom brings.
import type { Store } from '#domain/store.ts';
import { createHookedStore } from './hooked-store.ts';

export interface InterruptedStore {
  readonly store: Store;
  /** Before the `index`th write from now on (from 0), once; writes of `happen` itself do not count. */
  interrupt(index: number, happen: () => Promise<unknown>): void;
  /** Whether the last interruption has come. */
  hasHappened(): boolean;
}

export const interrupted = (base: Store): InterruptedStore => {
  const { store, hook } = createHookedStore(base);
  let isOver = true;
  return {
    store,
    interrupt: (index, happen) => {
      let left = index;
      isOver = false;
      hook(async () => {
        if (left-- > 0) return;
        hook();
        isOver = true;
        await happen();
      });
    },
    hasHappened: () => isOver,
  };
};
