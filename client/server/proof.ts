// Proofs of one-time codes: that somebody holds an address or number, for one act.
import type { JWTPayload } from 'jose';
import { TokenError } from './token-error.ts';
import { issuerOf, verify } from './verify.ts';

export interface ProofRules {
  readonly issuer: string;
  /** The `audience` that is configured. Default: the issuer, as in the configuration. */
  readonly audience?: string;
  /** The address or number that was to be proven, in its normal form. */
  readonly address: string;
  /** The act, as `POST /otp` named it. Without it, only a proof without one is good. */
  readonly context?: string;
  /** Stores `jti` until `exp` (seconds) and resolves to `false` if it was there: a proof is good once. */
  readonly useOnce: (jti: string, exp: number) => Promise<boolean> | boolean;
}

export interface ProofClaims extends JWTPayload {
  readonly channel: 'email' | 'sms';
  readonly address: string;
  readonly context?: string;
  readonly jti: string;
  readonly exp: number;
}

/** Throws `TokenError`. */
export const verifyProof = async (token: string, rules: ProofRules): Promise<ProofClaims> => {
  const issuer = issuerOf(rules);
  const { audience = issuer, address, context, useOnce } = rules;
  const found = await verify(token, {
    issuer,
    audience: `${audience}/proof`,
    typ: 'latchkey-proof+jwt',
    keysPath: '/.well-known/proof-jwks.json',
    requiredClaims: ['channel', 'address', 'iat', 'exp', 'jti'],
  });
  const proof = found as ProofClaims;
  if (proof.address !== address) throw new TokenError('invalid_token', 'the proof is of another address');
  if (proof.context !== context) throw new TokenError('invalid_token', 'the proof is for another act');
  if (!(await useOnce(proof.jti, proof.exp))) throw new TokenError('invalid_token', 'the proof was used before');
  return proof;
};
