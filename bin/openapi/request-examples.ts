// Examples of request bodies, by purpose. The document shows them, and the tests send them (`test/support/tours/example-bodies.ts`).
import type { BodyKey, FormKey } from '#routes.ts';
import { ADMIN_REQUEST_EXAMPLES } from './admin-examples.ts';
import {
  ACCESS_TOKEN,
  continuationFor,
  EMAIL,
  ENROLMENT,
  HUMAN_TOKEN,
  LINK_TOKEN,
  NEW_CREDENTIAL,
  NEW_EMAIL,
  NEW_PASSWORD,
  PASSKEY,
  PASSWORD,
  PHONE,
  RECOVERY_CODE,
  REFRESH_TOKEN,
  TICKET,
  USED_CREDENTIAL,
} from './example-values.ts';

type Examples = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A client with a `linkUrl`. */
const OWN_PAGES = { clientId: 'shop' };
/** After an answer that asked for it. */
const HUMAN = { humanToken: HUMAN_TOKEN };
const COOKIES = { credentials: 'cookie' };
const E164 = '+821012345678';
const ofSignUp = { continuation: continuationFor('signup', 'email', EMAIL) };
const ofLogIn = { continuation: continuationFor('login', 'email', EMAIL) };
const ofReset = { continuation: continuationFor('reset', 'email', EMAIL) };
const ofEmailChange = { continuation: continuationFor('email_change', 'email', NEW_EMAIL) };
const ofPhoneChange = { continuation: continuationFor('phone_change', 'sms', E164) };
const ofOtp = { continuation: continuationFor('otp', 'sms', E164) };

const TERMS = { key: 'terms', version: '2026-01-01' };
const MARKETING = { key: 'marketing', version: '2026-01-01' };
const CONSENTS = [
  { ...TERMS, granted: true },
  { ...MARKETING, granted: false },
];

const SECOND_FACTOR_PROOFS = {
  byApp: { password: PASSWORD, code: '493021' },
  byRecoveryCode: { password: PASSWORD, recoveryCode: RECOVERY_CODE },
  freshly: { refreshToken: REFRESH_TOKEN, code: '493021' },
};

/** A route without an example does not compile. The examples of a route show every field it accepts, which a test checks. */
export const REQUEST_EXAMPLES: Readonly<Record<BodyKey, Examples>> = {
  'POST /signup': {
    signUp: { email: EMAIL, password: PASSWORD },
    withProfile: { email: EMAIL, password: PASSWORD, locale: 'ko', profile: { nickName: '민지', acceptsNews: true } },
    withConsents: { email: EMAIL, password: PASSWORD, consents: CONSENTS },
    toOwnPages: { email: EMAIL, password: PASSWORD, ...OWN_PAGES },
    byPerson: { email: EMAIL, password: PASSWORD, ...HUMAN },
    fromPage: { email: EMAIL, password: PASSWORD, ...COOKIES },
  },
  'POST /signup/resend': { resend: ofSignUp, fromPage: COOKIES },
  'POST /verify': {
    byLink: { token: LINK_TOKEN, ...ofSignUp },
    byLinkElsewhere: { token: LINK_TOKEN, password: PASSWORD },
    byLinkWithNewPassword: { token: LINK_TOKEN, newPassword: NEW_PASSWORD, profile: { nickName: '민지' } },
    byLinkWithConsents: { token: LINK_TOKEN, newPassword: NEW_PASSWORD, consents: CONSENTS },
    byCode: { code: '493021', ...ofSignUp },
    fromPage: { code: '493021', ...COOKIES },
  },
  'POST /verify/status': { ask: ofSignUp, fromPage: COOKIES },
  'POST /links/inspect': { inspect: { token: LINK_TOKEN } },
  'POST /login': {
    logIn: { email: EMAIL, password: PASSWORD },
    fromPage: { email: EMAIL, password: PASSWORD, ...COOKIES },
  },
  'POST /login/passkey/options': { ask: {} },
  'POST /login/second-factor': {
    byApp: { ticket: TICKET, code: '493021' },
    byRecoveryCode: { ticket: TICKET, recoveryCode: RECOVERY_CODE },
    fromPage: { ticket: TICKET, code: '493021', ...COOKIES },
  },
  'POST /me/second-factor/begin': { ask: { password: PASSWORD }, freshly: { refreshToken: REFRESH_TOKEN } },
  'POST /me/second-factor/confirm': { confirm: { enrolment: ENROLMENT, code: '493021' } },
  'POST /me/second-factor/recovery-codes': SECOND_FACTOR_PROOFS,
  'DELETE /me/second-factor': SECOND_FACTOR_PROOFS,
  'POST /login/passkey': { logIn: { credential: USED_CREDENTIAL } },
  'POST /me/passkeys/options': { confirm: { password: PASSWORD }, freshly: { refreshToken: REFRESH_TOKEN } },
  'POST /me/passkeys': { add: { credential: NEW_CREDENTIAL, name: '맥북' } },
  'PATCH /me/passkeys': { rename: { id: PASSKEY.id, name: '회사 노트북' } },
  'DELETE /me/passkeys': {
    confirm: { id: PASSKEY.id, password: PASSWORD },
    freshly: { id: PASSKEY.id, refreshToken: REFRESH_TOKEN },
  },
  'POST /login/link': {
    ask: { email: EMAIL },
    toOwnPages: { email: EMAIL, ...OWN_PAGES },
    again: { email: EMAIL, locale: 'en', ...ofLogIn },
    byPerson: { email: EMAIL, ...HUMAN },
  },
  'POST /login/link/confirm': {
    byLink: { token: LINK_TOKEN },
    byCode: { code: '80351946', ...ofLogIn },
    fromPage: { code: '80351946', ...COOKIES },
  },
  'POST /token/refresh': { refresh: { refreshToken: REFRESH_TOKEN }, fromPage: COOKIES },
  'POST /logout': { logOut: { refreshToken: REFRESH_TOKEN }, fromPage: COOKIES },
  'POST /logout/all': { logOut: { refreshToken: REFRESH_TOKEN, password: PASSWORD }, fromPage: COOKIES },
  'POST /reset': {
    ask: { email: EMAIL },
    toOwnPages: { email: EMAIL, ...OWN_PAGES },
    again: { email: EMAIL, locale: 'en', ...ofReset },
    byPerson: { email: EMAIL, ...HUMAN },
  },
  'POST /reset/confirm': {
    byLink: { token: LINK_TOKEN, password: NEW_PASSWORD },
    byCode: { code: '80351946', password: NEW_PASSWORD, ...ofReset },
  },
  'POST /invitation/confirm': {
    accept: { token: LINK_TOKEN, password: NEW_PASSWORD },
    withConsents: { token: LINK_TOKEN, password: NEW_PASSWORD, consents: CONSENTS, locale: 'ko' },
    fromPage: { token: LINK_TOKEN, password: NEW_PASSWORD, ...COOKIES },
  },
  'POST /otp': {
    byText: { channel: 'sms', to: PHONE, locale: 'ko', context: 'order-1042' },
    fromOwnPages: { channel: 'sms', to: PHONE, ...OWN_PAGES },
    again: { channel: 'sms', to: PHONE, ...ofOtp },
    byMail: { channel: 'email', to: EMAIL },
    byPerson: { channel: 'email', to: EMAIL, ...HUMAN },
  },
  'POST /otp/check': { check: { code: '493021', ...ofOtp } },
  'PATCH /me': {
    language: { locale: 'en' },
    profile: { profile: { nickName: '지민', acceptsNews: null } },
  },
  'PUT /me/consents': {
    agree: { consents: [{ ...MARKETING, granted: true }], locale: 'ko' },
    withdraw: { consents: [{ ...MARKETING, granted: false }] },
  },
  'DELETE /me': { confirm: { password: PASSWORD }, freshly: { refreshToken: REFRESH_TOKEN } },
  'DELETE /me/sessions': { confirm: { password: PASSWORD }, freshly: { refreshToken: REFRESH_TOKEN } },
  'DELETE /me/sessions/{id}': { confirm: { password: PASSWORD }, freshly: { refreshToken: REFRESH_TOKEN } },
  'POST /me/password': {
    change: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
    first: { newPassword: NEW_PASSWORD, refreshToken: REFRESH_TOKEN },
  },
  'POST /me/email': {
    ask: { newEmail: NEW_EMAIL, password: PASSWORD },
    toOwnPages: { newEmail: NEW_EMAIL, password: PASSWORD, ...OWN_PAGES },
    oldMailboxLost: { newEmail: NEW_EMAIL, password: PASSWORD, oldMailboxLost: true },
    freshly: { newEmail: NEW_EMAIL, refreshToken: REFRESH_TOKEN },
    again: { newEmail: NEW_EMAIL, password: PASSWORD, locale: 'en', ...ofEmailChange },
  },
  'POST /me/email/confirm': {
    byLink: { token: LINK_TOKEN, ...ofEmailChange },
    byLinkLoggedIn: { token: LINK_TOKEN },
    byCode: { code: '493021', ...ofEmailChange },
  },
  'POST /email/undo': { undo: { token: LINK_TOKEN } },
  'POST /me/phone': {
    ask: { phone: PHONE, password: PASSWORD },
    fromOwnPages: { phone: PHONE, password: PASSWORD, ...OWN_PAGES },
    freshly: { phone: PHONE, refreshToken: REFRESH_TOKEN },
    again: { phone: PHONE, password: PASSWORD, locale: 'en', ...ofPhoneChange },
  },
  'POST /me/phone/confirm': { byCode: { code: '493021', ...ofPhoneChange } },
  ...ADMIN_REQUEST_EXAMPLES,
};

const CALLBACK = 'https://shop.example.com/callback';
const CODE = 'bm90LWEtcmVhbC1jb2RlLWJ1dC1sb29rcy1saWtlLW9uZQ';

/** The same for forms. */
export const FORM_EXAMPLES: Readonly<Record<FormKey, Examples>> = {
  'POST /authorize': {
    logIn: {
      ...{
        client_id: 'shop',
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid email',
        state: 'af0ifjsldkj',
      },
      ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
      ...{ nonce: 'n-0S6_WzA2Mj', prompt: 'login', max_age: '3600', login_hint: EMAIL, ui_locales: 'ko' },
    },
  },
  'POST /token': {
    code: {
      ...{ grant_type: 'authorization_code', code: CODE, redirect_uri: CALLBACK, client_id: 'shop' },
      code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    },
    refresh: { grant_type: 'refresh_token', refresh_token: REFRESH_TOKEN, client_id: 'shop', scope: 'openid' },
  },
  'POST /revoke': { revoke: { token: REFRESH_TOKEN, client_id: 'shop' } },
  'POST /introspect': { ask: { token: ACCESS_TOKEN, client_id: 'server', client_secret: 'the secret of the server' } },
  'POST /logout/confirm': {
    logOut: { client_id: 'shop', post_logout_redirect_uri: 'https://shop.example.com/', state: 'a' },
  },
};
