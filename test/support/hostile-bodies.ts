// Request bodies that are wrong in many ways.
import type { ErrorCode } from '#domain/errors.ts';
import { type BodyKey, ROUTES, type Route } from '#routes.ts';
import { freshSecret } from './local/local-service.ts';
import { exampleBodies, type Fields } from './tours/example-bodies.ts';

/** Part of every hostile value, so that a test finds any echo of it. */
export const MARK = freshSecret();

export const EXAMPLES = exampleBodies(`${MARK} pass`);
export const BODY_KEYS = Object.keys(EXAMPLES) as BodyKey[];

const rowOf = (key: BodyKey): Route => ROUTES[key];

/** The answer to the example bodies, sent without a log-in, an origin or the key of administrators. */
export const answerOf = (key: BodyKey): Case['code'] =>
  rowOf(key).isForAdmins ? 'admin_required' : (ANSWERS[key] ?? 'origin_refused');

const ANSWERS: { readonly [Key in BodyKey]?: Case['code'] } = {
  'POST /links/inspect': 'invalid_token',
  'POST /otp': 202,
  'POST /otp/check': 'continuation_required',
  'POST /login/passkey/options': 200,
  'POST /me/passkeys': 'unauthenticated',
  'PATCH /me/passkeys': 'unauthenticated',
  'PATCH /me': 'unauthenticated',
  'PUT /me/consents': 'unauthenticated',
  'POST /me/second-factor/confirm': 'unauthenticated',
};

export interface Case {
  readonly name: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** It is sent without the key of administrators. */
  readonly isOfStranger?: true;
  /** The expected answer: the code of a problem, or the status of a success. */
  readonly code: ErrorCode | 200 | 202;
}

export const json = (name: string, body: unknown): Case => ({
  name,
  body: JSON.stringify(body),
  code: 'invalid_request',
});
const raw = (name: string, body: string | Buffer, code: ErrorCode = 'invalid_request'): Case => ({
  name,
  body,
  code,
});

const BROKEN_BODIES: readonly Case[] = [
  raw('nothing', ''),
  raw('a blank', ' '),
  raw('an open brace', '{'),
  raw('a cut string', `{"email":"${MARK}`),
  raw('single quotes', `{'email':'${MARK}'}`),
  raw('a trailing comma', `{"email":"${MARK}",}`),
  raw('two documents', `{"email":"${MARK}"}{}`),
  raw('a raw NUL', `{"email":"${MARK}\u0000"}`),
  raw('a raw line break in a string', `{"email":"${MARK}\r\n"}`),
  raw('NaN', '{"email":NaN}'),
  raw('an object with a prototype', `{"__proto__":{"email":"${MARK}"}}`),
  raw('a deep prototype', `{"profile":{"a":{"__proto__":"${MARK}"}}}`),
  json('an array', [MARK]),
  json('an array of objects', [{ email: MARK }]),
  json('null', null),
  json('true', true),
  json('a string', MARK),
  raw('1e999', '1e999'),
  raw('-1e300', '-1e300'),
  raw('8,000 nested arrays', '['.repeat(8000) + ']'.repeat(8000)),
  raw('16,000 open arrays', '['.repeat(16_000)),
  raw('2,500 nested objects', `${'{"a":'.repeat(2500)}1${'}'.repeat(2500)}`),
];

const DEFAULT_MAXIMUM_BYTES = 16 * 1024;

/** Those of any route, and those about its maximum. */
export const brokenBodies = (key: BodyKey): readonly Case[] => {
  const maximum = rowOf(key).bodyBytes ?? DEFAULT_MAXIMUM_BYTES;
  const arrays = maximum / 2 + 2000;
  return [
    ...BROKEN_BODIES,
    raw(`${arrays} nested arrays`, '['.repeat(arrays) + ']'.repeat(arrays), 'payload_too_large'),
    raw(
      '1 MB too much',
      JSON.stringify({ email: MARK.repeat((maximum + 1_000_000) / MARK.length) }),
      'payload_too_large',
    ),
    raw('one byte too much', `"${'a'.repeat(maximum - 1)}"`, 'payload_too_large'),
    raw('exactly the maximum', `"${'a'.repeat(maximum - 2)}"`),
  ];
};

const MARK_BYTES = Buffer.from(MARK);
const badUtf8 = (name: string, ...bytes: number[]): Case =>
  raw(name, Buffer.concat([Buffer.from('{"email":"'), MARK_BYTES, Buffer.from(bytes), Buffer.from('"}')]));
export const BAD_UTF8: readonly Case[] = [
  badUtf8('a byte that is never UTF-8', 0xff),
  badUtf8('an overlong slash', 0xc0, 0xaf),
  badUtf8('a cut sequence', 0xec, 0x95),
  badUtf8('an encoded surrogate', 0xed, 0xa0, 0x80),
  badUtf8('beyond Unicode', 0xf4, 0x90, 0x80, 0x80),
  raw('UTF-16', Buffer.from(`{"email":"${MARK}"}`, 'utf16le')),
  raw('zeros', Buffer.alloc(1000)),
];

export const MEDIA_TYPES = [
  '',
  'text/plain',
  'text/json',
  'application/jsonx',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json, text/html',
  'x'.repeat(4000),
];

const BAD_TEXTS: Fields = {
  'a NUL': `${MARK}\u0000`,
  'a header break': `${MARK}\r\nBcc: ${MARK}@example.com`,
  'an escape sequence': `${MARK}\u001b[2J`,
  'a high surrogate alone': `${MARK}\ud800`,
  'a low surrogate alone': `\udc00${MARK}`,
  '10,000 characters': `${MARK}${'a'.repeat(10_000 - MARK.length)}`,
};
const NO_TEXTS: Fields = {
  null: null,
  true: true,
  zero: 0,
  '1e300': 1e300,
  'an array': [MARK],
  'an object': { $gt: MARK },
  'an empty object': {},
};
const BAD_PROFILES: Fields = {
  null: null,
  text: MARK,
  'a number': 1,
  'an array': [MARK],
  'a constructor key': { constructor: MARK },
  'a prototype key': { prototype: MARK },
  'a key with a dot': { 'a.b': MARK },
  'an upper-case key': { Admin: MARK },
  'an empty key': { '': MARK },
  'a null value': { a: null },
  'a nested value': { a: { b: MARK } },
  'an array value': { a: [MARK] },
  '1e300': { a: 1e300 },
  '2^53': { a: 2 ** 53 },
  '1e-300': { a: 1e-300 },
  '21 keys': Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key${index}`, MARK])),
  'more than 2 KB': { a: `${MARK}${'가'.repeat(700)}` },
  ...Object.fromEntries(Object.entries(BAD_TEXTS).map(([name, text]) => [`${name} in a value`, { a: text }])),
};

/** In a profile change, `null` removes a key. */
const { 'a null value': _removal, ...BAD_PROFILE_CHANGES } = BAD_PROFILES;

const BAD_METADATA: Fields = {
  ...NO_TEXTS,
  text: MARK,
  '2^53': { a: 2 ** 53 },
  'a nested 2^53': { a: { b: [-(2 ** 53)] } },
  '1e-300': { a: 1e-300 },
  '21 keys': Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`key${index}`, MARK])),
  'more than 2 KB': { a: `${MARK}${'가'.repeat(700)}` },
  '30 levels': Array.from({ length: 30 }).reduce((inner) => ({ [MARK]: inner }), MARK),
};
/** A key of metadata may have any value of JSON, so every small object is right. */
const { 'an object': _metadata, 'an empty object': _noKeys, ...BAD_NEW_METADATA } = BAD_METADATA;
/** For an account that exists, `null` removes it. */
const { null: _removed, ...BAD_SET_METADATA } = BAD_NEW_METADATA;

/** Read as people type and paste them, where a line break is a space. */
const TYPED: readonly string[] = ['email', 'newEmail', 'to', 'phone', 'code', 'recoveryCode'];
const { 'a header break': _space, ...BAD_TYPED } = BAD_TEXTS;

const badValues = (field: string, key: BodyKey): Fields => {
  if (TYPED.includes(field)) return { ...NO_TEXTS, ...BAD_TYPED };
  if (field === 'profile') return key === 'PATCH /me' ? BAD_PROFILE_CHANGES : BAD_PROFILES;
  if (field === 'metadata') return key === 'POST /admin/users/set-metadata' ? BAD_SET_METADATA : BAD_NEW_METADATA;
  return { ...NO_TEXTS, ...BAD_TEXTS };
};

/** Each field wrong in each way, one unknown field, and JSON that only text can express. */
export const fieldCases = (key: BodyKey, example: Fields): Case[] => {
  const text = JSON.stringify(example);
  const wrong = Object.keys(example).flatMap((field) =>
    Object.entries(badValues(field, key))
      .filter(([, value]) => typeof value !== 'boolean' || typeof example[field] !== 'boolean')
      .map(([name, value]) => json(`${field}: ${name}`, { ...example, [field]: value })),
  );
  const spelt = Object.keys(example).flatMap((field) => [
    raw(`${field}: 1e999`, JSON.stringify({ ...example, [field]: 0 }).replace(`"${field}":0`, `"${field}":1e999`)),
    raw(`${field}: twice, the last one wrong`, text.replace(/\}$/, `,"${field}":0}`)),
  ]);
  return [
    ...wrong,
    ...spelt,
    json('an unknown field', { ...example, isAdmin: MARK }),
    json('a constructor field', { ...example, constructor: MARK }),
    json('a toString field', { ...example, toString: MARK }),
    raw('a __proto__ field', text.replace(/\}$/, `,"__proto__":{"isAdmin":"${MARK}"}}`)),
  ];
};
