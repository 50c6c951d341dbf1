// Verifies a sign-up by link (with the continuation, or with the password on another device) or by code (with the continuation).
import { normalisePassword } from '#domain/account/password-policy.ts';
import { signUpData } from '#domain/challenge/challenge.ts';
import { isContinuationOf } from '#domain/challenge/continuation.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { runAttempt } from '../challenge/attempt.ts';
import { finishProof } from '../challenge/finish-proof.ts';
import { type CodeAttempt, openLink, type Proof, proveByCode, proveByLink } from '../challenge/prove.ts';
import type { Tokens } from '../session/open-session.ts';
import { completeSignUp } from './complete-sign-up.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings'> &
  Pick<Ports, 'log' | 'passwords' | 'keyRing' | 'signer'>;

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
  const { clock, passwords } = dependencies;
  const now = clock.now();
  const opened = await openLink(dependencies, 'signup', request.token);
  if (!opened.ok) return opened;
  const proven = await proveByLink(dependencies, opened.value);
  if (!proven.ok) return proven;
  const { ref, challenge } = proven.value;
  if (isContinuationOf(request.continuation, ref, challenge)) return finish(dependencies, proven.value, 'link', true);

  const { password } = request;
  // A link alone only proves access to the mailbox, not who chose the password, so it does not create an account.
  if (password === undefined) return refuse('password_required');
  const { passwordHash } = signUpData(challenge);
  const isRight = () => passwords.verify(normalisePassword(password), passwordHash);
  const counted = await runAttempt(dependencies, { ref, challenge, caller, now, kind: 'password', isRight });
  if (!counted.ok) return counted;
  return finish(dependencies, { ref, challenge: counted.value, wasCounted: true }, 'password', false);
};

export const verifyByCode = async (
  dependencies: Dependencies,
  request: CodeAttempt,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const proven = await proveByCode(dependencies, 'signup', request, caller);
  return proven.ok ? finish(dependencies, proven.value, 'code', true) : proven;
};

const finish = async (
  dependencies: Dependencies,
  proof: Proof,
  by: 'link' | 'password' | 'code',
  byContinuation: boolean,
): Promise<Outcome<Tokens>> => {
  const completed = await finishProof(dependencies, proof, () => completeSignUp(dependencies, proof, byContinuation));
  if (completed.ok) dependencies.log.write('verify_completed', { challenge: proof.challenge.id, by });
  return completed;
};
