// What all tokens have in common: RS256 alone, the right kind, issuer, audience and end, by keys that are kept.
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { TokenError } from './token-error.ts';

export interface Expected {
  readonly issuer: string;
  readonly keysPath: '/.well-known/jwks.json' | '/.well-known/proof-jwks.json';
  readonly typ: string;
  readonly audience: string;
  readonly requiredClaims: string[];
}

/** One for each set of keys in a process. `jose` reads a set again for an unknown key, at most twice a minute. */
const keySets = new Map<string, JWTVerifyGetKey>();

const keysAt = (url: string): JWTVerifyGetKey => {
  const keys = keySets.get(url) ?? createRemoteJWKSet(new URL(url));
  keySets.set(url, keys);
  return keys;
};

/** Clocks of servers differ by a little. */
const TOLERANCE_SECONDS = 5;

/** What `jose` says about a token, not about the way to the keys. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';

/** A slash at its end is no part of an issuer. */
export const issuerOf = ({ issuer }: { readonly issuer: string }): string => issuer.replace(/\/$/, '');

export const verify = async (token: string, expected: Expected): Promise<JWTPayload> => {
  const { issuer, keysPath, typ, audience, requiredClaims } = expected;
  const rules = { issuer, audience, typ, requiredClaims, algorithms: ['RS256'], clockTolerance: TOLERANCE_SECONDS };
  try {
    return (await jwtVerify(token, keysAt(`${issuer}${keysPath}`), rules)).payload;
  } catch (error) {
    if (isAboutToken(error)) throw new TokenError('invalid_token', 'the token is not valid', error);
    throw new TokenError('keys_unavailable', 'the keys of the issuer could not be read', error);
  }
};
