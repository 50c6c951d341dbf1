// Runs a whole other request right before one write: chance alone rarely produces such races.
import type { Store } from '#domain/store.ts';
import { createHookedStore } from './hooked-store.ts';

export interface InterruptedStore {
  readonly store: Store;
  /** Before the `index`th write from now on (from 0), once. The writes of `happen` itself do not count. */
  interrupt(index: number, happen: () => Promise<unknown>): void;
  /** Whether the last interruption has happened. */
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
