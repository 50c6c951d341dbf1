// Finds the challenge that a link or a code opens. For a code the attempt is counted first, and compared only then.
import { type Challenge, continuationMatches, liveChallenge } from '#domain/challenge/challenge.ts';
import { codeMatches, deriveCode } from '#domain/challenge/code.ts';
import { readContinuation } from '#domain/challenge/continuation.ts';
import { type LinkClaims, linkTokenGeneration, openLinkToken } from '#domain/challenge/link-token.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef, Purpose } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { runAttempt } from './attempt.ts';

/** A live challenge, and how it was opened. */
export interface Proof {
  readonly ref: ChallengeRef;
  readonly challenge: Challenge;
  /** Whether an attempt was counted for it, which a success takes back. */
  readonly wasCounted: boolean;
}

export interface CodeAttempt {
  readonly code: string;
  readonly continuation?: string | undefined;
}

/** What a genuine link of that purpose says, while its own time runs. Reads no row. */
export const openLink = async (
  { keyRing, clock }: Pick<Ports, 'keyRing' | 'clock'>,
  purpose: Purpose,
  token: string,
): Promise<Outcome<LinkClaims>> => {
  const generation = linkTokenGeneration(token);
  const keys = generation === undefined ? undefined : await keyRing.generation(generation);
  const claims = keys && openLinkToken(keys, token);
  if (claims?.purpose !== purpose || claims.channel !== 'email') return refuse('invalid_token');
  return clock.now() >= claims.notAfter ? refuse('expired') : accept(claims);
};

/** The live challenge behind an opened link. */
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
  /** Asked before anything is counted; else the continuation is as good as none. */
  readonly mayTry?: (challenge: Challenge) => boolean;
  /** Whether a right code leads anywhere; if not, it was wrong. */
  readonly opens?: (address: string) => Promise<boolean>;
}

/** A code works for the client that began alone. */
export const proveByCode = async (
  { store, clock, keyRing, settings, log }: Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'keyRing'>,
  purpose: Purpose,
  { code, continuation: text }: CodeAttempt,
  caller: Caller,
  { mayTry = () => true, opens = async () => true }: CodeConditions = {},
): Promise<Outcome<Proof>> => {
  const now = clock.now();
  const continuation = readContinuation(text, purpose);
  if (!continuation) return refuse('continuation_required');
  const ref = { purpose, channel: continuation.channel, address: continuation.address };
  const [current] = await store.load([challengeKey(ref)]);
  if (current?.id === continuation.id && !continuationMatches(current, continuation.hash)) {
    return refuse('continuation_required');
  }
  const live = liveChallenge(current, continuation.id, now);
  if (!live.ok) return live;
  if (!mayTry(live.value)) return refuse('continuation_required');

  // Asked for before the attempt is counted: a key service that is down must not use it up.
  const keys = await keyRing.generation(live.value.keyGeneration);
  if (!keys) return refuse('superseded');
  const isRight = async () => codeMatches(deriveCode(keys, ref, live.value.id), code) && (await opens(ref.address));
  const attempt = { ref, challenge: live.value, caller, now, kind: 'code' as const, isRight };
  const counted = await runAttempt({ store, settings, log }, attempt);
  return counted.ok ? accept({ ref, challenge: counted.value, wasCounted: true }) : counted;
};
