// What must never happen to an account, under random schedules of its owner on several devices, a stranger, faults and time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { bearer } from '../support/account.ts';
import { FAULTS, type Fault } from '../support/faults/faults.ts';
import { IS_SOAK, ROUNDS } from '../support/rounds.ts';
import { type Answer, createTestService, type TestService } from '../support/service.ts';
import { account, PASSWORD } from '../support/sign-up.ts';
import { wrongCode } from '../support/wrong-code.ts';

const ADDRESSES = ['minji@example.com', 'minji@second.example', 'minji@third.example'] as const;
const [HOME] = ADDRESSES;
const STRANGER_IP = '203.0.113.7';

const ACTIONS = [
  'logs in',
  'refreshes',
  'refreshes with the oldest token',
  'looks at the account',
  'asks for a reset',
  'stranger asks for a reset',
  'resets by the newest link',
  'resets by the oldest link',
  'resets by code',
  'stranger guesses a reset code',
  'asks for a log-in link',
  'stranger asks for a log-in link',
  'logs in by link',
  'stranger guesses a log-in code',
  'asks for another address',
  'confirms the address',
  'moves',
  'resets',
  'undoes the newest change',
  'undoes the oldest change',
  'changes the password',
  'ends all sessions',
  'courier',
  'queue',
  'a minute passes',
  'a day passes',
] as const;
type Action = (typeof ACTIONS)[number];

interface Schedule {
  /** Actions of one group run at the same time. */
  readonly groups: readonly (readonly Action[])[];
  readonly faults: readonly (Fault | undefined)[];
}

const schedule: fc.Arbitrary<Schedule> = fc.record({
  groups: fc.array(fc.array(fc.constantFrom(...ACTIONS), { minLength: 1, maxLength: 4 }), {
    minLength: 6,
    maxLength: 24,
  }),
  faults: fc.array(fc.option(fc.constantFrom(...FAULTS), { nil: undefined, freq: 6 }), { maxLength: 200 }),
});

/** What is counted comes from these schedules alone: under others chance might reach less. */
const SEED = 20_260_105;

/** The tokens of one answer, which came between two moments of the run. */
interface Given {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly to: 'owner' | 'stranger';
  readonly from: number;
  readonly until: number;
}

/** A change that ends all sessions, or a use of a token, between two moments of the run. */
interface Span {
  readonly from: number;
  readonly until: number;
}

const run = async ({ groups, faults }: Schedule) => {
  const left = [...faults];
  const limits = {
    ...DEFAULTS.limits,
    logInFailuresPerNetwork: 1000,
    failuresPerClient: 100_000,
    failuresPerNetwork: 100_000,
    mailsPerMailbox: 100_000,
  };
  const service = createTestService({ settings: { limits: { ...limits, sendingRequestsPerMinute: 1000 } } });
  let moment = 0;
  let passwords = 0;
  const known = [PASSWORD];
  const given: Given[] = [];
  const ends: Span[] = [];
  const uses: (Span & { readonly token: Given })[] = [];
  const answers: Answer[] = [];
  const spent = new Map<string, number>();
  const continuations = new Map<string, string>();

  const ask = async (
    path: string,
    body: unknown,
    options: { headers?: Record<string, string>; ip?: string; method?: string } = {},
  ) => {
    const from = ++moment;
    const { method = 'POST', ...rest } = options;
    const answer = await service.request({ method, path, ...(body !== undefined && { body }), ...rest });
    const until = ++moment;
    answers.push(answer);
    if (answer.status === 200 && answer.body.refreshToken) {
      const to = options.ip === STRANGER_IP ? 'stranger' : 'owner';
      given.push({ accessToken: answer.body.accessToken, refreshToken: answer.body.refreshToken, to, from, until });
    }
    return { answer, from, until };
  };
  const change = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const { answer, from, until } = await ask(path, body, { headers });
    if (answer.status === 200 || answer.status === 202) ends.push({ from, until });
    return answer;
  };
  const once = async (secret: string | undefined, path: string, body: unknown) => {
    const answer = await change(path, body);
    if (secret && answer.status < 300) spent.set(`${path} ${secret}`, (spent.get(`${path} ${secret}`) ?? 0) + 1);
  };
  const refresh = async (token: Given | undefined) => {
    if (!token) return;
    const { answer, from, until } = await ask('/token/refresh', { refreshToken: token.refreshToken });
    if (answer.status === 200) uses.push({ from, until, token });
  };
  const mails = (purpose: string) => service.mails.filter(({ tags, token }) => tags.purpose === purpose && token);
  const headers = () => bearer(given.at(-1)?.accessToken ?? 'none');
  const nextPassword = () => {
    known.push(`${PASSWORD} ${++passwords}`);
    return known.at(-1) ?? '';
  };
  const send = async (path: string, ip?: string) => {
    const { answer } = await ask(path, { email: HOME }, { ...(ip && { ip }) });
    if (answer.status === 202) continuations.set(`${path} ${ip ?? ''}`, answer.body.continuation);
  };
  const guess = async (path: string, purpose: string) => {
    const code = wrongCode(mails(purpose).at(-1)?.code ?? '12345678', 7);
    const continuation = continuations.get(`${path} ${STRANGER_IP}`) ?? 'none';
    await ask(`${path}/confirm`, { code, continuation, password: 'the password of a stranger' }, { ip: STRANGER_IP });
  };
  const reset = (mail: { readonly token?: string } | undefined) =>
    once(mail?.token, '/reset/confirm', { token: mail?.token ?? 'none', password: nextPassword() });
  const undo = (mail: { readonly token?: string } | undefined) =>
    once(mail?.token, '/email/undo', { token: mail?.token ?? 'none' });

  const perform: Record<Action, () => Promise<void> | void> = {
    'logs in': async () => {
      for (const password of known.toReversed()) {
        const { answer } = await ask('/login', { email: HOME, password });
        if (answer.status === 200) return;
      }
    },
    refreshes: () => refresh(given.at(-1)),
    'refreshes with the oldest token': () => refresh(given[0]),
    'looks at the account': async () => {
      for (const token of given.slice(-3)) {
        const { answer, from, until } = await ask('/me', undefined, {
          method: 'GET',
          headers: bearer(token.accessToken),
        });
        if (answer.status === 200) uses.push({ from, until, token });
      }
    },
    'asks for a reset': () => send('/reset'),
    'stranger asks for a reset': () => send('/reset', STRANGER_IP),
    'resets by the newest link': () => reset(mails('reset').at(-1)),
    'resets by the oldest link': () => reset(mails('reset')[0]),
    'resets by code': () => {
      const code = mails('reset').at(-1)?.code ?? '00000000';
      const continuation = continuations.get('/reset ') ?? 'none';
      return once(code, '/reset/confirm', { code, continuation, password: nextPassword() });
    },
    'stranger guesses a reset code': () => guess('/reset', 'reset'),
    'asks for a log-in link': () => send('/login/link'),
    'stranger asks for a log-in link': () => send('/login/link', STRANGER_IP),
    'logs in by link': async () => {
      const { token = 'none' } = mails('login').at(-1) ?? {};
      const { answer } = await ask('/login/link/confirm', { token });
      if (answer.status === 200) spent.set(token, (spent.get(token) ?? 0) + 1);
    },
    'stranger guesses a log-in code': () => guess('/login/link', 'login'),
    'asks for another address': async () => {
      const newEmail = ADDRESSES[1 + (moment % 2)] ?? '';
      const { answer } = await ask('/me/email', { newEmail, password: known.at(-1) }, { headers: headers() });
      if (answer.status === 202) continuations.set(newEmail, answer.body.continuation);
    },
    'confirms the address': async () => {
      const mail = mails('email_change').at(-1);
      const continuation = continuations.get(mail?.to ?? '') ?? 'none';
      await once(mail?.token, '/me/email/confirm', { token: mail?.token ?? 'none', continuation });
    },
    moves: async () => {
      await perform['asks for another address']();
      await service.deliver();
      await perform['confirms the address']();
      await service.deliver();
    },
    resets: async () => {
      await perform['asks for a reset']();
      await service.deliver();
      await perform['resets by the newest link']();
    },
    'undoes the newest change': () => undo(mails('email_changed').at(-1)),
    'undoes the oldest change': () => undo(mails('email_changed')[0]),
    'changes the password': async () => {
      const currentPassword = known.at(-1);
      await change('/me/password', { currentPassword, newPassword: nextPassword() }, headers());
    },
    'ends all sessions': async () => {
      await change('/logout/all', { refreshToken: given.at(-1)?.refreshToken ?? 'none' });
    },
    courier: () => service.deliver(),
    queue: () => service.deliverQueued(),
    'a minute passes': () => service.advance(61),
    'a day passes': () => service.advance(86_400),
  };

  const begun = await account(service, HOME);
  given.push({ ...begun.body, to: 'owner', from: 0, until: 0 });
  service.setFaults(() => left.shift());
  for (const group of groups) await Promise.all(group.map((action) => perform[action]()));
  service.setFaults();
  return {
    service,
    userId: begun.body.user.id as string,
    answers,
    given,
    ends,
    uses,
    spent,
    met: faults.length - left.length,
  };
};

/** The addresses at which the account can be reached. */
const addressesOf = ({ rows }: TestService, userId: string): string[] =>
  ADDRESSES.filter((address) => {
    const isOwn = rows.get(`users email#${address}`)?.['userId'] === userId;
    return isOwn && rows.get(`users user#${userId}`)?.['email'] === address;
  });

/** Runs a schedule, asserts what must hold, and tells what it came to. */
const judge = async (asked: Schedule) => {
  const { service, userId, answers, given, ends, uses, spent, met } = await run(asked);
  expect(answers.filter(({ status }) => status >= 500 && status !== 503)).toEqual([]);
  expect(given.filter(({ to }) => to === 'stranger')).toEqual([]);
  expect(addressesOf(service, userId)).toHaveLength(1);
  expect([...spent.values()].filter((count) => count > 1)).toEqual([]);
  const outlived = uses.filter(({ from, token }) => ends.some((end) => token.until < end.from && end.until < from));
  expect(outlived).toEqual([]);
  const moved = addressesOf(service, userId)[0] === HOME ? 0 : 1;
  return { changes: ends.length, uses: uses.length, faults: met, moved };
};

describe('no session outlives a change, no link works twice, one address reaches the account, no 500', () => {
  it('under schedules that reach what they are about, the same in each run', async () => {
    const reached = { changes: 0, moved: 0, faults: 0, uses: 0 };
    const property = fc.asyncProperty(schedule, async (asked) => {
      const { changes, moved, faults, uses } = await judge(asked);
      reached.changes += changes;
      reached.moved += moved;
      reached.faults += faults;
      reached.uses += uses;
    });
    await fc.assert(property, { seed: SEED, numRuns: ROUNDS.schedules / 2 });
    // Few rounds need not come by all of it.
    if (!IS_SOAK) return;
    expect(reached.changes).toBeGreaterThan(100);
    expect(reached.uses).toBeGreaterThan(100);
    expect(reached.moved).toBeGreaterThan(5);
    expect(reached.faults).toBeGreaterThan(500);
  }, 600_000);

  it('under any schedule of requests, faults and time', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (asked) => void (await judge(asked))),
      { numRuns: ROUNDS.schedules },
    );
  }, 600_000);
});
