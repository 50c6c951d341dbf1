// Finds the challenge of a link or a code. For a code the attempt is counted before it is compared.
import { type Challenge, continuationMatches, isTakenOver, liveChallenge } from '#domain/challenge/challenge.ts';
import { isBoundChange } from '#domain/challenge/change-mac.ts';
import { codeMatches, deriveCode, readCode } from '#domain/challenge/code.ts';
import { readContinuation } from '#domain/challenge/continuation.ts';
import { type LinkClaims, linkTokenGeneration, openLinkToken } from '#domain/challenge/link-token.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { type ChallengeRef, isChange, type Purpose } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { runAttempt } from './attempt.ts';
import { refuseDeadCode } from './refuse-dead-code.ts';

/** A live challenge whose link or code was right. */
export interface Proof {
  readonly ref: ChallengeRef;
  readonly challenge: Challenge;
  /** Whether an attempt was counted, which a success takes back. */
  readonly wasCounted: boolean;
}

export interface CodeAttempt {
  /** As the person typed or pasted it. */
  readonly code: string;
  readonly continuation?: string | undefined;
}

/** The claims of a genuine link that has not run out: for that purpose, or for any. Reads no row. */
export const openLink = async (
  { keyRing, clock }: Pick<Ports, 'keyRing' | 'clock'>,
  purpose: Purpose | 'any',
  token: string,
): Promise<Outcome<LinkClaims>> => {
  const generation = linkTokenGeneration(token);
  const keys = generation === undefined ? undefined : await keyRing.generation(generation);
  const claims = keys && openLinkToken(keys, token);
  if (claims?.channel !== 'email' || (purpose !== 'any' && claims.purpose !== purpose)) return refuse('invalid_token');
  return clock.now() >= claims.notAfter ? refuse('expired') : accept(claims);
};

/** The live challenge of a link. */
export const proveByLink = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  claims: LinkClaims,
): Promise<Outcome<Proof>> => {
  const { purpose, channel, address, id } = claims;
  const ref = { purpose, channel, address };
  const [current] = await store.load([challengeKey(ref)]);
  const live = liveChallenge(current, id, clock.now());
  return live.ok ? accept({ ref, challenge: live.value, wasCounted: false }) : live;
};

export interface CodeConditions {
  /** Checked before anything is counted. If false, the answer is the same as without a continuation. */
  readonly mayTry?: (challenge: Challenge) => boolean;
  /** Whether a right code gives access to something. If not, it counts as wrong. */
  readonly opens?: (address: string) => Promise<boolean>;
}

/** A code only works for the client that began. */
export const proveByCode = async (
  { store, clock, keyRing, settings, log }: Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'keyRing'>,
  purpose: Purpose,
  { code: typed, continuation: text }: CodeAttempt,
  caller: Caller,
  { mayTry = () => true, opens = async () => true }: CodeConditions = {},
): Promise<Outcome<Proof>> => {
  const now = clock.now();
  const read = readCode(typed, purpose);
  if (!read.ok) return read;
  const code = read.value;
  const continuation = readContinuation(text, purpose);
  if (!continuation) return refuse('continuation_required');
  const ref = { purpose, channel: continuation.channel, address: continuation.address };
  const [current] = await store.load([challengeKey(ref)]);
  if (current?.id === continuation.id && !continuationMatches(current, continuation.hash)) {
    return refuse('continuation_required');
  }
  const live = liveChallenge(current, continuation.id, now);
  if (!live.ok && (purpose === 'reset' || purpose === 'login')) {
    const dead = { ref: { ...ref, purpose }, continuation, current, code, caller, now, refusal: live };
    return refuseDeadCode({ store, keyRing, settings, log }, dead);
  }
  if (!live.ok) return live;
  if (isTakenOver(live.value)) return refuse('already_used');
  if (!mayTry(live.value)) return refuse('continuation_required');

  // Fetched before the attempt is counted: if the key service is down, no attempt must be lost.
  const keys = await keyRing.generation(live.value.keyGeneration);
  if (!keys) return refuse('superseded');
  if (isChange(purpose) && !isBoundChange(keys, ref, live.value)) return refuse('superseded');
  const isRight = async () => codeMatches(deriveCode(keys, ref, live.value.id), code) && (await opens(ref.address));
  const attempt = { ref, challenge: live.value, caller, now, kind: 'code' as const, isRight };
  const counted = await runAttempt({ store, settings, log }, attempt);
  return counted.ok ? accept({ ref, challenge: counted.value, wasCounted: true }) : counted;
};
