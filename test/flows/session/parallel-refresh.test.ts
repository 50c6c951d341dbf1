// Many refreshes with one token, as tabs and servers that render pages make them, over a real database: an honest client keeps
// its session, and a token that comes back after the grace ends it.
import { describe, expect, it } from 'vitest';
import { sessionKey } from '#domain/store-keys.ts';
import { logIn, me, refresh } from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const AT_ONCE = 20;
const COOKIE = { credentials: 'cookie' };
const headers = { origin: 'https://api.example' };

const cookieOf = ({ cookies }: Answer): string => cookies[0]?.split(';')[0] ?? '';
const tokenIn = (cookie: string): string => cookie.split('=')[1] ?? '';

interface Mode {
  readonly logIn: (service: TestService, address: string) => Promise<Answer>;
  /** What the client keeps, and sends with the next refresh. */
  readonly keptOf: (answer: Answer) => string;
  readonly tokenOf: (kept: string) => string;
  readonly refresh: (service: TestService, kept: string) => Promise<Answer>;
}

const MODES: Readonly<Record<string, Mode>> = {
  body: {
    logIn,
    keptOf: ({ body }) => body.refreshToken,
    tokenOf: (kept) => kept,
    refresh,
  },
  cookie: {
    logIn: (service, email) => service.post('/login', { email, password: PASSWORD, ...COOKIE }, { headers }),
    keptOf: cookieOf,
    tokenOf: tokenIn,
    refresh: (service, cookie) => service.post('/token/refresh', COOKIE, { headers, cookies: [cookie] }),
  },
};

describe.each(Object.entries(MODES))('20 refreshes at once with one token in the %s', (_name, mode) => {
  /** The session after them: what the client had before, and what all of them gave it. */
  const refreshedAtOnce = async () => {
    const service = createTestService({ store: createTestStore() });
    const address = freshAddress();
    const { user } = (await account(service, address)).body;
    const first = mode.keptOf(await mode.logIn(service, address));
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => mode.refresh(service, first)));
    const next = answers.map(mode.keptOf);
    return { service, user, first, answers, next: next[0] ?? '', all: new Set(next) };
  };
  const rowOf = async ({ store }: TestService, kept: string) => {
    const [row] = await store.load([sessionKey(mode.tokenOf(kept).split('.')[0] ?? '')]);
    return row;
  };
  const reused = ({ lines }: TestService) => lines.filter((line) => line.includes('"session_reused"')).length;

  it('all succeed, with one next token and one rotation', async () => {
    const { service, user, first, answers, next, all } = await refreshedAtOnce();
    expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
    expect(all.size).toBe(1);
    expect(await rowOf(service, first)).toMatchObject({ rotation: 2 });
    for (const { body } of answers) expect((await me(service, body.accessToken)).body).toMatchObject({ id: user.id });
    expect((await mode.refresh(service, next)).status).toBe(200);
    expect(reused(service)).toBe(0);
  });

  it('end nothing, and nor do 20 stragglers 5 s later: they get the newest token', async () => {
    const { service, first, next } = await refreshedAtOnce();
    service.advance(3);
    const newest = mode.keptOf(await mode.refresh(service, next));
    service.advance(2);
    const stragglers = await Promise.all(Array.from({ length: AT_ONCE }, () => mode.refresh(service, first)));
    expect(stragglers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
    expect(new Set(stragglers.map(mode.keptOf))).toEqual(new Set([newest]));
    service.advance(60);
    expect((await mode.refresh(service, newest)).status).toBe(200);
    expect(reused(service)).toBe(0);
  });

  it('and a straggler after the grace: the token counts as copied, and the session ends with its newest tokens', async () => {
    const { service, first, answers, next } = await refreshedAtOnce();
    service.advance(10);
    const straggler = await mode.refresh(service, first);
    expect(straggler).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(await rowOf(service, first)).toBeUndefined();
    expect((await mode.refresh(service, next)).body.code).toBe('session_ended');
    expect((await me(service, answers[0]?.body.accessToken)).status).toBe(401);
    expect(reused(service)).toBe(1);
  });
});
