// The deployment, which most sub-commands need and the check does not.
import type { Store } from '#domain/store.ts';
import type { Context } from '../context.ts';
import { notDeployed } from '../stack.ts';
import { storeOf, verificationsOf } from '../store.ts';

/** @throws UserError before the first deployment. */
export const needVerifications = ({
  config,
  stack,
  clients,
}: Context): { readonly table: string; readonly store: Store } => {
  const table = verificationsOf(stack);
  const store = storeOf(stack, clients);
  if (table !== undefined && store) return { table, store };
  throw notDeployed(config.stage);
};
