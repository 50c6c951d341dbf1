// What Redocly and Spectral find in docs/openapi.json and we keep, with the reason. An entry that nothing is found for fails.

import { ADMIN_ROUTES } from '../../functions/admin-routes.ts';

export interface Accepted {
  readonly rule: string;
  /** The only places it is accepted at, with all that is below them. Default: everywhere. */
  readonly only?: readonly string[];
  readonly reason: string;
}

const PAGES = [
  'GET /',
  'GET /account',
  'GET /account/security',
  'GET /email/confirm',
  'GET /email/undo',
  'GET /invitation',
  'GET /login',
  'GET /reset',
  'GET /signup',
  'GET /verify',
  'GET /assets/{file}',
];
const PUBLIC_DOCUMENTS = [
  'GET /.well-known/apple-app-site-association',
  'GET /.well-known/assetlinks.json',
  'GET /.well-known/jwks.json',
  'GET /.well-known/oauth-authorization-server',
  'GET /.well-known/openid-configuration',
  'GET /.well-known/proof-jwks.json',
  'GET /.well-known/webauthn',
  'GET /consents',
  'GET /health',
  'GET /openapi.json',
  'GET /profile-fields',
];
/** They take a link, a code, a password or a token in the body, or an address that gets a mail. */
const PROOF_IN_BODY = [
  'POST /email/undo',
  'POST /invitation/confirm',
  'POST /links/inspect',
  'POST /login',
  'POST /login/link',
  'POST /login/link/confirm',
  'POST /login/passkey',
  'POST /login/passkey/options',
  'POST /login/second-factor',
  'POST /logout',
  'POST /logout/all',
  'POST /otp/check',
  'POST /reset',
  'POST /reset/confirm',
  'POST /signup',
  'POST /signup/resend',
  'POST /token/refresh',
  'POST /verify',
  'POST /verify/status',
];
const REDIRECTS = ['GET /authorize', 'POST /authorize'];

export const REDOCLY: readonly Accepted[] = [
  {
    rule: 'operation-2xx-response',
    only: REDIRECTS,
    reason: 'Their success is a redirect of the browser (OAuth 2.0).',
  },
];

export const SPECTRAL: readonly Accepted[] = [
  {
    rule: 'owasp:api2:2023-read-restricted',
    only: [...PAGES, ...PUBLIC_DOCUMENTS, 'GET /authorize', 'GET /logout'],
    reason: 'Anyone may read pages, keys and documents. The two redirects read the cookies of the pages.',
  },
  {
    rule: 'owasp:api2:2023-write-restricted',
    only: PROOF_IN_BODY,
    reason: 'They are for people who have no access token yet, and whose proof is in the body.',
  },
  {
    rule: 'owasp:api2:2023-write-restricted',
    only: ['POST /authorize', 'POST /introspect', 'POST /logout/confirm', 'POST /revoke', 'POST /token'],
    reason:
      'OAuth authenticates a client by its form or by HTTP Basic, and a public client by PKCE alone; the log-in page has cookies.',
  },
  {
    rule: 'owasp:api8:2023-define-error-responses-401',
    only: [...PAGES, ...PUBLIC_DOCUMENTS, 'GET /authorize', 'GET /logout'],
    reason: 'They ask nobody who they are, so they never answer 401.',
  },
  {
    rule: 'owasp:api8:2023-define-error-responses-401',
    only: [
      'POST /email/undo',
      'POST /links/inspect',
      'POST /login/link',
      'POST /login/passkey/options',
      'POST /reset',
      'POST /signup',
    ],
    reason: 'A link that does not work is answered 400 or 410, and who asks for a mail proves nothing yet.',
  },
  {
    rule: 'owasp:api8:2023-define-error-responses-401',
    only: Object.keys(ADMIN_ROUTES),
    reason: 'API Gateway answers 403 to a request without a signature of IAM, and so does the function.',
  },
  {
    rule: 'owasp:api2:2023-no-credentials-in-url',
    only: ['GET /logout'],
    reason: 'OpenID Connect RP-Initiated Logout puts `id_token_hint` there. An ID token opens nothing.',
  },
  {
    rule: 'owasp:api4:2023-rate-limit',
    reason:
      'How much of a limit is left would tell a stranger about an account or an address. `Retry-After` comes with 429 and 503.',
  },
  {
    rule: 'owasp:api4:2023-string-limit',
    only: ['components parameters Language', 'components parameters ClientIp', 'components parameters CallerKey'],
    reason: 'What does not fit is ignored, not refused: a maximum would promise a refusal.',
  },
  {
    rule: 'owasp:api4:2023-string-limit',
    only: [
      ...['Signup', 'Login', 'Reset', 'EmailChange', 'PhoneChange'].map(
        (purpose) => `components parameters ContinuationCookie${purpose}`,
      ),
      'components parameters RefreshCookie',
    ],
    reason: 'Outside cookie mode a cookie is not read, whatever it holds: a maximum would promise a refusal.',
  },
  {
    rule: 'owasp:api4:2023-string-limit',
    only: ['GET /authorize parameters', 'GET /logout parameters'],
    reason:
      'These texts of a query have no limit of their own: the whole request line has that of API Gateway, or of Node on a laptop.',
  },
  {
    rule: 'owasp:api4:2023-string-restricted',
    reason:
      'Tokens are opaque, and people write names, passwords and addresses in any letters: maximum lengths bound them, and the service says what is wrong.',
  },
  {
    rule: 'owasp:api8:2023-define-cors-origin',
    reason:
      'API Gateway adds the header, for the origins that a stage lists. The document is the same for every stage.',
  },
  {
    rule: 'operation-description',
    reason: 'The summary says it. A description follows only where there is more to say.',
  },
];
