// Every request except sign-up: the bodies that the API documents, and the path under which everything else is refused.
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { refreshToken } from '#domain/session/session.ts';
import { parseFields } from '#schemas/field-errors.ts';
import * as requests from '#schemas/requests.ts';
import { aRef, aSession, ID, keysOf } from '../support/builders.ts';

type SchemaName = keyof typeof requests;
const SCHEMAS: Readonly<Record<SchemaName, z.ZodMiniType>> = { ...requests };

const pathsAtFault = (name: SchemaName, body: unknown): string[] | undefined => {
  const parsed = parseFields(SCHEMAS[name], body);
  return parsed.ok ? undefined : parsed.errors.map(({ path }) => path);
};

const email = 'a@example.com';
const [token, continuation, password] = ['link-token', 'head.tail', 'long enough'];
const [code6, code8] = ['012345', '01234567'];
const [credentials, locale] = ['cookie', 'en'];

const TAKEN: readonly (readonly [SchemaName, readonly object[]])[] = [
  [
    'LogInRequest',
    [
      { email, password },
      { email, password, credentials },
    ],
  ],
  ['MailRequest', [{ email }, { email, locale, continuation, credentials }]],
  [
    'LogInConfirmRequest',
    [{ token }, { token, credentials }, { code: code8 }, { code: code8, continuation, credentials }],
  ],
  ['RefreshRequest', [{}, { refreshToken: 'a.1.b' }, { credentials }]],
  [
    'ResetConfirmRequest',
    [
      { token, password },
      { token, password, credentials },
      { code: code8, continuation, password, credentials },
    ],
  ],
  [
    'OtpRequest',
    [
      { channel: 'email', to: email },
      { channel: 'sms', to: '010-1234-5678', locale, continuation },
    ],
  ],
  ['OtpCheckRequest', [{ code: code6 }, { code: code6, continuation }]],
  ['ProfileRequest', [{}, { locale }, { locale, profile: { nickname: '민지', age: 30, isAdult: true, city: null } }]],
  ['ConsentsRequest', [{ consents: [] }, { consents: [{ key: 'terms', version: '1', granted: true }], locale }]],
  [
    'PasswordChangeRequest',
    [
      { currentPassword: password, newPassword: 'another one' },
      { currentPassword: password, newPassword: 'another one', credentials },
    ],
  ],
  [
    'EmailChangeRequest',
    [
      { newEmail: email, password },
      { newEmail: email, refreshToken: 'x' },
      { newEmail: email, password, locale, continuation, credentials },
    ],
  ],
  [
    'EmailConfirmRequest',
    [{ token }, { token, continuation, credentials }, { code: code6 }, { code: code6, continuation, credentials }],
  ],
  ['EmailUndoRequest', [{ token }, { token, credentials }]],
  [
    'InvitationConfirmRequest',
    [
      { token, password },
      { token, password, consents: [], locale, credentials },
    ],
  ],
  ['LinkInspectRequest', [{ token }]],
  ['PhoneChangeRequest', [{ phone: '010-1234-5678' }, { phone: '+821012345678', locale, continuation, credentials }]],
  ['PhoneConfirmRequest', [{ code: code6 }, { code: code6, continuation, credentials }]],
  ['OwnerRequest', [{}, { password }, { refreshToken: 'x' }, { password, refreshToken: 'x', credentials }]],
];

describe.each(TAKEN)('%s', (name, bodies) => {
  it('takes the bodies that the API documents', () => {
    expect(bodies.map((body) => pathsAtFault(name, body))).toEqual(bodies.map(() => undefined));
  });

  it('refuses a field it does not know by its name', () => {
    for (const body of bodies) expect(pathsAtFault(name, { ...body, userId: ID })).toEqual(['userId']);
  });

  it('refuses each of its fields with a value of another kind, by its name', () => {
    const fields = bodies.flatMap((body) => Object.keys(body).map((field) => ({ body, field })));
    const faults = fields.map(({ body, field }) => pathsAtFault(name, { ...body, [field]: 5 }));
    expect(faults).toEqual(fields.map(({ field }) => [field]));
  });

  it.each([null, [], 'text', 5])('is no %j', (body) => {
    expect(pathsAtFault(name, body)).toBeDefined();
  });
});

describe('the requests under test', () => {
  it('are all except those of a sign-up, which have tests of their own', () => {
    const ofSignUp = ['SignUpRequest', 'ResendRequest', 'VerifyRequest', 'VerifyStatusRequest'];
    expect([...TAKEN.map(([name]) => name), ...ofSignUp].toSorted()).toEqual(Object.keys(SCHEMAS).toSorted());
  });
});

describe('what a request needs', () => {
  it.each<[SchemaName, object, string[]]>([
    ['LogInRequest', {}, ['email', 'password']],
    ['MailRequest', { locale }, ['email']],
    ['LogInConfirmRequest', {}, ['token']],
    ['ResetConfirmRequest', { token }, ['password']],
    ['ResetConfirmRequest', { code: code8, continuation }, ['password']],
    ['OtpRequest', {}, ['channel', 'to']],
    ['OtpRequest', { channel: 'fax', to: email }, ['channel']],
    ['OtpCheckRequest', { continuation }, ['code']],
    ['PasswordChangeRequest', { currentPassword: password }, ['newPassword']],
    ['EmailChangeRequest', { password }, ['newEmail']],
    ['EmailUndoRequest', {}, ['token']],
    ['PhoneChangeRequest', {}, ['phone']],
  ])('is named: %s of %j lacks %j', (name, body, paths) => {
    expect(pathsAtFault(name, body)).toEqual(paths);
  });
});

describe('a code', () => {
  const [six, eight] = [
    ['EmailConfirmRequest', 'PhoneConfirmRequest', 'OtpCheckRequest'] as const,
    ['LogInConfirmRequest', 'ResetConfirmRequest'] as const,
  ];
  const codeFaults = (name: SchemaName, code: unknown) =>
    pathsAtFault(name, { code, ...(name === 'ResetConfirmRequest' && { password }) });

  it.each([...six, ...eight])('is a text as typed in %s, however it is spelled', (name) => {
    for (const code of [code6, code8, ' 12345\n', '１２３４５６', `[Latchkey] ${code8}`, 'x'.repeat(512)])
      expect(codeFaults(name, code)).toBeUndefined();
    for (const code of ['x'.repeat(513), '12345\ud800', 123_456, null])
      expect(codeFaults(name, code)).toEqual(['code']);
  });

  it.each([...eight, 'EmailConfirmRequest'] as const)('is never sent with a link: %s', (name) => {
    expect(pathsAtFault(name, { token, code: name === 'EmailConfirmRequest' ? code6 : code8, password })).toBeDefined();
  });
});

describe('a profile patch', () => {
  const faults = (profile: unknown) => pathsAtFault('ProfileRequest', { profile });

  it('may remove any key by null, and is itself never null', () => {
    expect(faults({ nickname: null, age: null })).toBeUndefined();
    expect(faults(null)).toEqual(['profile']);
    expect(pathsAtFault('SignUpRequest', { email, password, profile: { nickname: null } })).toEqual([
      'profile.nickname',
    ]);
  });

  it('keeps to the names, values and sizes of a profile', () => {
    expect(faults({ 'no name': null })).toEqual(['profile.no name']);
    expect(faults({ constructor: null })).toEqual(['profile.constructor']);
    expect(faults({ a: { b: 1 } })).toEqual(['profile.a']);
    expect(faults(Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, null])))).toEqual([
      'profile',
    ]);
    expect(faults({ a: 'x'.repeat(2048) })).toEqual(['profile']);
  });
});

describe('the longest texts', () => {
  it('fit: a refresh token of many rotations, and the continuation of the longest address', () => {
    const longest = refreshToken(keysOf(1), ID, aSession({ rotation: 999_999_999 }));
    expect(pathsAtFault('RefreshRequest', { refreshToken: longest })).toBeUndefined();
    const address = `${'a'.repeat(64)}@${'b'.repeat(61)}.${'c'.repeat(61)}.${'d'.repeat(61)}.eee`;
    const random = { bytes: (count: number) => Buffer.alloc(count, 255) };
    const { continuation: long } = createContinuation(random, aRef({ purpose: 'email_change', address }), ID);
    expect(pathsAtFault('EmailConfirmRequest', { code: code6, continuation: long })).toBeUndefined();
    expect(pathsAtFault('MailRequest', { email: address, continuation: long })).toBeUndefined();
  });

  it.each<[SchemaName, object, string]>([
    ['RefreshRequest', { refreshToken: 'x'.repeat(129) }, 'refreshToken'],
    ['MailRequest', { email: 'x'.repeat(513) }, 'email'],
    ['OtpRequest', { channel: 'email', to: 'x'.repeat(513) }, 'to'],
    ['PhoneChangeRequest', { phone: '1'.repeat(513) }, 'phone'],
    ['PasswordChangeRequest', { currentPassword: 'x'.repeat(1025), newPassword: password }, 'currentPassword'],
    ['EmailUndoRequest', { token: 'x'.repeat(1025) }, 'token'],
    ['OwnerRequest', { password: 'a\u0000b' }, 'password'],
    ['PhoneChangeRequest', { phone: '010\ud800' }, 'phone'],
  ])('end somewhere: %s refuses more', (name, body, path) => {
    expect(pathsAtFault(name, body)).toEqual([path]);
  });
});
