// Deletes an account for its owner, who has to prove it again: at once, or in some days where the stage gives a grace.
import { askDeletion, deletionTime } from '#domain/account/grace.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { Authenticated } from '../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/proof/reauthenticate.ts';
import { renewUser } from '../session/renew-user.ts';
import { noticesOf, removeAccount } from './remove-account.ts';
import { isFinal, withdraw, writeNotice } from './write-notice.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'passwords' | 'foreignPasswords' | 'keyRing'
>;

/** When the account is deleted, in epoch milliseconds; `undefined`: it is. */
export type DeletionTime = number | undefined;

export const deleteAccount = async (
  dependencies: Dependencies,
  owner: Authenticated,
  proof: OwnerProof,
  caller: Caller,
): Promise<Outcome<DeletionTime>> => {
  const { user } = owner;
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  const deleteAt = deletionTime(dependencies.settings.deletionGraceDays, dependencies.clock.now());
  if (deleteAt !== undefined) return awaitDeletion(dependencies, owner, deleteAt, caller);
  return removeAccount(dependencies, user, caller, ({ epoch }) =>
    epoch === user.epoch ? accept(undefined) : refuse('unauthenticated'),
  );
};

/** The swap of the user is the commit point. After it the session has ended, so a repeat is refused. */
const awaitDeletion = async (
  dependencies: Dependencies,
  { user }: Authenticated,
  deleteAt: number,
  caller: Caller,
): Promise<Outcome<DeletionTime>> => {
  const { clock, ids, log } = dependencies;
  const changeId = ids.next(user.challengeFloor);
  const refs = noticesOf('deletion_asked', user, changeId, clock.now());
  const notices = await Promise.all(
    refs.map((ref) => writeNotice(dependencies, ref, user, caller, { keptUntil: deleteAt })),
  );
  const unwritten = notices.find((notice) => !notice.ok);
  if (unwritten) return unwritten;
  const asked = await renewUser(dependencies, user, 'unauthenticated', (seen, renewal) =>
    seen.epoch === user.epoch && seen.email === user.email
      ? accept(askDeletion(seen, { ...renewal, changeId, deleteAt }))
      : refuse('unauthenticated'),
  );
  if (isFinal(asked)) await Promise.all(refs.map((ref) => withdraw(dependencies, ref, user)));
  if (!asked.ok) return asked;
  log.write('deletion_asked', { user: user.id });
  return accept(deleteAt);
};
