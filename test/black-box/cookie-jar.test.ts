// Two things begun in two tabs of one browser, which share its cookies: neither ends the other.
import { expect, it } from 'vitest';
import { createCookieJar } from '../support/cookie-jar.ts';
import { type LocalAnswer, PASSWORD, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService();

const createJar = () => {
  const cookies = createCookieJar();
  const home = new URL(service.url);
  const post = async (path: string, body: object): Promise<LocalAnswer> => {
    const cookie = cookies.headerFor(home);
    const headers = { origin: service.url, ...(cookie && { cookie }) };
    const answer = await service.post(path, { ...body, credentials: 'cookie' }, headers);
    cookies.keep(home, answer.cookies);
    return answer;
  };
  return { post, names: () => cookies.namesFor(home) };
};
type Jar = ReturnType<typeof createJar>;

const anAccount = async () => {
  const { address, continuation, mail } = await service.signUp();
  expect((await service.post('/verify', { code: mail.code, continuation })).status).toBe(200);
  return address;
};

/** Begins in the browser; resolves to what types the code there. */
type Begin = (jar: Jar) => Promise<() => Promise<LocalAnswer>>;

const mailed =
  (ask: string, confirm: string, more: object = {}): Begin =>
  async (jar) => {
    const email = await anAccount();
    await service.advance(61);
    expect((await jar.post(ask, { email })).status).toBe(202);
    const { code } = await service.waitForLink(email, 2);
    return () => jar.post(confirm, { code, ...more });
  };

const FLOWS: Readonly<Record<string, Begin>> = {
  signup: async (jar) => {
    await service.advance(61);
    const email = `tab-${crypto.randomUUID()}@example.com`;
    expect((await jar.post('/signup', { email, password: PASSWORD })).status).toBe(202);
    const { code } = await service.waitForLink(email);
    return () => jar.post('/verify', { code });
  },
  reset: mailed('/reset', '/reset/confirm', { password: 'another good password' }),
  login: mailed('/login/link', '/login/link/confirm'),
};
const names = Object.keys(FLOWS);
const PAIRS = names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const));

it.each(PAIRS.flatMap(([one, other]) => [[one, other, 'first'] as const, [one, other, 'last'] as const]))(
  '%s, then %s: both work, and what began first is finished %s',
  async (one, other, place) => {
    const jar = createJar();
    const first = await FLOWS[one]?.(jar);
    const second = await FLOWS[other]?.(jar);
    expect(jar.names()).toEqual([`latchkey-continuation-${one}`, `latchkey-continuation-${other}`].toSorted());
    const [finish, finishLast] = place === 'first' ? [first, second] : [second, first];
    expect((await finish?.())?.status).toBe(200);
    expect((await finishLast?.())?.status).toBe(200);
    expect(jar.names()).toEqual(['latchkey-refresh']);
  },
);

it('a log-in by password and a refresh meanwhile end neither', async () => {
  const jar = createJar();
  const email = await anAccount();
  const finish = await FLOWS['signup']?.(jar);
  expect((await jar.post('/login', { email, password: PASSWORD })).status).toBe(200);
  expect((await jar.post('/token/refresh', {})).status).toBe(200);
  expect(jar.names()).toEqual(['latchkey-continuation-signup', 'latchkey-refresh']);
  expect((await finish?.())?.status).toBe(200);
});
