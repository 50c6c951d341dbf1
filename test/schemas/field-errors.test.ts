// Field errors: all at once, each under its path, and never with the value.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { parseFields } from '#schemas/field-errors.ts';
import { ResendRequest, SignUpRequest, VerifyRequest } from '#schemas/requests.ts';

const errorsOf = (schema: z.ZodMiniType, value: unknown) => {
  const parsed = parseFields(schema, value);
  return parsed.ok ? [] : parsed.errors;
};
const pathsOf = (schema: z.ZodMiniType, value: unknown) => errorsOf(schema, value).map(({ path }) => path);
const SIGN_UP = { email: 'a@example.com', password: 'long enough' };

describe('faults of a request', () => {
  it('are reported all at once', () => {
    const request = { email: 5, password: null, locale: 'fr', credentials: 'header', profile: { Bad: 1, worse_: 2 } };
    expect(errorsOf(SignUpRequest, request)).toEqual([
      { path: 'email', message: 'must be a string' },
      { path: 'password', message: 'must be a string' },
      { path: 'locale', message: 'must be "ko" or "en"' },
      { path: 'profile.Bad', message: 'must be named like "nickName": 1 to 32 letters and digits' },
      { path: 'profile.worse_', message: 'must be named like "nickName": 1 to 32 letters and digits' },
      { path: 'credentials', message: 'must be "cookie" or left out' },
    ]);
  });

  it('use our own sentences, whatever locale a dependency sets in zod for the whole process', () => {
    const before = z.config().localeError;
    z.config(en());
    try {
      expect(errorsOf(SignUpRequest, { email: 5, locale: 'fr', profile: { a: {} } })).toEqual([
        { path: 'email', message: 'must be a string' },
        { path: 'password', message: 'must be a string' },
        { path: 'locale', message: 'must be "ko" or "en"' },
        { path: 'profile.a', message: 'must be a string, a number or a boolean' },
      ]);
      expect(errorsOf(VerifyRequest, { token: 5 })).toEqual([{ path: 'token', message: 'must be a string' }]);
    } finally {
      z.config({ localeError: before });
    }
  });

  it('name what is missing', () => {
    expect(errorsOf(SignUpRequest, {})).toEqual([
      { path: 'email', message: 'must be a string' },
      { path: 'password', message: 'must be a string' },
    ]);
  });

  it.each([null, [], 'text', 5, true])('say that %j is no object', (value) => {
    expect(errorsOf(SignUpRequest, value)).toEqual([{ path: '', message: 'must be an object' }]);
    expect(errorsOf(VerifyRequest, value)).toEqual([{ path: '', message: 'must be an object' }]);
  });

  it('name every unknown key, each under its path', () => {
    expect(errorsOf(SignUpRequest, { ...SIGN_UP, isAdmin: true, constructor: 1 })).toEqual([
      { path: 'isAdmin', message: 'is not a field of this request' },
      { path: 'constructor', message: 'is not a field of this request' },
    ]);
    expect(pathsOf(ResendRequest, { email: 'a@example.com' })).toEqual(['email']);
  });

  it('never repeat the value, only the names of fields', () => {
    const secret = 'S3CR3T';
    const requests = [
      { email: `${secret}\u0000`, password: `${secret}\ud800`, locale: secret, credentials: secret },
      {
        ...SIGN_UP,
        profile: { a: { b: secret }, c: [secret], d: `${secret}\u0007`, e: `${secret}${'x'.repeat(3000)}` },
      },
      { ...SIGN_UP, profile: secret },
      { ...SIGN_UP, unknown: secret },
      { token: secret.repeat(400), continuation: `${secret}\n` },
      { code: secret },
    ];
    for (const request of requests) {
      const errors = [...errorsOf(SignUpRequest, request), ...errorsOf(VerifyRequest, request)];
      expect(errors.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toContain(secret);
    }
  });

  it('have a sentence of their own: no library default reaches a client', () => {
    const requests = [
      { email: 'x'.repeat(300), password: 'x'.repeat(2000), profile: { a: 1e300, b: Number.MIN_VALUE, c: '\u0000' } },
      {
        email: [],
        password: {},
        profile: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 1])),
      },
      { token: 5, continuation: 6, password: 7, credentials: 8 },
      { code: 'abc', continuation: {} },
    ];
    for (const request of requests) {
      for (const { message } of [...errorsOf(SignUpRequest, request), ...errorsOf(VerifyRequest, request)]) {
        expect(message).toMatch(/^(must|is) /);
      }
    }
  });
});

describe('faults of a request with several shapes', () => {
  it.each([
    [{ code: 12_345 }, ['code']],
    [{ code: 12_345, continuation: 5 }, ['code', 'continuation']],
    [{ code: '123456', password: 'x' }, ['password']],
    [{ token: 5 }, ['token']],
    [{ token: 'x', continuation: 5, credentials: 'x' }, ['continuation', 'credentials']],
    [{ token: 'x', code: '123456' }, ['code']],
    [{}, ['token']],
  ])('are those of the nearest shape: %j', (value, paths) => {
    expect(pathsOf(VerifyRequest, value)).toEqual(paths);
  });
});

describe('field errors', () => {
  it.each([[null], [{}], [[1]]])('of a profile value like %j name its path and every kind it may be', (value) => {
    expect(errorsOf(SignUpRequest, { ...SIGN_UP, profile: { nickname: value } })).toEqual([
      { path: 'profile.nickname', message: 'must be a string, a number or a boolean' },
    ]);
  });
});
