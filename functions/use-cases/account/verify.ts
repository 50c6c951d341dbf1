// Verifies a sign-up by link (with the continuation, the password of the sign-up or a new one) or by code (with the continuation).
import { type ConsentAnswer, consentsOfSignUp } from '#domain/account/consents.ts';
import { checkPassword } from '#domain/account/password-policy.ts';
import { checkNewProfile } from '#domain/account/profile-fields.ts';
import type { Profile } from '#domain/account/user.ts';
import { isTakenOver, liveChallenge, signUpData, takeOverSignUp } from '#domain/challenge/challenge.ts';
import { isContinuationOf } from '#domain/challenge/continuation.ts';
import { UNUSED_MAIL } from '#domain/challenge/human-check.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import { MAILS_PER_SIGN_UP } from '#domain/metrics.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { runAttempt } from '../challenge/attempt.ts';
import { countUnusedMails } from '../challenge/count-unused-mails.ts';
import { finishProof, ROUNDS_BESIDE_COURIER } from '../challenge/finish-proof.ts';
import { type CodeAttempt, openLink, type Proof, proveByCode, proveByLink } from '../challenge/prove.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import type { SessionPorts, Tokens } from '../session/open-session.ts';
import { matchPassword } from '../session/proof/match-password.ts';
import { completeSignUp } from './complete-sign-up.ts';
import { hashNewPassword } from './password/hash-new-password.ts';

type Dependencies = SessionPorts & Pick<Ports, 'passwords'>;

export interface VerifyByLink {
  readonly token: string;
  readonly continuation?: string | undefined;
  readonly password?: string | undefined;
}

export const verifyByLink = async (
  dependencies: Dependencies,
  request: VerifyByLink,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const now = dependencies.clock.now();
  const opened = await openLink(dependencies, 'signup', request.token);
  if (!opened.ok) return opened;
  const proven = await proveByLink(dependencies, opened.value);
  if (!proven.ok) return proven;
  const { ref, challenge } = proven.value;
  const isOwn = !isTakenOver(challenge) && isContinuationOf(request.continuation, ref, challenge);
  if (isOwn) return finish(dependencies, proven.value, 'link', true, caller);

  const { password } = request;
  // A link alone only proves access to the mailbox, not who chose the password, so it does not create an account.
  if (password === undefined) return refuse('password_required');
  const { passwordHash } = signUpData(challenge);
  const isRight = async () => (await matchPassword(dependencies, password, passwordHash)) !== 'wrong';
  const counted = await runAttempt(dependencies, { ref, challenge, caller, now, kind: 'password', isRight });
  if (!counted.ok) return counted;
  return finish(dependencies, { ref, challenge: counted.value, wasCounted: true }, 'password', false, caller);
};

export interface VerifyByNewPassword {
  readonly token: string;
  readonly newPassword: string;
  readonly profile?: Profile | undefined;
  readonly consents?: readonly ConsentAnswer[] | undefined;
  /** In which the person was asked for them. */
  readonly locale: Locale;
}

/**
 * The link proves access to the mailbox. With a password of its own it needs nothing of the sign-up, so its reader gets in
 * whoever asked for it. The password, profile, consents and continuation of the sign-up are void after the first write.
 */
export const verifyByNewPassword = async (
  dependencies: Dependencies & Pick<Ports, 'commonPasswords' | 'leakedPasswords'>,
  { token, newPassword, profile: given = {}, consents: answers = [], locale }: VerifyByNewPassword,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { store, clock, settings, commonPasswords } = dependencies;
  const checked = checkNewProfile(settings.profileFields, given);
  if (!checked.ok) return checked;
  const profile = checked.value;
  const opened = await openLink(dependencies, 'signup', token);
  if (!opened.ok) return opened;
  const password = await checkPassword(newPassword, opened.value.address, commonPasswords);
  if (!password.ok) return password;
  const consents = consentsOfSignUp(settings.consents, answers, { at: clock.now(), locale, network: caller.ip });
  if (!consents.ok) return consents;
  const proven = await proveByLink(dependencies, opened.value);
  if (!proven.ok) return proven;
  const { ref, challenge } = proven.value;
  const hashed = await hashNewPassword(dependencies, password.value);
  if (!hashed.ok) return hashed;
  const data = { passwordHash: hashed.value, profile, ...(consents.value.length > 0 && { consents: consents.value }) };
  const taken = await decideAndSwap(
    store,
    challengeKey(ref),
    challenge,
    (seen) => {
      const live = liveChallenge(seen, challenge.id, clock.now());
      return live.ok ? accept(takeOverSignUp(live.value, data, clock.now())) : live;
    },
    ROUNDS_BESIDE_COURIER,
  );
  if (!taken.ok) return taken;
  const proof = { ref, challenge: taken.value, wasCounted: false };
  return finish(dependencies, proof, 'new_password', false, caller);
};

export const verifyByCode = async (
  dependencies: Dependencies,
  request: CodeAttempt,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const proven = await proveByCode(dependencies, 'signup', request, caller);
  return proven.ok ? finish(dependencies, proven.value, 'code', true, caller) : proven;
};

const AMR_BY = { link: ['link'], password: ['pwd', 'link'], new_password: ['link'], code: ['otp'] } as const;

const finish = async (
  dependencies: Dependencies,
  proof: Proof,
  by: keyof typeof AMR_BY,
  byContinuation: boolean,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const completed = await finishProof(dependencies, proof, () =>
    completeSignUp(dependencies, proof, byContinuation, { caller, amr: AMR_BY[by] }),
  );
  if (!completed.ok) return completed;
  const { id } = proof.challenge;
  await countUnusedMails(dependencies, -MAILS_PER_SIGN_UP * UNUSED_MAIL);
  dependencies.log.write('verify_completed', { challenge: id, by, unusedMails: -MAILS_PER_SIGN_UP });
  return completed;
};
