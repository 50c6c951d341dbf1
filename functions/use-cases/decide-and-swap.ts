// The heart of every flow: let a pure function decide over a row, write on the condition that it is still that row.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Items, Store } from '#domain/store.ts';

const ROUNDS = 2;

/**
 * Decides over `current` and swaps. A lost swap decides once more over what stands there now; losing every round is `try_again`.
 * `rounds` is raised only where the row changes for reasons of others (the courier noting a delivery).
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
