// Replaces or removes what the team stores with an account.
import { checkMetadata } from '#domain/account/metadata.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { loadUser } from './load-user.ts';
import { type AdminCall, noteAct } from './note-act.ts';

export interface MetadataChange {
  readonly userId: string;
  /** `null`: removes it. */
  readonly metadata: unknown;
}

/** Tokens that are out keep the values they have; those of the next refresh have the new ones. */
export const setMetadata = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>,
  { userId, metadata }: MetadataChange,
  call: AdminCall,
): Promise<Outcome<User>> => {
  const { store } = dependencies;
  const checked = metadata === null ? accept(undefined) : checkMetadata(metadata);
  if (!checked.ok) return checked;
  const user = await loadUser(store, userId);
  if (!user) return refuse('not_found');
  const lastAct = await noteAct(dependencies, { ...call, userId, what: 'admin.set_metadata' });
  return decideAndSwap(store, userKey(userId), user, (seen) => {
    if (!seen) return refuse('not_found');
    const { metadata: _former, ...rest } = seen;
    return accept({ ...rest, ...(checked.value && { metadata: checked.value }), lastAct });
  });
};
