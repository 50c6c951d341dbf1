// The store that the flows run on: its twin in memory, or the database that LATCHKEY_TEST_STORE names.
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import type { Store } from '#domain/store.ts';
import { createRealStore } from './real-store.ts';

/** Both keep the same contract (`test/adapters/store/store-contract.ts`). In memory each call makes a store of its own. */
export const createTestStore = (): Store =>
  process.env['LATCHKEY_TEST_STORE'] === undefined ? createMemoryStore() : createRealStore().store;
