// The tests of the flows rely on the memory store, so it must keep the contract too.
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { describeStoreContract } from './store-contract.ts';

const store = createMemoryStore();
describeStoreContract('the memory store', () => store);
