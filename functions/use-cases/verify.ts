// Verifies a sign-up by its link (with the continuation, or the password on another device) or by its code (with the continuation).
import { type Challenge, continuationMatches, liveChallenge, signUpData } from '../domain/challenge.ts';
import { codeMatches, deriveCode } from '../domain/code.ts';
import { type Continuation, readContinuation } from '../domain/continuation.ts';
import { type Outcome, refuse } from '../domain/errors.ts';
import { type LinkClaims, linkTokenGeneration, openLinkToken } from '../domain/link-token.ts';
import type { Caller } from '../domain/network.ts';
import { normalisePassword } from '../domain/password-policy.ts';
import type { KeyRing, PasswordHasher } from '../domain/ports.ts';
import { challengeKey } from '../domain/store-keys.ts';
import { type CompleteSignUpDependencies, completeSignUp, type ProvenSignUp } from './complete-sign-up.ts';
import { type GuessDependencies, takeBackGuess, tryGuess } from './guess.ts';
import type { Tokens } from './open-session.ts';

export interface VerifyDependencies extends CompleteSignUpDependencies, GuessDependencies {
  readonly passwords: PasswordHasher;
}

export interface VerifyByLink {
  readonly token: string;
  readonly continuation?: string;
  readonly password?: string;
}

export interface VerifyByCode {
  readonly code: string;
  readonly continuation?: string;
}

export const createVerifyByLink =
  (dependencies: VerifyDependencies) =>
  async (request: VerifyByLink, caller: Caller): Promise<Outcome<Tokens>> => {
    const { store, clock, passwords } = dependencies;
    const now = clock.now();
    const claims = await openSignUpLink(dependencies.keyRing, request.token);
    if (!claims) return refuse('invalid_token');
    if (now >= claims.notAfter) return refuse('expired');
    const key = challengeKey(claims);
    const [current] = await store.load([key]);
    const live = liveChallenge(current, claims.id, now);
    if (!live.ok) return live;
    const challenge = live.value;

    const continuation = readContinuation(request.continuation, 'signup');
    if (continuation && isOwn(challenge, claims, continuation)) {
      return finish(
        dependencies,
        { address: claims.address, challenge, byContinuation: true, wasGuess: false },
        'link',
      );
    }
    const { password } = request;
    // A link alone proves the mailbox, not who chose the password: without either proof nobody gets an account.
    if (password === undefined) return refuse('password_required');
    const { passwordHash } = signUpData(challenge);
    const isRight = () => passwords.verify(normalisePassword(password), passwordHash);
    const guessed = await tryGuess(dependencies, { key, challenge, caller, now, kind: 'password', isRight });
    if (!guessed.ok) return guessed;
    return finish(
      dependencies,
      { address: claims.address, challenge: guessed.value, byContinuation: false, wasGuess: true },
      'password',
    );
  };

export const createVerifyByCode =
  (dependencies: VerifyDependencies) =>
  async (request: VerifyByCode, caller: Caller): Promise<Outcome<Tokens>> => {
    const { store, clock, keyRing } = dependencies;
    const now = clock.now();
    const continuation = readContinuation(request.continuation, 'signup');
    if (!continuation) return refuse('continuation_required');
    const key = challengeKey(continuation);
    const [current] = await store.load([key]);
    if (current?.id === continuation.id && !continuationMatches(current, continuation.hash)) {
      return refuse('continuation_required');
    }
    const live = liveChallenge(current, continuation.id, now);
    if (!live.ok) return live;

    // Asked for before the guess is counted: a key service that is down must not use it up.
    const keys = await keyRing.generation(live.value.keyGeneration);
    if (!keys) return refuse('superseded');
    const isRight = () => codeMatches(deriveCode(keys, continuation, continuation.id), request.code);
    const guessed = await tryGuess(dependencies, { key, challenge: live.value, caller, now, kind: 'code', isRight });
    if (!guessed.ok) return guessed;
    return finish(
      dependencies,
      { address: continuation.address, challenge: guessed.value, byContinuation: true, wasGuess: true },
      'code',
    );
  };

const openSignUpLink = async (keyRing: KeyRing, token: string): Promise<LinkClaims | undefined> => {
  const generation = linkTokenGeneration(token);
  const keys = generation === undefined ? undefined : await keyRing.generation(generation);
  const claims = keys && openLinkToken(keys, token);
  return claims?.purpose === 'signup' && claims.channel === 'email' ? claims : undefined;
};

const isOwn = (challenge: Challenge, claims: LinkClaims, continuation: Continuation): boolean =>
  continuation.address === claims.address &&
  continuation.id === claims.id &&
  continuationMatches(challenge, continuation.hash);

const finish = async (
  dependencies: VerifyDependencies,
  proven: ProvenSignUp,
  by: 'link' | 'password' | 'code',
): Promise<Outcome<Tokens>> => {
  const { address, challenge, wasGuess } = proven;
  const key = challengeKey({ purpose: 'signup', channel: 'email', address });
  const takeBack = async () => (wasGuess ? takeBackGuess(dependencies, { key, challenge }) : undefined);
  const completed = await completeSignUp(dependencies, proven).catch(async (error) => {
    await takeBack();
    throw error;
  });
  if (completed.ok) dependencies.log.write('verify_completed', { challenge: challenge.id, by });
  if (!completed.ok && completed.refusal.code === 'try_again') await takeBack();
  return completed;
};
