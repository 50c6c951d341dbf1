// What this service can do, for the software of clients and verifiers: OpenID Connect Discovery 1.0 and RFC 8414.
import { LOCALES } from '#domain/locale.ts';

const TOKEN_CLAIMS = [
  'iss',
  'aud',
  'sub',
  'sid',
  'epoch',
  'client_id',
  'scope',
  'auth_time',
  'amr',
  'iat',
  'exp',
  'jti',
];
const PERSON_CLAIMS = ['email', 'email_verified', 'phone_number', 'phone_number_verified', 'locale', 'name'];
const SECRETS = ['client_secret_basic', 'client_secret_post'];

/** `levels`: the values of `acr`. Without clients only what verifiers of tokens need: there is no authorization endpoint and no ID token. */
export const discoveryOf = (issuer: string, hasClients: boolean, levels: readonly string[] = []) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  ...(hasClients && endpointsOf(issuer)),
  response_types_supported: hasClients ? ['code'] : [],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: hasClients ? ['openid', 'email', 'phone', 'profile', 'offline_access', 'account'] : ['account'],
  ...(levels.length > 0 && { acr_values_supported: levels }),
  claims_supported: [
    ...TOKEN_CLAIMS,
    ...(levels.length > 0 ? ['acr'] : []),
    ...(hasClients ? ['nonce', 'at_hash', ...PERSON_CLAIMS] : []),
  ],
});

const endpointsOf = (issuer: string) => ({
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  end_session_endpoint: `${issuer}/logout`,
  revocation_endpoint: `${issuer}/revoke`,
  introspection_endpoint: `${issuer}/introspect`,
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_methods_supported: ['none', ...SECRETS],
  revocation_endpoint_auth_methods_supported: ['none', ...SECRETS],
  introspection_endpoint_auth_methods_supported: SECRETS,
  code_challenge_methods_supported: ['S256'],
  prompt_values_supported: ['none', 'login', 'create', 'consent', 'select_account'],
  ui_locales_supported: [...LOCALES],
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  authorization_response_iss_parameter_supported: true,
});
