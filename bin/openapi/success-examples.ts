// Examples of successful answers. A test parses each with the schema of its route.
import { keyUri } from '#domain/factors/totp.ts';
import { LOCALES } from '#domain/locale.ts';
import { appleAppSiteAssociation, assetLinks } from '#pages/app-links.ts';
import { discoveryOf } from '#pages/discovery.ts';
import { UserError } from '../user-error.ts';
import { ADMIN_SUCCESS_EXAMPLES } from './admin-examples.ts';
import {
  ACCESS_TOKEN,
  CHALLENGE,
  continuationFor,
  EMAIL,
  ENROLMENT,
  ID_TOKEN,
  ISSUER,
  PASSKEY,
  PROOF,
  RECOVERY_CODE,
  REFRESH_TOKEN,
  USED_CREDENTIAL,
  USER,
} from './example-values.ts';

const TOKEN = {
  accessToken: ACCESS_TOKEN,
  tokenType: 'Bearer',
  expiresInSeconds: 900,
  refreshToken: REFRESH_TOKEN,
  user: USER,
};
const { refreshToken: _elsewhere, ...TOKEN_ALONE } = TOKEN;
const SENT = { status: 'sent', address: EMAIL, expiresInSeconds: 1800, resendInSeconds: 60 };
const TIME = '2026-11-21T08:30:00.000Z';
const SESSION = {
  id: '01JCZ6T8H2W5E7R9Y1P3D4F6GK',
  createdAt: TIME,
  lastUsedAt: TIME,
  expiresAt: '2026-12-21T08:30:00.000Z',
  isCurrent: true,
  device: 'Chrome, Windows',
  ip: '203.0.113.*',
};

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const RECOVERY_CODES = Array.from({ length: 10 }, (_, index) => RECOVERY_CODE.replace('2', String(index)));

const CONSENT = { version: '2026-01-01', at: TIME, locale: 'ko', network: '203.0.113.*' };
const AGREED = [
  { key: 'terms', granted: true, ...CONSENT },
  { key: 'marketing', granted: false, ...CONSENT },
];

/** Named after their schema, then after what distinguishes them. */
const VALUES: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>> = {
  Sent: { summary: 'Sent', value: { ...SENT, continuation: continuationFor('signup', 'email', EMAIL) } },
  'Sent.cookie': { summary: 'In cookie mode', value: SENT },
  Token: { summary: 'Logged in', value: TOKEN },
  'Token.cookie': { summary: 'In cookie mode', value: TOKEN_ALONE },
  User: { summary: 'An account', value: USER },
  'User.phone': { summary: 'With a phone', value: { ...USER, phone: '+821012345678', phoneVerified: true } },
  'VerifyStatus.pending': { summary: 'Not verified yet', value: { status: 'pending' } },
  'VerifyStatus.verified': { summary: 'Verified elsewhere', value: TOKEN },
  'User.consentsDue': { summary: 'Terms in a new version', value: { ...USER, consentsDue: ['terms'] } },
  AskedConsents: {
    summary: 'Terms and news',
    value: {
      consents: [
        {
          ...{ key: 'terms', kind: 'terms', version: '2026-01-01', required: true, url: 'https://example.com/terms' },
          title: { ko: '이용약관에 동의해요', en: 'I agree to the terms of use' },
        },
        {
          ...{ key: 'marketing', kind: 'marketing', version: '2026-01-01', required: false },
          title: { ko: '이벤트와 혜택 소식을 받을게요', en: 'I would like to get news and offers' },
        },
      ],
    },
  },
  Consents: { summary: 'Agreed to the terms, and not to news', value: { consents: AGREED, history: AGREED } },
  'Consents.due': {
    summary: 'Terms in a new version',
    value: { consents: AGREED, history: AGREED, consentsDue: ['terms'] },
  },
  LinkInspect: {
    summary: 'A sign-up link',
    value: { purpose: 'signup', address: 'm***@example.com', expiresInSeconds: 4980 },
  },
  LoggedOut: { summary: 'Logged out', value: { status: 'logged_out' } },
  Sessions: { summary: 'One session', value: { sessions: [SESSION] } },
  SessionEnded: { summary: 'Ended', value: { status: 'ended' } },
  AccountDeleted: { summary: 'Deleted', value: { status: 'deleted' } },
  OtpCheck: { summary: 'Right code', value: { verified: true, proof: PROOF, expiresInSeconds: 600 } },
  ProfileFields: {
    summary: 'A text and a choice',
    value: {
      profileFields: [
        {
          key: 'company',
          type: 'text',
          label: { ko: '회사', en: 'Company' },
          required: true,
          atSignUp: true,
          editable: true,
          maximumLength: 100,
        },
        {
          key: 'use',
          type: 'choice',
          label: { ko: '사용 목적', en: 'Use' },
          required: false,
          atSignUp: false,
          editable: true,
          choices: [
            { value: 'work', label: { ko: '회사에서 써요', en: 'At work' } },
            { value: 'home', label: { ko: '혼자 써요', en: 'On my own' } },
          ],
        },
      ],
    },
  },
  AppleAssociation: { summary: 'One app', value: appleAppSiteAssociation(['ABCDE12345.com.example.app'], LOCALES) },
  AssetLinks: {
    summary: 'One app',
    value: assetLinks([{ package: 'com.example.app', sha256Fingerprints: [Array(32).fill('AB').join(':')] }]),
  },
  RelatedOrigins: { summary: 'An app on another domain', value: { origins: ['https://shop.example.co.kr'] } },
  SecondFactor: {
    summary: 'On',
    value: { enabled: true, confirmedAt: TIME, recoveryCodesLeft: 10 },
  },
  'SecondFactor.off': { summary: 'Off', value: { enabled: false } },
  SecondFactorBegun: {
    summary: 'For an authenticator app',
    value: {
      secret: SECRET,
      uri: keyUri(SECRET, 'Shop', EMAIL),
      qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 53 53">…</svg>',
      enrolment: ENROLMENT,
    },
  },
  SecondFactorConfirmed: { summary: 'Turned on', value: { recoveryCodes: RECOVERY_CODES, ...TOKEN_ALONE } },
  RecoveryCodes: { summary: 'Ten new ones', value: { recoveryCodes: RECOVERY_CODES } },
  PasskeyLogInOptions: {
    summary: 'For `navigator.credentials.get`',
    value: {
      options: { challenge: CHALLENGE, rpId: 'example.com', timeout: 300_000, userVerification: 'preferred' },
    },
  },
  PasskeyOptions: {
    summary: 'For `navigator.credentials.create`',
    value: {
      options: {
        rp: { id: 'example.com', name: 'Example' },
        user: { id: USED_CREDENTIAL.response.userHandle, name: EMAIL, displayName: EMAIL },
        challenge: CHALLENGE,
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        timeout: 300_000,
        excludeCredentials: [{ type: 'public-key', id: PASSKEY.id, transports: ['internal'] }],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'preferred' },
        attestation: 'none',
      },
    },
  },
  PasskeyAdded: { summary: 'A passkey', value: { passkey: PASSKEY } },
  Passkeys: { summary: 'One passkey', value: { passkeys: [PASSKEY] } },
  PasskeyRemoved: { summary: 'Removed', value: { status: 'removed' } },
  Health: { summary: 'It answers', value: { status: 'ok' } },
  Jwks: {
    summary: 'One key',
    value: {
      keys: [
        { kty: 'RSA', kid: 'example', alg: 'RS256', use: 'sig', n: 'sXchDaQebHnPiGvyDOAT4saGEUetSyo9', e: 'AQAB' },
      ],
    },
  },
  Discovery: { summary: 'Without clients', value: discoveryOf(ISSUER, false) },
  'Discovery.clients': { summary: 'With clients', value: discoveryOf(ISSUER, true) },
  ClientTokens: {
    summary: 'For a code, with offline_access',
    value: {
      access_token: ACCESS_TOKEN,
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'openid email offline_access',
      refresh_token: REFRESH_TOKEN,
      id_token: ID_TOKEN,
    },
  },
  UserInfo: { summary: 'With the scope email', value: { sub: USER.id, email: EMAIL, email_verified: true } },
  Revoked: { summary: 'Done, or nothing to do', value: {} },
  Introspection: {
    summary: 'Active',
    value: {
      ...{ active: true, scope: 'openid', client_id: 'shop', token_type: 'Bearer', sub: USER.id, sid: SESSION.id },
      ...{ aud: 'https://api.example.com', iss: ISSUER, iat: 1_795_000_000, exp: 1_795_000_900, jti: USER.id },
    },
  },
  'Introspection.inactive': { summary: 'Not active', value: { active: false } },
  OAuthError: {
    summary: 'An error of OAuth 2.0',
    value: { error: 'invalid_grant', error_description: 'The code or token is not valid, was used or has expired.' },
  },
  ...ADMIN_SUCCESS_EXAMPLES,
};

export const SUCCESS_EXAMPLES = VALUES;

/** For routes that do not use all the forms of their schema. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  'DELETE /me/sessions': ['Token.cookie'],
  'GET /.well-known/oauth-authorization-server': ['Discovery.clients'],
  'POST /otp': ['Sent'],
  'GET /me': ['User', 'User.phone', 'User.consentsDue'],
  'POST /me/phone/confirm': ['User.phone'],
};

export const successExamplesOf = (key: string, schema: string) => {
  const names = ONLY[key] ?? Object.keys(VALUES).filter((name) => name.split('.')[0] === schema);
  if (names.length === 0)
    throw new UserError(
      `${key} answers with ${schema}, which has no example: add one to bin/openapi/success-examples.ts.`,
    );
  return Object.fromEntries(names.map((name) => [name.replace('.', '_'), { $ref: `#/components/examples/${name}` }]));
};
