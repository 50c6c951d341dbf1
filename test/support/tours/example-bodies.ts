// A well-formed body, or one of each form, for every route that takes one.
import type { Routes } from '#routes.ts';

/** A route that takes a body. */
export type BodyKey = {
  [Key in keyof Routes]: Routes[Key] extends { readonly request: unknown } ? Key : never;
}[keyof Routes];
export type Fields = Readonly<Record<string, unknown>>;

const email = 'minji@example.com';
const credentials = 'cookie';
const continuation = 'abc';
const byLink = { token: 'abc', credentials };
const bySixDigits = { code: '123456', continuation, credentials };
const byEightDigits = { code: '12345678', continuation, credentials };

/** With every field; a new route without one does not compile. Where a route knows cookies, these come from no origin. */
export const exampleBodies = (password: string): Readonly<Record<BodyKey, readonly Fields[]>> => ({
  'POST /signup': [{ email, password, locale: 'ko', profile: { nickName: 'a' }, credentials }],
  'POST /signup/resend': [{ continuation, credentials }],
  'POST /verify': [{ ...byLink, continuation, password }, bySixDigits],
  'POST /verify/status': [{ continuation, credentials }],
  'POST /login': [{ email, password, credentials }],
  'POST /login/link': [{ email, locale: 'ko', continuation, credentials }],
  'POST /login/link/confirm': [byLink, byEightDigits],
  'POST /token/refresh': [{ refreshToken: 'abc', credentials }],
  'POST /logout': [{ refreshToken: 'abc', credentials }],
  'POST /logout/all': [{ refreshToken: 'abc', credentials }],
  'POST /reset': [{ email, locale: 'ko', continuation, credentials }],
  'POST /reset/confirm': [
    { ...byLink, password },
    { ...byEightDigits, password },
  ],
  'POST /otp': [{ channel: 'email', to: email, locale: 'ko', continuation }],
  'POST /otp/check': [{ code: '123456', continuation }],
  'PATCH /me': [{ locale: 'ko', profile: { nickName: 'a' } }],
  'DELETE /me': [{ password }],
  'POST /me/password': [{ currentPassword: password, newPassword: password, credentials }],
  'POST /me/email': [{ newEmail: email, password, locale: 'ko', continuation, credentials }],
  'POST /me/email/confirm': [{ ...byLink, continuation }, bySixDigits],
  'POST /email/undo': [byLink],
  'POST /me/phone': [{ phone: '010-1234-5678', locale: 'ko', continuation, credentials }],
  'POST /me/phone/confirm': [bySixDigits],
});
