// Deletes an account for its owner, who has to prove it again.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { Authenticated } from '../session/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/reauthenticate.ts';
import { removeAccount } from './remove-account.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'ids' | 'settings' | 'log' | 'passwords' | 'foreignPasswords' | 'keyRing'
>;

export const deleteAccount = async (
  dependencies: Dependencies,
  owner: Authenticated,
  proof: OwnerProof,
  caller: Caller,
): Promise<Outcome<undefined>> => {
  const { user } = owner;
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  return removeAccount(dependencies, user, caller, ({ epoch }) =>
    epoch === user.epoch ? accept(undefined) : refuse('unauthenticated'),
  );
};
