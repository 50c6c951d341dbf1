// Sets a new password with the link or code of a mail. Ends all sessions and all other links and codes, notifies the owner.
import { keepUser } from '#domain/account/grace.ts';
import { checkPassword, normalisePassword } from '#domain/account/password-policy.ts';
import { proveAddress } from '#domain/account/standing.ts';
import { hasChanged, isGone, mayOpen, renewCredentials, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { finishProof, markUsed } from '../../challenge/finish-proof.ts';
import type { Proof } from '../../challenge/prove.ts';
import { tellKeeping } from '../../session/keep-account.ts';
import {
  type Authentication,
  amrOf,
  isWritten,
  openSession,
  prepareSession,
  type SessionPorts,
  type Tokens,
} from '../../session/open-session.ts';
import { attemptsOf, knowNetwork } from '../../session/proof/password-attempt.ts';
import { type AccountProofRequest, proveAccount } from '../../session/proof/prove-account.ts';
import { renewUser } from '../../session/renew-user.ts';
import { isFinal, withdraw, writeNotice } from '../write-notice.ts';
import { hashNewPassword } from './hash-new-password.ts';

type Dependencies = SessionPorts & Pick<Ports, 'commonPasswords' | 'leakedPasswords' | 'passwords'>;

export const confirmReset = async (
  dependencies: Dependencies,
  request: AccountProofRequest & { readonly password: string },
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const password = normalisePassword(request.password);
  const check = (address: string) => checkPassword(password, address, dependencies.commonPasswords);
  const proven = await proveAccount(dependencies, 'reset', request, caller, check);
  if (!proven.ok) return proven;
  const { proof, user } = proven.value;
  return finishProof(dependencies, proof, async () => {
    const [attempts] = await dependencies.store.load([attemptsOf(user.email)]);
    const renewed = await setPassword(dependencies, proof, user, password, { caller, amr: amrOf(request) });
    if (!isWritten(renewed)) return renewed;
    if (renewed.ok)
      await knowNetwork(dependencies, { address: user.email, caller, now: dependencies.clock.now(), attempts });
    dependencies.log.write('password_reset', { user: user.id, by: proof.wasCounted ? 'code' : 'link' });
    return renewed;
  });
};

/** The swap of the user is the commit point. A repeat after it answers `already_used`. */
const setPassword = async (
  dependencies: Dependencies,
  proof: Proof,
  user: User,
  password: string,
  authentication: Authentication,
): Promise<Outcome<Tokens>> => {
  const changeId = proof.challenge.id;
  const [opening, hashed] = await Promise.all([prepareSession(dependencies), hashNewPassword(dependencies, password)]);
  if (!hashed.ok) return hashed;
  const ref = { kind: 'password_changed', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, ref, user, authentication.caller);
  if (!notice.ok) return notice;
  const told = await tellKeeping(dependencies, user, authentication.caller);
  if (!told.ok) return told;
  const renewed = await renewUser(dependencies, user, 'superseded', (seen, renewal) => {
    if (hasChanged(seen, changeId)) return refuse('already_used');
    if (!mayOpen(changeId, seen) || seen.email !== user.email) return refuse('superseded');
    if (isGone(seen, renewal.now)) return refuse('superseded');
    const proven = proveAddress(keepUser(seen, renewal.now), { now: renewal.now, ...authentication.caller });
    return accept({ ...renewCredentials(proven, { ...renewal, changeId }), passwordHash: hashed.value });
  });
  if (!renewed.ok) {
    if (isFinal(renewed)) await withdraw(dependencies, ref, user);
    return renewed;
  }
  // Only one request passes the swap above. Another request may have marked the challenge before; the result is the same.
  await markUsed(dependencies, proof);
  return openSession(dependencies, opening, renewed.value, authentication);
};
