// Neither the answers nor the work reveal whether an address has an account: compared step by step with an address without one.
import { describe, expect, it } from 'vitest';
import { logIn } from '../support/account.ts';
import { freshAddress } from '../support/real-store.ts';
import { enrolledAccount, SECOND_FACTOR } from '../support/second-factor.ts';
import { type Answer, createTestService, freshNetwork, type TestService } from '../support/service.ts';
import { account, beginSignUp, PASSWORD } from '../support/sign-up.ts';
import { addForeign, disable } from '../support/standing.ts';
import { createTestStore } from '../support/test-store.ts';

/** A wrong code of each length; it is right by chance in one of a million runs. */
const WRONG = { 6: '135790', 8: '13579024' };

/** The states of an account. No stranger may tell any of them from no account. */
const STATES = {
  'as usual': account,
  disabled: async (service, address) => {
    await account(service, address);
    await disable(service, address);
  },
  'without a password': (service, address) => addForeign(service, address, { isProven: true }),
  'with a second factor': enrolledAccount,
  'never proven': (service, address) => addForeign(service, address, { password: PASSWORD }),
} as const satisfies Record<string, (service: TestService, address: string) => Promise<unknown>>;
type State = keyof typeof STATES;
const states = Object.keys(STATES) as State[];

/** A service and two addresses of the same length. The first has an account. */
const aPair = async (state: State = 'as usual') => {
  const service = createTestService({ store: createTestStore(), settings: SECOND_FACTOR });
  const [known, unknown] = pairOf('@example.com');
  await STATES[state](service, known);
  service.advance(61);
  await service.deliver();
  return { service, known, unknown };
};

const pairOf = (domain: string): readonly [string, string] => {
  const name = freshAddress().split('@')[0];
  return [`${name}-a${domain}`, `${name}-b${domain}`];
};

type Pair = Awaited<ReturnType<typeof aPair>>;

/** The parts of an answer that a stranger sees, without its random parts, and the work that it took. */
const telling = ({ status, headers, cookies, body }: Answer, operations: readonly string[]) => ({
  status,
  headers,
  cookies: cookies.map((cookie) => cookie.replace(/=[\w.-]+;/, '=…;')),
  cookieLengths: cookies.map(({ length }) => length),
  fields: Object.keys(body),
  body: {
    ...body,
    ...(body.address && { address: typeof body.address }),
    ...(body.continuation && { continuation: body.continuation.length }),
  },
  operations,
});

/** Runs the same steps for both addresses side by side, each address with its own client. */
const compare = async (
  { service, known, unknown }: Pair,
  steps: Readonly<Record<string, Step>>,
): Promise<Record<string, Answer>> => {
  const seen: Record<string, Answer> = {};
  const visitors = [known, unknown].map((address) => ({ address, ip: `${freshNetwork()}.9`, continuation: '' }));
  for (const [name, { path, body, after, headers }] of Object.entries(steps)) {
    if (after) service.advance(after);
    const told = [];
    for (const visitor of visitors) {
      service.operations.splice(0);
      const answer = await service.post(path, body(visitor), { ip: visitor.ip, ...(headers && { headers }) });
      told.push({ name, ...telling(answer, [...service.operations]) });
      visitor.continuation = answer.body.continuation ?? visitor.continuation;
      if (visitor.address === known) seen[name] = answer;
    }
    await service.deliver();
    expect(told[0]).toEqual(told[1]);
  }
  return seen;
};

interface Visitor {
  readonly address: string;
  readonly continuation: string;
}

interface Step {
  readonly path: string;
  readonly body: (visitor: Visitor) => object;
  /** Seconds to wait before the step. */
  readonly after?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const ROUTES: Readonly<Record<string, { readonly path: string; readonly body: (address: string) => object }>> = {
  '/signup': { path: '/signup', body: (email) => ({ email, password: 'password of a stranger' }) },
  '/reset': { path: '/reset', body: (email) => ({ email }) },
  '/login/link': { path: '/login/link', body: (email) => ({ email }) },
  '/otp': { path: '/otp', body: (to) => ({ channel: 'email', to }) },
};

const ALL = Object.values(ROUTES);
const CHECKS: Readonly<Record<string, { readonly path: string; readonly body: object }>> = {
  '/signup': { path: '/verify', body: { code: WRONG[6] } },
  '/reset': { path: '/reset/confirm', body: { code: WRONG[8], password: 'staple battery horse' } },
  '/login/link': { path: '/login/link/confirm', body: { code: WRONG[8] } },
  '/otp': { path: '/otp/check', body: { code: WRONG[6] } },
};

const inEachState = states.flatMap((state) => Object.entries(ROUTES).map(([path, route]) => ({ state, path, route })));

describe.each(inEachState)('POST $path for an address with an account $state and for one without', (of) => {
  const { state, path, route } = of;
  const asked = (after = 0): Step => ({ path, body: ({ address }) => route.body(address), ...(after && { after }) });
  const askedAgain = (after: number): Step => ({
    path,
    body: ({ address, continuation }) => ({ ...route.body(address), continuation }),
    after,
  });

  it('is alike at first, during the cool-down and after it', async () => {
    const answers = await compare(await aPair(state), {
      first: asked(),
      'in the cool-down': asked(30),
      'past the cool-down': asked(31),
      'in the second cool-down': asked(1),
      'when it has long expired': asked(3 * 3600),
    });
    expect(Object.values(answers).map(({ status }) => status)).toEqual([202, 429, 202, 429, 202]);
    expect(answers['first']?.body.continuation).toEqual(expect.any(String));
    expect(answers['in the cool-down']?.body).toMatchObject({ reason: 'cool_down', retryAfterSeconds: 30 });
  });

  it('is alike for a client that continues: wrong codes until they are locked, and a resend of its own link', async () => {
    const { path: checkPath, body } = CHECKS[path] ?? { path: '', body: {} };
    const guess: Step = { path: checkPath, body: ({ continuation }) => ({ ...body, continuation }) };
    const again = path === '/signup' ? {} : { 'asked again': askedAgain(61), 'guess after it': guess };
    const guesses = Object.fromEntries(Array.from({ length: 5 }, (_none, index) => [`guess ${index}`, guess]));
    const answers = await compare(await aPair(state), { first: asked(), 'guess before': guess, ...again, ...guesses });
    const codes = Object.values(answers).map(({ body: answer }) => answer.code ?? answer.status);
    expect(codes.slice(0, 2)).toEqual(['sent', 'code_mismatch']);
    expect(codes.at(-1)).toBe('too_many_requests');
  });

  it('is alike for an alias of the address, up to its cap', async () => {
    const pair = await aPair(state);
    const alias = (index: number): Step => ({
      path,
      body: ({ address }) => route.body(address.replace('@', `+${index}@`)),
      after: 1,
    });
    const steps = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((index) => [`alias ${index}`, alias(index)]));
    const statuses = Object.values(await compare(pair, steps)).map(({ status }) => status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429]);
  });
});

describe.each(['/signup', '/reset', '/login/link'])('POST %s in cookie mode', (path) => {
  it('is alike, including the cookies', async () => {
    const headers = { origin: 'https://app.example' };
    const bodyOf = ROUTES[path]?.body ?? (() => ({}));
    const step: Step = { path, body: ({ address }) => ({ ...bodyOf(address), credentials: 'cookie' }), headers };
    const answers = await compare(await aPair(), { first: step, 'in the cool-down': step });
    expect(answers['first']?.cookies).toHaveLength(1);
    expect(answers['first']?.body).not.toHaveProperty('continuation');
  });
});

describe.each(states)('for an address with an account %s and for one without', (state) => {
  it('a resend of a sign-up is alike: during the cool-down, after it, and without a sign-up', async () => {
    const resend = (after: number): Step => ({
      path: '/signup/resend',
      body: ({ continuation }) => ({ continuation }),
      after,
    });
    const answers = await compare(await aPair(state), {
      first: { path: '/signup', body: ({ address }) => ({ email: address, password: PASSWORD }) },
      'in the cool-down': resend(30),
      'past the cool-down': resend(31),
      'polled meanwhile': { path: '/verify/status', body: ({ continuation }) => ({ continuation }) },
      'when it is over': resend(2 * 3600),
    });
    expect(Object.values(answers).map(({ status }) => status)).toEqual([202, 429, 202, 200, 410]);
    expect(answers['when it is over']?.body).toMatchObject({ code: 'expired' });
    expect(answers['polled meanwhile']?.body).toEqual({ status: 'pending' });
  });

  it('a wrong password at log-in is alike, before and during the wait', async () => {
    const wrong: Step = { path: '/login', body: ({ address }) => ({ email: address, password: 'not the password' }) };
    const steps = Object.fromEntries(Array.from({ length: 7 }, (_none, index) => [`try ${index}`, wrong]));
    const answers = Object.values(
      await compare(await aPair(state), { ...steps, 'after the wait': { ...wrong, after: 2 } }),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429, 401]);
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(
      new Set(['invalid_credentials', 'too_many_requests']),
    );
  });

  it('a wrong password at log-in is hashed as often, also when its owner has logged in before', async () => {
    const { service, known, unknown } = await aPair(state);
    await logIn(service, known);
    const hashes: string[] = [];
    const { passwords } = service.dependencies;
    const { verify } = passwords;
    passwords.verify = (password, phc) => {
      hashes.push(password);
      return verify(password, phc);
    };
    const counts = [];
    for (const address of [known, unknown]) {
      hashes.splice(0);
      service.operations.splice(0);
      await logIn(service, address, 'not the password', `${freshNetwork()}.9`);
      counts.push({ hashes: hashes.length, operations: [...service.operations] });
    }
    expect(counts[0]).toEqual(counts[1]);
    expect(counts[0]?.hashes).toBe(2);
  });

  it('log-in is alike while a stranger’s sign-up is pending: with its password, and with a wrong one', async () => {
    const pair = await aPair(state);
    const stranger = 'password of a stranger';
    for (const address of [pair.known, pair.unknown]) await beginSignUp(pair.service, address, stranger);
    const tried = (password: string): Step => ({
      path: '/login',
      body: ({ address }) => ({ email: address, password }),
    });
    const answers = await compare(pair, { own: tried(stranger), wrong: tried('not the password') });
    expect(answers['own']).toMatchObject({ status: 403, body: { code: 'email_not_verified' } });
    expect(answers['wrong']).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  });

  it('every route refuses a client over its limit alike', async () => {
    const pair = await aPair(state);
    const steps: Record<string, Step> = {};
    for (let round = 0; round < 3; round++) {
      for (const { path, body } of ALL) {
        steps[`${path} ${round}`] = { path, body: ({ address }) => body(address), ...(round && { after: 1 }) };
      }
    }
    const answers = await compare(pair, steps);
    expect(answers['/otp 2']?.body).toMatchObject({ code: 'too_many_requests', reason: 'network' });
  });
});
