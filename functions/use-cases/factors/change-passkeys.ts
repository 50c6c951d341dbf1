// The passkeys that an account has: the owner gives one another name, and removes one.
import { addChange, permitChange, type User } from '#domain/account/user.ts';
import { eventId } from '#domain/audit/event-id.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Passkey } from '#domain/factors/passkey.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { isFinal, withdraw, writeNotice } from '../account/write-notice.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import type { Authenticated } from '../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/proof/reauthenticate.ts';

const find = ({ passkeys = [] }: User, id: string): Passkey | undefined => passkeys.find((one) => one.id === id);

export const renamePasskey = async (
  { store }: Pick<Ports, 'store'>,
  { user }: Authenticated,
  { id, name }: Pick<Passkey, 'id' | 'name'>,
): Promise<Outcome<Passkey>> => {
  const renamed = await decideAndSwap(store, userKey(user.id), user, (seen) => {
    if (seen?.epoch !== user.epoch) return refuse('unauthenticated');
    if (!find(seen, id)) return refuse('not_found');
    return accept({
      ...seen,
      passkeys: seen.passkeys?.map((one) => (one.id === id ? { ...one, name: name.trim() } : one)) ?? [],
    });
  });
  if (!renamed.ok) return renamed;
  const passkey = find(renamed.value, id);
  return passkey ? accept(passkey) : refuse('not_found');
};

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'keyRing' | 'passwords' | 'foreignPasswords'>;

/** A repeat finds it removed, which is what was asked for. The last one of an account without a password may go: a mail still lets in. */
export const removePasskey = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { id, proof }: { readonly id: string; readonly proof: OwnerProof },
  caller: Caller,
): Promise<Outcome<undefined>> => {
  const { store, clock, log } = dependencies;
  const { user } = owner;
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  const passkey = find(user, id);
  if (!passkey) return accept(undefined);
  const permitted = permitChange(user, clock.now());
  if (!permitted.ok) return permitted;
  const changeId = eventId(passkey.createdAt, user.id, 'passkey_removed', id);
  const ref = { kind: 'passkey_removed', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, ref, user, caller);
  if (!notice.ok) return notice;
  const removed = await decideAndSwap(store, userKey(user.id), user, (seen) => {
    if (seen?.epoch !== user.epoch || seen.email !== user.email) return refuse('unauthenticated');
    return find(seen, id) ? accept(without(addChange(seen, changeId, clock.now()), id)) : accept(seen);
  });
  if (isFinal(removed)) await withdraw(dependencies, ref, user);
  if (!removed.ok) return removed;
  log.write('passkey_removed', { user: user.id });
  return accept(undefined);
};

const without = ({ passkeys = [], ...rest }: User, id: string): User => {
  const left = passkeys.filter((one) => one.id !== id);
  return left.length === 0 ? rest : { ...rest, passkeys: left };
};
