// Keys, and the tokens that are signed with them.
import type { Metadata } from '../account/metadata.ts';
import type { DerivedKeys } from '../derived-keys.ts';

/** The master secrets, one per accepted generation, as keys derived from them. */
export interface KeyRing {
  /** `undefined` for a generation that the configuration does not accept. */
  generation(label: number): Promise<DerivedKeys | undefined>;
}

/** A public RSA key as published in JWKS (RFC 7517). */
export interface PublicKey {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
}

/** Signs with RSASSA-PKCS1-v1_5 and SHA-256. `kid` is the RFC 7638 thumbprint of the current key. */
export interface TokenSigner {
  keyId(): Promise<string>;
  sign(input: string): Promise<Buffer>;
  publicKeys(): Promise<readonly PublicKey[]>;
}

/** The claims of a valid access token. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: string;
  readonly clientId: string;
  readonly scope: string;
  readonly tokenId: string;
  /** Seconds since the epoch, as in the token. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Checks signature, type, issuer, audience and expiry of an access token. Does not check whether its session still exists. */
export interface AccessTokenReader {
  /** `undefined` if the token is not valid. */
  read(token: string): Promise<AccessToken | undefined>;
}

/** The claims of an ID token of ours. */
export interface IdToken {
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** Checks signature, type and issuer of an ID token that a client sends back. It may have expired. */
export interface IdTokenReader {
  read(token: string): Promise<IdToken | undefined>;
}

/** What the team's own function gets to know of a token that is about to be signed. */
export interface ClaimsRequest {
  /** `log-in`: for a new session. `refresh`: for one that is there. */
  readonly trigger: 'log-in' | 'refresh';
  readonly userId: string;
  readonly email: string;
  /** Absent: for a session of no client. */
  readonly clientId?: string;
  readonly scopes: readonly string[];
  /** All of it. Absent: the account has none. */
  readonly metadata?: Metadata;
}

/** The team's own function, which adds claims to tokens. */
export interface ClaimsFunction {
  /** Its answer in JSON: nobody has checked it. Throws if there is none. */
  ask(request: ClaimsRequest): Promise<unknown>;
}
