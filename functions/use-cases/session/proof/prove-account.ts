// Finds the account of a reset or log-in mail, by its link alone or by its code with the continuation.
import { hasChanged, isGone, mayOpen, type User } from '#domain/account/user.ts';
import { readContinuation } from '#domain/challenge/continuation.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { markUsed } from '../../challenge/finish-proof.ts';
import { type CodeAttempt, openLink, type Proof, proveByCode, proveByLink } from '../../challenge/prove.ts';
import { loadAccount } from '../../load-account.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'keyRing'>;

export type AccountProofRequest = { readonly token: string } | CodeAttempt;

export interface AccountProof {
  readonly proof: Proof;
  readonly user: User;
}

/** `checkAddress` can refuse before anything is counted or marked used. */
export const proveAccount = async (
  dependencies: Dependencies,
  purpose: 'reset' | 'login' | 'invitation',
  request: AccountProofRequest,
  caller: Caller,
  checkAddress: (address: string) => Promise<Outcome<unknown>> = async () => accept(undefined),
): Promise<Outcome<AccountProof>> => {
  const { store } = dependencies;
  if (!('token' in request)) {
    const continuation = readContinuation(request.continuation, purpose);
    const checked = continuation ? await checkAddress(continuation.address) : refuse('continuation_required');
    if (!checked.ok) return checked;
    let user: User | undefined;
    const opens = async (address: string) => {
      user = await loadAccount(store, address);
      return user !== undefined && !isGone(user, dependencies.clock.now());
    };
    const proof = await proveByCode(dependencies, purpose, request, caller, { opens });
    return proof.ok ? openedBy(dependencies, proof.value, user) : proof;
  }
  const opened = await openLink(dependencies, purpose, request.token);
  if (!opened.ok) return opened;
  const checked = await checkAddress(opened.value.address);
  if (!checked.ok) return checked;
  const proof = await proveByLink(dependencies, opened.value);
  return proof.ok ? openedBy(dependencies, proof.value, await loadAccount(store, proof.value.ref.address)) : proof;
};

/** A mail does not open an account that was created, or whose password or address changed, after the mail was requested. */
const openedBy = async (
  dependencies: Dependencies,
  proof: Proof,
  user: User | undefined,
): Promise<Outcome<AccountProof>> => {
  const { id } = proof.challenge;
  if (isGone(user, dependencies.clock.now())) return refuse('superseded');
  if (user?.disabled) return refuse('account_disabled');
  if (user && mayOpen(id, user)) return accept({ proof, user });
  if (!user || !hasChanged(user, id)) return refuse('superseded');
  // The last write of its flow was lost. Mark the challenge used now, so that a new one can begin.
  await markUsed(dependencies, proof);
  return refuse('already_used');
};
