// `latchkey/server`: checks the tokens of the service in a back end. Its only dependency is `jose`.

export { type AccessTokenClaims, type AccessTokenRules, verifyAccessToken } from './access-token.ts';
export { forExpress, forFastify, forHono, type MiddlewareRules } from './middleware.ts';
export { type ProofClaims, type ProofRules, verifyProof } from './proof.ts';
export { TokenError } from './token-error.ts';
