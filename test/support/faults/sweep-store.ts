// The store that sweeps of faults run on: hundreds of whole flows, so in memory unless the run is about a real database.
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import type { Store } from '#domain/store.ts';
import { createRealStore } from '../real-store.ts';

/** Every store passes the same contract suite (`test/adapters/store/store-contract.ts`). */
export const createSweepStore = (): Store =>
  process.env['LATCHKEY_TEST_STORE'] === undefined ? createMemoryStore() : createRealStore().store;
