// Removes the suppression that a test mail to the simulator has made. `npm run admin -- unsuppress` is for addresses of people.
import type { Store } from '#domain/store.ts';
import { suppressionKey } from '#domain/store-keys.ts';

const ROUNDS = 5;

/** An event that arrives at the same moment is removed, too. */
export const liftRow = async (store: Store, address: string): Promise<void> => {
  const key = suppressionKey('email', address);
  for (let round = 0; round < ROUNDS; round++) {
    const [row] = await store.load([key]);
    if (!row || (await store.remove(key, row))) return;
  }
  throw new Error('the suppression row changes all the time');
};
