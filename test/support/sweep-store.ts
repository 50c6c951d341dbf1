// The store that sweeps of faults run on: hundreds of whole flows, so in memory unless the run is about a real database.
import { createMemoryStore } from '../../functions/adapters/memory-store.ts';
import type { Store } from '../../functions/domain/ports.ts';
import { createRealStore } from './real-store.ts';

/** Every store passes the same contract suite (`test/contract`). */
export const createSweepStore = (): Store =>
  process.env['LATCHKEY_TEST_STORE'] === undefined ? createMemoryStore() : createRealStore().store;
