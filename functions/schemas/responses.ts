// The answers of the API, for OpenAPI and for the tests that compare real answers with them.
import * as z from 'zod/mini';
import { CONSENT_KINDS } from '#domain/account/consents.ts';
import { PROFILE_MAXIMUM_BYTES } from '#domain/account/profile.ts';
import { FIELD_TYPES } from '#domain/account/profile-fields.ts';
import { USER_ID_MAXIMUM_LENGTH } from '#domain/account/user-id.ts';
import { CONTINUATION_MAXIMUM_LENGTH } from '#domain/challenge/continuation.ts';
import { ERRORS, type ErrorCode, HUMAN_REASONS, LIMIT_REASONS, PASSWORD_REASONS } from '#domain/errors.ts';
import { SEALED_MAXIMUM_LENGTH } from '#domain/factors/sealed.ts';
import { INPUT_REASONS } from '#domain/input/typed-text.ts';
import { LOCALES } from '#domain/locale.ts';
import { OAUTH_ERRORS } from '#domain/oauth/oauth-error.ts';
import { LINK_PURPOSES } from '#domain/purpose.ts';
import { REFRESH_TOKEN_MAXIMUM_LENGTH } from '#domain/session/session.ts';
import {
  anyText,
  email,
  key,
  LONG_LIST_MAXIMUM,
  list,
  metadata,
  network,
  phone,
  profile,
  seconds,
  text,
  time,
} from './answer-fields.ts';

/** What API Gateway takes in all headers together: a longer token could not be sent. */
const TOKEN_MAXIMUM_LENGTH = 10_240;
const SESSIONS_A_PAGE = 50;
const HISTORY_MAXIMUM = 50;
const FIELD_ERRORS_MAXIMUM = 50;

/** A ULID. */
const id = text(26);
const userId = text(USER_ID_MAXIMUM_LENGTH);
const jwt = text(TOKEN_MAXIMUM_LENGTH);
const continuation = text(CONTINUATION_MAXIMUM_LENGTH);
const refreshToken = text(REFRESH_TOKEN_MAXIMUM_LENGTH);
const clientId = text(64);
/** Every scope there is, in one line. */
const scope = text(100);
const version = text(20);

export const SentResponse = z.strictObject({
  status: z.literal('sent'),
  address: email,
  expiresInSeconds: seconds,
  resendInSeconds: seconds,
  continuation: z.optional(continuation),
});

export const UserResponse = z.strictObject({
  id: userId,
  email,
  emailVerified: z.boolean(),
  phone: z.optional(phone),
  phoneVerified: z.boolean(),
  locale: z.enum(LOCALES),
  profile,
  metadata: z.exactOptional(metadata),
  consentsDue: z.exactOptional(list(key)),
  mailSuppressed: z.exactOptional(z.literal(true)),
  mailResumed: z.exactOptional(z.literal(true)),
});

export const TokenResponse = z.strictObject({
  accessToken: jwt,
  tokenType: z.literal('Bearer'),
  expiresInSeconds: seconds,
  refreshToken: z.optional(refreshToken),
  user: UserResponse,
});

export const VerifyStatusResponse = z.union([z.strictObject({ status: z.literal('pending') }), TokenResponse]);

export const LinkInspectResponse = z.strictObject({
  purpose: z.enum(LINK_PURPOSES),
  address: email,
  expiresInSeconds: seconds,
});

export const LoggedOutResponse = z.strictObject({ status: z.literal('logged_out') });

export const SessionsResponse = z.strictObject({
  sessions: list(
    z.strictObject({
      id,
      createdAt: time,
      lastUsedAt: time,
      expiresAt: time,
      isCurrent: z.boolean(),
      device: z.exactOptional(text(40)),
      ip: z.exactOptional(network),
    }),
    SESSIONS_A_PAGE,
  ),
  next: z.exactOptional(id),
});

const wordsOf = (maximumLength: number) => z.strictObject({ ko: text(maximumLength), en: text(maximumLength) });

export const AskedConsentsResponse = z.strictObject({
  consents: list(
    z.strictObject({
      key,
      kind: z.enum(CONSENT_KINDS),
      version,
      required: z.boolean(),
      url: z.exactOptional(anyText),
      title: wordsOf(200),
    }),
  ),
});

export const ConsentResponse = z.strictObject({
  key,
  version,
  granted: z.boolean(),
  at: time,
  locale: z.enum(LOCALES),
  network,
});

export const ConsentsResponse = z.strictObject({
  consents: list(ConsentResponse, LONG_LIST_MAXIMUM),
  history: list(ConsentResponse, HISTORY_MAXIMUM),
  consentsDue: z.exactOptional(list(key)),
});

export const SessionEndedResponse = z.strictObject({ status: z.literal('ended') });

export const AccountDeletedResponse = z.strictObject({
  status: z.literal('deleted'),
  deletesAt: z.exactOptional(time),
});

export const OtpCheckResponse = z.strictObject({
  verified: z.literal(true),
  proof: jwt,
  expiresInSeconds: seconds,
});

export const HealthResponse = z.strictObject({ status: z.literal('ok') });

export const JwksResponse = z.strictObject({
  keys: list(
    z.strictObject({
      kty: z.literal('RSA'),
      kid: text(64),
      alg: z.literal('RS256'),
      use: z.literal('sig'),
      n: text(1024),
      e: text(8),
    }),
  ),
});

/** The part of OpenID Connect Discovery 1.0 that a verifier of access tokens needs. */
const words = list(text(64));
const texts = z.exactOptional(words);
const address = z.exactOptional(anyText);

/** Where there are no clients, only what verifiers of tokens need. */
export const DiscoveryResponse = z.strictObject({
  issuer: anyText,
  jwks_uri: anyText,
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
  response_types_supported: words,
  subject_types_supported: words,
  id_token_signing_alg_values_supported: words,
  scopes_supported: words,
  claims_supported: list(text(64), LONG_LIST_MAXIMUM),
  acr_values_supported: z.exactOptional(words),
});

const label = wordsOf(80);

export const ProfileFieldsResponse = z.strictObject({
  profileFields: list(
    z.strictObject({
      key,
      type: z.enum(FIELD_TYPES),
      label,
      required: z.boolean(),
      atSignUp: z.boolean(),
      editable: z.boolean(),
      choices: z.exactOptional(list(z.strictObject({ value: text(64), label }), LONG_LIST_MAXIMUM)),
      maximumLength: z.exactOptional(z.int().check(z.gte(1), z.lte(600))),
    }),
    LONG_LIST_MAXIMUM,
  ),
});

const apps = list(anyText);

export const AppleAssociationResponse = z.strictObject({
  applinks: z.strictObject({
    details: list(z.strictObject({ appIDs: apps, components: list(z.strictObject({ '/': anyText, '?': anyText })) })),
  }),
  webcredentials: z.strictObject({ apps }),
});

export const AssetLinksResponse = list(
  z.strictObject({
    relation: words,
    target: z.strictObject({
      namespace: z.literal('android_app'),
      package_name: anyText,
      sha256_cert_fingerprints: list(text(95)),
    }),
  }),
);

export const RelatedOriginsResponse = z.strictObject({ origins: list(anyText) });

export const ClientTokensResponse = z.strictObject({
  access_token: jwt,
  token_type: z.literal('Bearer'),
  expires_in: seconds,
  scope,
  refresh_token: z.exactOptional(refreshToken),
  id_token: z.exactOptional(jwt),
});

export const UserInfoResponse = z.strictObject({
  sub: userId,
  email: z.exactOptional(email),
  email_verified: z.exactOptional(z.boolean()),
  phone_number: z.exactOptional(phone),
  phone_number_verified: z.exactOptional(z.boolean()),
  locale: z.exactOptional(z.enum(LOCALES)),
  name: z.exactOptional(text(PROFILE_MAXIMUM_BYTES)),
  metadata: z.exactOptional(metadata),
});

export const RevokedResponse = z.strictObject({});

export const IntrospectionResponse = z.union([
  z.strictObject({ active: z.literal(false) }),
  z.strictObject({
    active: z.literal(true),
    scope,
    client_id: clientId,
    token_type: z.exactOptional(z.literal('Bearer')),
    sub: userId,
    sid: z.exactOptional(id),
    aud: z.exactOptional(text(255)),
    iss: anyText,
    iat: z.exactOptional(seconds),
    exp: seconds,
    jti: z.exactOptional(id),
  }),
]);

/** RFC 6749, section 5.2. */
export const OAuthErrorResponse = z.strictObject({ error: z.enum(OAUTH_ERRORS), error_description: text(200) });

const FieldErrorResponse = z.strictObject({
  path: anyText,
  message: anyText,
  reason: z.exactOptional(z.enum(INPUT_REASONS)),
  character: z.exactOptional(text(2)),
});

/** RFC 9457. */
export const ProblemResponse = z.strictObject({
  type: text(100),
  title: text(200),
  status: z.int().check(z.gte(400), z.lte(599)),
  code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
  reason: z.optional(z.enum([...LIMIT_REASONS, ...PASSWORD_REASONS, ...HUMAN_REASONS])),
  errors: z.optional(list(FieldErrorResponse, FIELD_ERRORS_MAXIMUM)),
  missing: z.optional(list(key)),
  siteKey: z.optional(text(100)),
  action: z.optional(text(32)),
  attemptsLeft: z.optional(z.int().check(z.gte(0))),
  retryAfterSeconds: z.optional(seconds),
  ticket: z.exactOptional(text(SEALED_MAXIMUM_LENGTH)),
});
