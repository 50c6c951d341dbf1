// The core of every flow: a pure function decides on a row, and the row is written if it has not changed since it was loaded.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Items, Store } from '#domain/store.ts';

const ROUNDS = 2;

/**
 * Decides on `current` and swaps. After a lost swap it decides again on the new row; if every round is lost, it returns
 * `try_again`. `rounds` is only raised for rows that other requests change for unrelated reasons (e.g. a delivery).
 */
export const decideAndSwap = async <Kind extends ItemKind>(
  store: Store,
  key: Key<Kind>,
  current: (Items[Kind] & { readonly version: string }) | undefined,
  decide: (current: Items[Kind] | undefined) => Outcome<Draft<Items[Kind]>>,
  rounds = ROUNDS,
): Promise<Outcome<Items[Kind]>> => {
  let seen: (Items[Kind] & { readonly version?: string }) | undefined = current;
  for (let round = 0; round < rounds; round++) {
    const decision = decide(seen);
    if (!decision.ok) return decision;
    const swap = await store.swap(
      key,
      seen?.version === undefined ? 'absent' : { version: seen.version },
      decision.value,
    );
    if (swap.ok) return accept(swap.item);
    seen = swap.current;
  }
  return refuse('try_again');
};
