// Sets the first password of an account with the link of its invitation, which proves the address, too.

import { type ConsentAnswer, changeConsents, consentsOfSignUp } from '#domain/account/consents.ts';
import { keepUser } from '#domain/account/grace.ts';
import { checkPassword, normalisePassword } from '#domain/account/password-policy.ts';
import { hasChanged, isGone, mayOpen, renewCredentials, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { finishProof, markUsed } from '../../challenge/finish-proof.ts';
import { isWritten, openSession, prepareSession, type SessionPorts, type Tokens } from '../../session/open-session.ts';
import { type AccountProof, proveAccount } from '../../session/proof/prove-account.ts';
import { renewUser } from '../../session/renew-user.ts';
import { hashNewPassword } from './hash-new-password.ts';

type Dependencies = SessionPorts & Pick<Ports, 'commonPasswords' | 'leakedPasswords' | 'passwords'>;

export interface AcceptedInvitation {
  readonly token: string;
  readonly password: string;
  readonly consents?: readonly ConsentAnswer[] | undefined;
  /** In which the person was asked for them. */
  readonly locale: Locale;
}

/**
 * The team made the account, but nobody else can agree for the person: what is required at a sign-up is required here. There
 * is no notice of a changed password, because there was none.
 */
export const acceptInvitation = async (
  dependencies: Dependencies,
  request: AcceptedInvitation,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { clock, settings, commonPasswords, log } = dependencies;
  const { token, consents: answers = [], locale } = request;
  const password = normalisePassword(request.password);
  const context = { at: clock.now(), locale, network: caller.ip };
  const check = async (address: string): Promise<Outcome<unknown>> => {
    const checked = await checkPassword(password, address, commonPasswords);
    return checked.ok ? consentsOfSignUp(settings.consents, answers, context) : checked;
  };
  const proven = await proveAccount(dependencies, 'invitation', { token }, caller, check);
  if (!proven.ok) return proven;
  const agree = (seen: User) => changeConsents(seen, settings.consents, answers, context);
  return finishProof(dependencies, proven.value.proof, async () => {
    const renewed = await setPassword(dependencies, proven.value, { password, agree, caller });
    if (isWritten(renewed)) log.write('invitation_accepted', { user: proven.value.user.id });
    return renewed;
  });
};

interface FirstPassword {
  readonly password: string;
  readonly agree: (seen: User) => Outcome<User>;
  readonly caller: Caller;
}

/** The swap of the user is the commit point. A repeat after it answers `already_used`. */
const setPassword = async (
  dependencies: Dependencies,
  { proof, user }: AccountProof,
  { password, agree, caller }: FirstPassword,
): Promise<Outcome<Tokens>> => {
  const changeId = proof.challenge.id;
  const [opening, hashed] = await Promise.all([prepareSession(dependencies), hashNewPassword(dependencies, password)]);
  if (!hashed.ok) return hashed;
  const renewed = await renewUser(dependencies, user, 'superseded', (seen, renewal) => {
    if (hasChanged(seen, changeId)) return refuse('already_used');
    if (!mayOpen(changeId, seen) || seen.email !== user.email || seen.disabled) return refuse('superseded');
    // Its owner has added a passkey meanwhile, after a log-in by mail.
    if (isGone(seen, renewal.now) || seen.passkeys?.length) return refuse('superseded');
    const agreed = agree(keepUser(seen, renewal.now));
    if (!agreed.ok) return agreed;
    const emailVerifiedAt = seen.emailVerifiedAt ?? renewal.now;
    const origin = { network: caller.network, device: caller.device };
    const begun = { passwordHash: hashed.value, emailVerifiedAt, origin };
    return accept({ ...renewCredentials(agreed.value, { ...renewal, changeId }), ...begun });
  });
  if (!renewed.ok) return renewed;
  await markUsed(dependencies, proof);
  return openSession(dependencies, opening, renewed.value, { caller, amr: ['link'] });
};
