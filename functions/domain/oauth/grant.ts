// A grant: the row behind an authorization code. It names the client, the redirect, the PKCE challenge and the session that the
// code is bound to. The key is the hash of the code, so a copy of the table holds no code.
import { createHash } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { Draft } from '../row.ts';
import type { AuthenticationMethod } from '../session/session.ts';
import { DAY_MILLISECONDS } from '../window.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { type OAuthOutcome, oauthRefusal } from './oauth-error.ts';

/** All times are epoch milliseconds. */
export interface Grant {
  readonly version: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** SHA-256 of the verifier, base64url. */
  readonly codeChallenge: string;
  readonly scope: string;
  readonly nonce?: string;
  readonly userId: string;
  /** The session of the hosted pages that the person was logged in with. */
  readonly sessionId: string;
  readonly authenticatedAt: number;
  readonly amr?: readonly AuthenticationMethod[];
  readonly expiresAt: number;
  /** The session that the code opened. With it the code is used up. */
  readonly openedSessionId?: string;
}

const CODE_BYTES = 32;
const LIFETIME_MILLISECONDS = 60_000;

export const newCode = (random: { bytes(count: number): Buffer }): string =>
  random.bytes(CODE_BYTES).toString('base64url');

/** Any other text is no code of ours. */
export const isCode = (text: string): boolean => /^[\w-]{43}$/.test(text);

export const hashCode = (code: string): string => createHash('sha256').update(code).digest('base64url');

export interface Grantor {
  readonly userId: string;
  readonly sessionId: string;
  readonly authenticatedAt: number;
  readonly amr?: readonly AuthenticationMethod[] | undefined;
}

export const beginGrant = (request: AuthorizationRequest, grantor: Grantor, now: number): Draft<Grant> => ({
  clientId: request.client.id,
  redirectUri: request.redirectUri,
  codeChallenge: request.codeChallenge,
  scope: request.scope,
  ...(request.nonce !== undefined && { nonce: request.nonce }),
  userId: grantor.userId,
  sessionId: grantor.sessionId,
  authenticatedAt: grantor.authenticatedAt,
  ...(grantor.amr && { amr: grantor.amr }),
  expiresAt: now + LIFETIME_MILLISECONDS,
});

const CODE_VERIFIER = /^[\w\-.~]{43,128}$/;

/** What comes with a code to the token endpoint. */
export interface CodeProof {
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
}

/** One answer for each fault, so that it tells nobody how near a guess was. */
export const invalidGrant = oauthRefusal('invalid_grant', 'The code or token is not valid, was used or has expired.');

/** Whether this client may swap the code for tokens now. Whether it was used is decided before. */
export const decideGrant = (grant: Grant, proof: CodeProof, now: number): OAuthOutcome<Grant> => {
  const { redirectUri, codeVerifier = '' } = proof;
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const isProven = CODE_VERIFIER.test(codeVerifier) && isSameText(challenge, grant.codeChallenge);
  const isRight = isProven && redirectUri === grant.redirectUri && now < grant.expiresAt;
  return isRight ? { ok: true, value: grant } : invalidGrant;
};

/** A day longer than the code works, so that a second use of it is seen as one. */
export const grantEndsAt = ({ expiresAt }: Draft<Grant>): number => expiresAt + DAY_MILLISECONDS;
