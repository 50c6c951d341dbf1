// The memory twin is trusted by the tests of the flows, so it keeps the contract too.
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { describeStoreContract } from './store-contract.ts';

const store = createMemoryStore();
describeStoreContract('the memory store', () => store);
