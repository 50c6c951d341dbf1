// Whatever is posted: a 4xx problem with a known code, never a 5xx, never the value back, and nothing of it in the log.
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../functions/domain/errors.ts';
import type { ROUTES } from '../../functions/routes.ts';
import { ProblemResponse } from '../../functions/schemas/responses.ts';
import { freshSecret, type LocalAnswer, useLocalService } from '../support/local-service.ts';

const service = useLocalService();

type PostPath = keyof typeof ROUTES extends infer Key ? (Key extends `POST ${infer Path}` ? Path : never) : never;
type Fields = Readonly<Record<string, unknown>>;

/** In every hostile value, so that an echo is found wherever it is. */
const MARK = freshSecret();

/** Well-formed bodies with every field; a new route without one does not compile. */
const EXAMPLES: Readonly<Record<PostPath, readonly Fields[]>> = {
  '/signup': [
    {
      email: 'minji@example.com',
      password: `${MARK} pass`,
      locale: 'ko',
      profile: { nickName: 'a' },
      credentials: 'cookie',
    },
  ],
  '/signup/resend': [{ continuation: 'abc', credentials: 'cookie' }],
  '/verify': [
    { token: 'abc', continuation: 'abc', password: `${MARK} pass`, credentials: 'cookie' },
    { code: '123456', continuation: 'abc', credentials: 'cookie' },
  ],
  '/verify/status': [{ continuation: 'abc', credentials: 'cookie' }],
};
const PATHS = Object.keys(EXAMPLES) as PostPath[];

interface Case {
  readonly name: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: ErrorCode;
}

const json = (name: string, body: unknown): Case => ({ name, body: JSON.stringify(body), code: 'invalid_request' });
const raw = (name: string, body: string | Buffer, code: ErrorCode = 'invalid_request'): Case => ({ name, body, code });

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
  raw('10,000 nested arrays', '['.repeat(10_000) + ']'.repeat(10_000), 'payload_too_large'),
  raw('8,000 nested arrays', '['.repeat(8000) + ']'.repeat(8000)),
  raw('16,000 open arrays', '['.repeat(16_000)),
  raw('2,500 nested objects', `${'{"a":'.repeat(2500)}1${'}'.repeat(2500)}`),
  raw('1 MB', JSON.stringify({ email: MARK.repeat(1_000_000 / MARK.length) }), 'payload_too_large'),
  raw('one byte over 16 KB', `"${'a'.repeat(16 * 1024 - 1)}"`, 'payload_too_large'),
  raw('exactly 16 KB', `"${'a'.repeat(16 * 1024 - 2)}"`),
];

const MARK_BYTES = Buffer.from(MARK);
const badUtf8 = (name: string, ...bytes: number[]): Case =>
  raw(name, Buffer.concat([Buffer.from('{"email":"'), MARK_BYTES, Buffer.from(bytes), Buffer.from('"}')]));
const BAD_UTF8: readonly Case[] = [
  badUtf8('a byte that is never UTF-8', 0xff),
  badUtf8('an overlong slash', 0xc0, 0xaf),
  badUtf8('a cut sequence', 0xec, 0x95),
  badUtf8('an encoded surrogate', 0xed, 0xa0, 0x80),
  badUtf8('beyond Unicode', 0xf4, 0x90, 0x80, 0x80),
  raw('UTF-16', Buffer.from(`{"email":"${MARK}"}`, 'utf16le')),
  raw('zeros', Buffer.alloc(1000)),
];

const MEDIA_TYPES = [
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

const badValues = (field: string): Fields => (field === 'profile' ? BAD_PROFILES : { ...NO_TEXTS, ...BAD_TEXTS });

/** Each field wrong in each way, one field too many, and JSON that only text can say. */
const fieldCases = (example: Fields): Case[] => {
  const text = JSON.stringify(example);
  const wrong = Object.keys(example).flatMap((field) =>
    Object.entries(badValues(field)).map(([name, value]) => json(`${field}: ${name}`, { ...example, [field]: value })),
  );
  const spelt = Object.keys(example).flatMap((field) => [
    raw(`${field}: 1e999`, JSON.stringify({ ...example, [field]: 0 }).replace(`"${field}":0`, `"${field}":1e999`)),
    raw(`${field}: twice, the last one wrong`, text.replace(/\}$/, `,"${field}":1}`)),
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

const ask = async (path: string, { body, headers, code }: Case): Promise<string> => {
  const answer = await service.request('POST', path, headers ?? { 'content-type': 'application/json' }, body);
  return faultOf(answer, code);
};

/** Empty when the answer is the problem that was due, whole and without an echo. */
const faultOf = (answer: LocalAnswer, code: ErrorCode): string => {
  if (answer.text.includes(MARK) || JSON.stringify(answer.headers).includes(MARK)) return 'echoes the value';
  if (answer.headers['content-type'] !== 'application/problem+json') return `is no problem+json: ${answer.status}`;
  const problem = ProblemResponse.safeParse(answer.body);
  if (!problem.success) return 'is no problem as documented';
  if (problem.data.status !== answer.status || answer.status >= 500) return `has status ${answer.status}`;
  return problem.data.code === code ? '' : `is ${problem.data.code}, not ${code}`;
};

const faultsOf = async (path: string, cases: readonly Case[]): Promise<string[]> => {
  const faults: string[] = [];
  for (const each of cases) {
    const fault = await ask(path, each);
    if (fault) faults.push(`${each.name} ${fault}`);
  }
  return faults;
};

describe.each(PATHS)('POST %s refuses without an echo', (path) => {
  it('nothing but the origin of an example itself, so that what is refused below is what was made wrong', async () => {
    const examples = EXAMPLES[path].map(
      (example) => ({ ...json('the example', example), code: 'origin_refused' }) as const,
    );
    expect(await faultsOf(path, examples)).toEqual([]);
  });

  it('a body that is no JSON object', async () => {
    expect(await faultsOf(path, BROKEN_BODIES)).toEqual([]);
  });

  it('bytes that are no UTF-8', async () => {
    expect(await faultsOf(path, BAD_UTF8)).toEqual([]);
  });

  it('a missing or another media type', async () => {
    const body = JSON.stringify(EXAMPLES[path][0]);
    const none: Case = { name: 'no content-type', body, headers: {}, code: 'unsupported_media_type' };
    const others = MEDIA_TYPES.map((type) => ({ ...none, name: type.slice(0, 40), headers: { 'content-type': type } }));
    expect(await faultsOf(path, [none, ...others])).toEqual([]);
  });

  it('wrong values in every field, unknown fields and prototype keys', async () => {
    const cases = EXAMPLES[path].flatMap(fieldCases);
    expect(cases.length).toBeGreaterThan(30);
    expect(await faultsOf(path, cases)).toEqual([]);
  });

  it('11 MB, as API Gateway itself does', async () => {
    const body = Buffer.alloc(11 * 1024 * 1024, MARK);
    const answer = await service.request('POST', path, { 'content-type': 'application/json' }, body);
    expect([answer.status, answer.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(answer.headers['content-type']).toBe('application/json');
  });
});

describe('what is well-formed but cannot be', () => {
  const ADDRESSES = [
    MARK,
    `${MARK}@`,
    `@${MARK}.com`,
    `${MARK}@localhost`,
    `${MARK}@example.com,b@example.com`,
    `"${MARK}"@example.com`,
    `${MARK}@[127.0.0.1]`,
    `${MARK}@127.0.0.1`,
    `${MARK}..a@example.com`,
    `<${MARK}@example.com>`,
    `${MARK} a@example.com`,
    `${MARK}@exam\u{fb03}ple.com`,
    `${MARK}\u{212a}@example.com`,
    `${'a'.repeat(65)}@example.com`,
  ];
  const TOKENS = [
    '',
    'a',
    MARK,
    '../../etc/passwd',
    'A'.repeat(1024),
    `${'AAAA'.repeat(30)}=`,
    '\u{1f511}'.repeat(100),
  ];

  it('as an address is refused by name of its field', async () => {
    for (const email of ADDRESSES) {
      const answer = await service.post('/signup', { email, password: 'correct horse battery' });
      expect([email, answer.status, answer.body.errors?.[0]?.path]).toEqual([email, 400, 'email']);
      expect(faultOf(answer, 'invalid_request')).toBe('');
    }
  });

  it('as a link token is an invalid_token', async () => {
    for (const token of TOKENS) {
      expect([token, faultOf(await service.post('/verify', { token }), 'invalid_token')]).toEqual([token, '']);
    }
  });

  it('as a continuation opens nothing', async () => {
    for (const continuation of [...TOKENS, 'W10.AAAAAAAAAAAAAAAAAAAAAA', 'eyJhIjoxfQ.AAAAAAAAAAAAAAAAAAAAAA', '...']) {
      const byCode = await service.post('/verify', { code: '123456', continuation });
      expect([continuation, faultOf(byCode, 'continuation_required')]).toEqual([continuation, '']);
      const status = await service.post('/verify/status', { continuation });
      expect([continuation, faultOf(status, 'continuation_required')]).toEqual([continuation, '']);
    }
  });
});

describe('the service after all that', () => {
  it('still answers, and wrote nothing of what was sent into its log', async () => {
    expect((await service.get('/health')).body).toEqual({ status: 'ok' });
    expect(service.lines.filter((line) => line.includes(MARK))).toEqual([]);
    expect(service.lines.filter((line) => /unexpected_error|dependency_failed/.test(line))).toEqual([]);
  });
});
