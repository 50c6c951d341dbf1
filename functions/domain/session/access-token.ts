// The tokens that Latchkey signs: access tokens (RFC 9068) and proofs. JWTs with RS256, which API Gateway's JWT authorizer accepts.
import type { Lifetimes } from '../defaults.ts';
import { ACCOUNT_SCOPE, OWN_CLIENT_ID } from '../oauth/client.ts';
import type { TokenSigner } from '../ports/tokens.ts';
import type { ChallengeRef } from '../purpose.ts';
import type { OwnClaims } from './own-claims.ts';
import type { AuthenticationMethod } from './session.ts';

export interface AccessTokenClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly userId: string;
  readonly sessionId: string;
  /** The client that the session was opened for. Absent: none. */
  readonly clientId?: string | undefined;
  /** What the client was granted. Absent: the account, for sessions of no client. */
  readonly scope?: string | undefined;
  readonly epoch: string;
  /** When the owner was authenticated. Epoch milliseconds. */
  readonly authenticatedAt: number;
  /** How. Left out for a session of an older release, which does not tell. */
  readonly amr?: readonly AuthenticationMethod[] | undefined;
  /** How sure that is. Left out where everybody has one factor. */
  readonly acr?: string | undefined;
  readonly tokenId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly lifetimeSeconds: number;
  /** None has a name that is in the token already. */
  readonly ownClaims?: OwnClaims;
}

/** The `typ` that distinguishes it from every other JWT of the deployment (RFC 9068). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';
const PROOF_TYPE = 'latchkey-proof+jwt';

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The part of a token that is signed: header and claims. */
export const tokenInput = (kid: string, type: string, claims: object): string =>
  `${encode({ alg: 'RS256', kid, typ: type })}.${encode(claims)}`;

/** JWTs use whole seconds (RFC 7519). */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** `now` is in epoch milliseconds. */
const times = (now: number, lifetimeSeconds: number) => {
  const issuedAt = toSeconds(now);
  return { iat: issuedAt, exp: issuedAt + lifetimeSeconds };
};

/**
 * Up to 5 % less than the setting, by a random number of two bytes: clients that were served at the same moment do not
 * refresh at the same moment.
 */
export const accessTokenLife = (
  { accessTokenSeconds }: Pick<Lifetimes, 'accessTokenSeconds'>,
  random: number,
): number => accessTokenSeconds - Math.floor((random / 2 ** 16) * (Math.floor(accessTokenSeconds * 0.05) + 1));

/** An access token without its signature. It contains no address. `auth_time` and `amr` are those of RFC 9068, section 2.2.1. */
export const accessTokenInput = (kid: string, claims: AccessTokenClaims): string =>
  tokenInput(kid, ACCESS_TOKEN_TYPE, {
    ...claims.ownClaims,
    iss: claims.issuer,
    aud: claims.audience,
    sub: claims.userId,
    sid: claims.sessionId,
    epoch: claims.epoch,
    client_id: claims.clientId ?? OWN_CLIENT_ID,
    scope: claims.scope ?? ACCOUNT_SCOPE,
    auth_time: toSeconds(claims.authenticatedAt),
    amr: claims.amr,
    acr: claims.acr,
    ...times(claims.now, claims.lifetimeSeconds),
    jti: claims.tokenId,
  });

export interface ProofClaims extends ChallengeRef {
  readonly issuer: string;
  readonly audience: string;
  readonly tokenId: string;
  /** What the code was for, as its caller named it. */
  readonly context?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly lifetimeSeconds: number;
}

/** The proof of a one-time code without its signature, for the caller's own backend. No account, no scope, a separate audience. */
export const proofInput = (kid: string, claims: ProofClaims): string =>
  tokenInput(kid, PROOF_TYPE, {
    iss: claims.issuer,
    aud: `${claims.audience}/proof`,
    purpose: claims.purpose,
    channel: claims.channel,
    address: claims.address,
    context: claims.context,
    ...times(claims.now, claims.lifetimeSeconds),
    jti: claims.tokenId,
  });

/** The whole token: the signing input and its signature. */
export const signToken = async (signer: Pick<TokenSigner, 'sign'>, input: string): Promise<string> =>
  `${input}.${(await signer.sign(input)).toString('base64url')}`;
