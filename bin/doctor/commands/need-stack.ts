// The deployment, which most sub-commands need and the check does not.
import type { Store } from '#domain/store.ts';
import { stackNameOf } from '../../../lib/names.ts';
import { UserError } from '../../user-error.ts';
import type { Context } from '../context.ts';
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

export const notDeployed = (stage: string): UserError => {
  const name = stackNameOf(stage);
  return new UserError({
    ko: `${name}이(가) 배포되어 있지 않습니다: npx cdk deploy`,
    en: `${name} is not deployed: npx cdk deploy`,
  });
};
