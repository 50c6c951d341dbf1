// Any wrong body gets a 4xx problem with a known code, never a 5xx, and its values are neither in the answer nor in the log.
import { describe, expect, it } from 'vitest';
import { type BodyKey, ROUTES, type Route } from '#routes.ts';
import { ProblemResponse } from '#schemas/responses.ts';
import { bearer } from '../support/account.ts';
import {
  answerOf,
  BAD_UTF8,
  BODY_KEYS,
  brokenBodies,
  type Case,
  EXAMPLES,
  fieldCases,
  json,
  MARK,
  MEDIA_TYPES,
} from '../support/hostile-bodies.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { type LocalAnswer, useLocalService } from '../support/local/local-service.ts';
import { JSON_BODY, keyOfAdmins, sendBody } from '../support/send-body.ts';
import { SHOP } from '../support/tours/example-bodies.ts';

const service = useLocalService({ clients: [SHOP] });

const ask = async (key: BodyKey, { body, headers = JSON_BODY, isOfStranger, code }: Case): Promise<string> => {
  const proof = isOfStranger ? {} : keyOfAdmins(service, key);
  return faultOf(await sendBody(service, key, body, { ...headers, ...proof }), code);
};

/** Empty if the answer is the expected problem, complete and without an echo. */
const faultOf = (answer: LocalAnswer, code: Case['code']): string => {
  if (answer.text.includes(MARK) || JSON.stringify(answer.headers).includes(MARK)) return 'echoes the value';
  if (answer.status === code) return '';
  if (answer.headers['content-type'] !== 'application/problem+json') return `is no problem+json: ${answer.status}`;
  const problem = ProblemResponse.safeParse(answer.body);
  if (!problem.success) return 'is no problem as documented';
  if (problem.data.status !== answer.status || answer.status >= 500) return `has status ${answer.status}`;
  return problem.data.code === code ? '' : `is ${problem.data.code}, not ${code}`;
};

const faultsOf = async (key: BodyKey, cases: readonly Case[]): Promise<string[]> => {
  const faults: string[] = [];
  for (const each of cases) {
    const fault = await ask(key, each);
    if (fault) faults.push(`${each.name} ${fault}`);
  }
  return faults;
};

describe.each(BODY_KEYS)('%s refuses without an echo', (key) => {
  it('only the sender of a valid example, so that the refusals below are due to their faults', async () => {
    const answer = { code: answerOf(key), isOfStranger: true } as const;
    const examples = EXAMPLES[key].map((example) => ({ ...json('the example', example), ...answer }));
    expect(await faultsOf(key, examples)).toEqual([]);
    // An administrator is asked for before the body is read, so the answer does not tell that the body is valid.
    const { request }: Route = ROUTES[key];
    for (const example of EXAMPLES[key]) expect(request?.safeParse(example)).toMatchObject({ success: true });
  });

  it('a body that is not a JSON object', async () => {
    expect(await faultsOf(key, brokenBodies(key))).toEqual([]);
  });

  it('bytes that are not UTF-8', async () => {
    expect(await faultsOf(key, BAD_UTF8)).toEqual([]);
  });

  it('a missing or another media type', async () => {
    const body = JSON.stringify(EXAMPLES[key][0]);
    const none: Case = { name: 'no content-type', body, headers: {}, code: 'unsupported_media_type' };
    const others = MEDIA_TYPES.map((type) => ({ ...none, name: type.slice(0, 40), headers: { 'content-type': type } }));
    expect(await faultsOf(key, [none, ...others])).toEqual([]);
  });

  it('wrong values in every field, unknown fields and prototype keys', async () => {
    const cases = EXAMPLES[key].flatMap((example) => fieldCases(key, example));
    // One route takes no field at all.
    expect(cases.length).toBeGreaterThan(key === 'POST /login/passkey/options' ? 3 : 15);
    expect(await faultsOf(key, cases)).toEqual([]);
  });

  it('11 MB, as API Gateway itself does', async () => {
    const answer = await sendBody(service, key, Buffer.alloc(11 * 1024 * 1024, MARK));
    expect([answer.status, answer.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    expect(answer.headers['content-type']).toBe('application/json');
  });
});

describe('a well-formed value that is impossible', () => {
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
    `${MARK}\r\nBcc: ${MARK}@example.com`,
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

  const PHONES = [
    MARK,
    '',
    '010',
    '112',
    '1588-1234',
    '02-312-3456',
    '060-700-1234',
    '+1 202 555 0123',
    '+82 10 1234 5678 ext 5',
    `010-1234-5678${MARK}`.slice(0, 32),
    `010-1234-5678\r\n${MARK}`,
    '+'.repeat(32),
  ];
  const password = 'correct horse battery';

  it('as an address is refused with the name of its field', async () => {
    const owner = bearer((await createLocalAccount(service)).accessToken);
    const routes = [
      ['/signup', 'email', { password }],
      ['/login', 'email', { password }],
      ['/login/link', 'email', {}],
      ['/reset', 'email', {}],
      ['/otp', 'to', { channel: 'email' }],
      ['/me/email', 'newEmail', { password }],
    ] as const;
    for (const address of ADDRESSES) {
      for (const [path, field, rest] of routes) {
        const answer = await service.post(path, { ...rest, [field]: address }, owner);
        expect([path, address, answer.status, answer.body.errors?.[0]?.path]).toEqual([path, address, 400, field]);
        expect(faultOf(answer, 'invalid_request')).toBe('');
      }
    }
  });

  it('as a mobile phone number is refused with the name of its field', async () => {
    const owner = bearer((await createLocalAccount(service)).accessToken);
    for (const phone of PHONES) {
      const answers = [
        ['to', await service.post('/otp', { channel: 'sms', to: phone })],
        ['phone', await service.post('/me/phone', { phone, password }, owner)],
      ] as const;
      for (const [field, answer] of answers) {
        expect([phone, answer.status, answer.body.errors?.[0]?.path]).toEqual([phone, 400, field]);
        expect(faultOf(answer, 'invalid_request')).toBe('');
      }
    }
  });

  it('as a link token is an invalid_token', async () => {
    const paths = [
      '/verify',
      '/links/inspect',
      '/login/link/confirm',
      '/reset/confirm',
      '/me/email/confirm',
      '/email/undo',
    ];
    for (const token of TOKENS) {
      for (const path of paths) {
        const answer = await service.post(path, { token, ...(path === '/reset/confirm' && { password }) });
        expect([path, token, faultOf(answer, 'invalid_token')]).toEqual([path, token, '']);
      }
    }
  });

  it('as a continuation does not work', async () => {
    const owner = bearer((await createLocalAccount(service)).accessToken);
    const routes = [
      ['/verify', { code: '123456' }],
      ['/verify/status', {}],
      ['/login/link/confirm', { code: '12345678' }],
      ['/reset/confirm', { code: '12345678', password }],
      ['/me/email/confirm', { code: '123456' }],
      ['/me/phone/confirm', { code: '123456' }],
      ['/otp/check', { code: '123456' }],
    ] as const;
    for (const continuation of [...TOKENS, 'W10.AAAAAAAAAAAAAAAAAAAAAA', 'eyJhIjoxfQ.AAAAAAAAAAAAAAAAAAAAAA', '...']) {
      for (const [path, rest] of routes) {
        const answer = await service.post(path, { ...rest, continuation }, owner);
        const found = [path, continuation, faultOf(answer, 'continuation_required')];
        expect(found).toEqual([path, continuation, '']);
      }
    }
  });

  it('as a refresh token does not refresh, and log-out accepts it', async () => {
    for (const refreshToken of [...TOKENS.map((token) => token.slice(0, 100)), 'a.0.b', `${MARK}.1.`, '..', 'a.-1.b']) {
      for (const path of ['/token/refresh', '/logout/all']) {
        const answer = await service.post(path, { refreshToken });
        expect([path, refreshToken, faultOf(answer, 'session_ended')]).toEqual([path, refreshToken, '']);
      }
      const { status, body } = await service.post('/logout', { refreshToken });
      expect([refreshToken, status, body]).toEqual([refreshToken, 200, { status: 'logged_out' }]);
    }
  });
});

describe('the service after all that', () => {
  it('still answers, and its log contains none of the sent values', async () => {
    expect((await service.get('/health')).body).toEqual({ status: 'ok' });
    expect(service.lines.filter((line) => line.includes(MARK))).toEqual([]);
    expect(service.lines.filter((line) => /unexpected_error|dependency_failed/.test(line))).toEqual([]);
  });
});
