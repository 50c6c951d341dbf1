// The answers of the API, for OpenAPI and for the tests that compare real answers with them.
import * as z from 'zod/mini';
import { CONSENT_KINDS } from '#domain/account/consents.ts';
import { ERRORS, type ErrorCode, LIMIT_REASONS, PASSWORD_REASONS } from '#domain/errors.ts';
import { INPUT_REASONS } from '#domain/input/typed-text.ts';
import { LOCALES } from '#domain/locale.ts';
import { OAUTH_ERRORS } from '#domain/oauth/oauth-error.ts';
import { LINK_PURPOSES } from '#domain/purpose.ts';
import { ProfileFields } from './profile-fields.ts';

const seconds = z.int().check(z.gte(1));

export const SentResponse = z.strictObject({
  status: z.literal('sent'),
  address: z.string(),
  expiresInSeconds: seconds,
  resendInSeconds: seconds,
  continuation: z.optional(z.string()),
});

export const UserResponse = z.strictObject({
  id: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  phone: z.optional(z.string()),
  phoneVerified: z.boolean(),
  locale: z.enum(LOCALES),
  profile: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  consentsDue: z.exactOptional(z.array(z.string())),
  mailSuppressed: z.exactOptional(z.literal(true)),
  mailResumed: z.exactOptional(z.literal(true)),
});

export const TokenResponse = z.strictObject({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresInSeconds: seconds,
  refreshToken: z.optional(z.string()),
  user: UserResponse,
});

export const VerifyStatusResponse = z.union([z.strictObject({ status: z.literal('pending') }), TokenResponse]);

export const LinkInspectResponse = z.strictObject({
  purpose: z.enum(LINK_PURPOSES),
  address: z.string(),
  expiresInSeconds: seconds,
});

export const LoggedOutResponse = z.strictObject({ status: z.literal('logged_out') });

const time = z.iso.datetime();

export const SessionsResponse = z.strictObject({
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      createdAt: time,
      lastUsedAt: time,
      expiresAt: time,
      isCurrent: z.boolean(),
      device: z.exactOptional(z.string()),
      ip: z.exactOptional(z.string()),
    }),
  ),
  next: z.exactOptional(z.string()),
});

const WordsResponse = z.strictObject({ ko: z.string(), en: z.string() });

export const AskedConsentsResponse = z.strictObject({
  consents: z.array(
    z.strictObject({
      key: z.string(),
      kind: z.enum(CONSENT_KINDS),
      version: z.string(),
      required: z.boolean(),
      url: z.exactOptional(z.string()),
      title: WordsResponse,
    }),
  ),
});

const ConsentResponse = z.strictObject({
  key: z.string(),
  version: z.string(),
  granted: z.boolean(),
  at: time,
  locale: z.enum(LOCALES),
  network: z.string(),
});

export const ConsentsResponse = z.strictObject({
  consents: z.array(ConsentResponse),
  history: z.array(ConsentResponse),
  consentsDue: z.exactOptional(z.array(z.string())),
});

export const SessionEndedResponse = z.strictObject({ status: z.literal('ended') });

export const AccountDeletedResponse = z.strictObject({ status: z.literal('deleted') });

export const OtpCheckResponse = z.strictObject({
  verified: z.literal(true),
  proof: z.string(),
  expiresInSeconds: seconds,
});

export const HealthResponse = z.strictObject({ status: z.literal('ok') });

export const JwksResponse = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('RSA'),
      kid: z.string(),
      alg: z.literal('RS256'),
      use: z.literal('sig'),
      n: z.string(),
      e: z.string(),
    }),
  ),
});

/** The part of OpenID Connect Discovery 1.0 that a verifier of access tokens needs. */
const texts = z.exactOptional(z.array(z.string()));
const address = z.exactOptional(z.string());

/** Where there are no clients, only what verifiers of tokens need. */
export const DiscoveryResponse = z.strictObject({
  issuer: z.string(),
  jwks_uri: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  userinfo_endpoint: address,
  end_session_endpoint: address,
  revocation_endpoint: address,
  introspection_endpoint: address,
  response_modes_supported: texts,
  grant_types_supported: texts,
  token_endpoint_auth_methods_supported: texts,
  revocation_endpoint_auth_methods_supported: texts,
  introspection_endpoint_auth_methods_supported: texts,
  code_challenge_methods_supported: texts,
  prompt_values_supported: texts,
  ui_locales_supported: texts,
  claims_parameter_supported: z.exactOptional(z.boolean()),
  request_parameter_supported: z.exactOptional(z.boolean()),
  request_uri_parameter_supported: z.exactOptional(z.boolean()),
  authorization_response_iss_parameter_supported: z.exactOptional(z.boolean()),
  response_types_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
  scopes_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
});

export const ProfileFieldsResponse = z.strictObject({ profileFields: ProfileFields });

export const ClientTokensResponse = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: seconds,
  scope: z.string(),
  refresh_token: z.exactOptional(z.string()),
  id_token: z.exactOptional(z.string()),
});

export const UserInfoResponse = z.strictObject({
  sub: z.string(),
  email: z.exactOptional(z.string()),
  email_verified: z.exactOptional(z.boolean()),
  phone_number: z.exactOptional(z.string()),
  phone_number_verified: z.exactOptional(z.boolean()),
  locale: z.exactOptional(z.enum(LOCALES)),
  name: z.exactOptional(z.string()),
});

export const RevokedResponse = z.strictObject({});

export const IntrospectionResponse = z.union([
  z.strictObject({ active: z.literal(false) }),
  z.strictObject({
    active: z.literal(true),
    scope: z.string(),
    client_id: z.string(),
    token_type: z.exactOptional(z.literal('Bearer')),
    sub: z.string(),
    sid: z.exactOptional(z.string()),
    aud: z.exactOptional(z.string()),
    iss: z.string(),
    iat: z.exactOptional(seconds),
    exp: seconds,
    jti: z.exactOptional(z.string()),
  }),
]);

/** RFC 6749, section 5.2. */
export const OAuthErrorResponse = z.strictObject({ error: z.enum(OAUTH_ERRORS), error_description: z.string() });

const FieldErrorResponse = z.strictObject({
  path: z.string(),
  message: z.string(),
  reason: z.exactOptional(z.enum(INPUT_REASONS)),
  character: z.exactOptional(z.string()),
});

/** RFC 9457. */
export const ProblemResponse = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  reason: z.optional(z.enum([...LIMIT_REASONS, ...PASSWORD_REASONS])),
  errors: z.optional(z.array(FieldErrorResponse)),
  missing: z.optional(z.array(z.string())),
  attemptsLeft: z.optional(z.int()),
  retryAfterSeconds: z.optional(seconds),
});
