// The texts of the document about the whole API.
import type { FunctionName } from '#routes.ts';

export const DESCRIPTION = `Sign-up, verification, log-in, password reset and account service of one team, in its own AWS account.

**Requests** carry JSON of at most 16 KB as \`application/json\`. Unknown fields are refused with their path.

**Errors** are problem details (RFC 9457, \`application/problem+json\`) with a stable \`code\`. An answer of 429 or 503 says in \`retryAfterSeconds\` and \`Retry-After\` when to try again; 409 \`try_again\` may be repeated at once. A path that does not exist is answered 404 \`not_found\`, another method on one that does 405 \`method_not_allowed\` with \`Allow\`. Nothing may be cached unless its \`Cache-Control\` says so.

**What API Gateway answers itself** is \`application/json\` with a \`message\` and no \`code\`: 429 when a route or the account is throttled, 413 for bodies over 10 MB, 500 and 503 when a function could not be run. A service started on a laptop answers 413 so, and never the others.

**Trusted callers.** A backend or proxy of the team sends its key in \`x-api-key\` and the IP address of the person in \`x-client-ip\`; limits then count the person. A value that is no IP address is answered 400.

**Nobody learns who has an account.** Routes that send answer the same, at the same cost, for known and unknown addresses.

**Links and codes.** A code works only with the \`continuation\` of the request that began. A link opens a page; only a POST uses it.

**Tokens.** Access tokens are JWTs (RS256) for 15 minutes: verify them with the keys of \`/.well-known/jwks.json\`, \`iss\`, \`aud\` and \`typ\` \`at+jwt\`. Refresh tokens rotate: each works once, and for ten seconds more it answers the same again.

**Cookie mode.** With \`"credentials": "cookie"\` in the body, refresh token and continuation travel only in the cookies \`__Host-latchkey-refresh\` and \`__Host-latchkey-continuation-<purpose>\` (\`HttpOnly; Secure; SameSite=Lax\`; without prefix and \`Secure\` on plain-http localhost). Such a request needs an \`Origin\` that is the API’s own or an allowed one. A continuation has one cookie for each purpose (\`signup\`, \`login\`, \`reset\`, \`email_change\`, \`phone_change\`), so a reset in one tab does not end a sign-up in another.`;

export const TAGS: Readonly<Record<FunctionName, string>> = {
  signup: 'Begin a sign-up. There is no account until its address is proven.',
  verify: 'Prove the address of a sign-up, which makes the account and logs in.',
  session: 'Log in by password or by mail, refresh, log out.',
  reset: 'Set a new password by mail.',
  account: 'What the owner of an account does with it.',
  factors: 'Passkeys and the second factor. Where a stage has none, their routes are 404.',
  authorize:
    'Log-in for applications: OAuth 2.0 and OpenID Connect. Errors are those of OAuth, as `{error, error_description}`. Where no clients are configured, all of it is 404.',
  otp: 'One-time codes without an account.',
  admin: 'What the people who run the service do with accounts. IAM decides who may do what.',
  pages: 'The hosted pages, keys and documents: everything that is only read.',
};

export const COOKIE_NOTE =
  'With `"credentials": "cookie"` the refresh token and the continuation are read from and written to HttpOnly cookies, never the body; `Origin` must be allowed.';
export const API_KEY_NOTE =
  'Where the deployment is configured with `otp: "key"`, the `x-api-key` of a trusted caller is required; with `otp: "off"` the answer is 404.';
export const BEARER_NOTE =
  'With a link, an access token of the user who asked may stand in the place of the continuation; a code needs the continuation.';
