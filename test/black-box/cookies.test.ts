// Cookie mode of the hosted pages: secrets travel in HttpOnly cookies only, and only for allowed origins.
import { describe, expect, it } from 'vitest';
import { TokenResponse } from '#schemas/responses.ts';
import { freshAddress, type LocalAnswer, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService();

const fromOwnPage = (...cookies: string[]) => ({
  origin: service.url,
  ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
});
const signUpByPage = () => service.signUp({ credentials: 'cookie' }, fromOwnPage());
/** `name=value` of a cookie that was set; its attributes must be exactly these. */
const cookieIn = ({ cookies }: LocalAnswer, name: string, maximumAge: number): string => {
  const [pair = '', ...attributes] = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.split('; ') ?? [];
  expect(attributes.toSorted()).toEqual(['HttpOnly', `Max-Age=${maximumAge}`, 'Path=/', 'SameSite=Lax']);
  return pair;
};

describe('cookie mode on plain-http localhost', () => {
  it('keeps the continuation out of the body and in a HttpOnly, SameSite=Lax cookie without Secure and prefix', async () => {
    const { answer, address } = await signUpByPage();
    expect(answer.body).toEqual({ status: 'sent', address, expiresInSeconds: 1800, resendInSeconds: 60 });
    expect(answer.cookies).toHaveLength(1);
    expect(cookieIn(answer, 'latchkey-continuation-signup', 5400)).toMatch(
      /^latchkey-continuation-signup=[\w-]+\.[\w-]{22}$/,
    );
  });

  it.each(['link', 'code'] as const)('logs in by %s and cookie: no refresh token in the body', async (way) => {
    const { answer, mail } = await signUpByPage();
    const proof = way === 'link' ? { token: tokenOf(mail) } : { code: mail.code };
    const headers = fromOwnPage('other=1', cookieIn(answer, 'latchkey-continuation-signup', 5400));
    const verified = await service.post('/verify', { ...proof, credentials: 'cookie' }, headers);
    expect(verified.status).toBe(200);
    expect(TokenResponse.parse(verified.body).refreshToken).toBeUndefined();
    const refresh = cookieIn(verified, 'latchkey-refresh', 30 * 24 * 3600);
    expect(verified.text).not.toContain(refresh.split('=')[1]);
    expect(cookieIn(verified, 'latchkey-continuation-signup', 0)).toBe('latchkey-continuation-signup=');
  });

  it('polls by cookie: pending, then the tokens in cookies once', async () => {
    const { answer, mail } = await signUpByPage();
    const headers = fromOwnPage(cookieIn(answer, 'latchkey-continuation-signup', 5400));
    const poll = () => service.post('/verify/status', { credentials: 'cookie' }, headers);
    expect((await poll()).body).toEqual({ status: 'pending' });
    expect((await service.post('/verify', { token: tokenOf(mail), password: PASSWORD })).status).toBe(200);
    const tab = await poll();
    expect([tab.status, tab.body.refreshToken]).toEqual([200, undefined]);
    expect(cookieIn(tab, 'latchkey-refresh', 30 * 24 * 3600)).toMatch(/=\w+\.1\.[\w-]+$/);
    expect((await poll()).body.code).toBe('already_used');
  });

  it('sends a mail again by cookie', async () => {
    const { address, answer, mail } = await signUpByPage();
    await service.advance(61);
    const headers = fromOwnPage(cookieIn(answer, 'latchkey-continuation-signup', 5400));
    const resent = await service.post('/signup/resend', { credentials: 'cookie' }, headers);
    expect(resent.status).toBe(202);
    expect((await service.waitForLink(address, 2)).link).toBe(mail.link);
  });

  it('ignores a continuation in the body', async () => {
    const { continuation, mail } = await service.signUp();
    const body = { code: mail.code, continuation, credentials: 'cookie' };
    const refused = await service.post('/verify', body, fromOwnPage());
    expect([refused.status, refused.body.code]).toEqual([401, 'continuation_required']);
  });

  it('ignores cookies unless the request asks for cookie mode: another site could make a browser send them', async () => {
    const { answer, mail } = await signUpByPage();
    const headers = fromOwnPage(cookieIn(answer, 'latchkey-continuation-signup', 5400));
    const refused = await service.post('/verify', { code: mail.code }, headers);
    expect([refused.status, refused.body.code]).toEqual([401, 'continuation_required']);
  });
});

describe('the origin of a cookie request', () => {
  const BODIES = {
    '/signup': { email: freshAddress(), password: PASSWORD },
    '/signup/resend': {},
    '/verify': { code: '123456' },
    '/verify/status': {},
  };
  const foreignOrigins = (url: string): Record<string, string | undefined> => ({
    'no origin': undefined,
    'the null origin': 'null',
    'another site': 'https://evil.example',
    'a longer host': `${url}.evil.example`,
    'another port': 'http://localhost:1',
    'another scheme': url.replace('http:', 'https:'),
    'a path after it': `${url}/`,
  });

  it.each(Object.keys(BODIES) as (keyof typeof BODIES)[])(
    'on %s must be ours: others get 403 origin_refused and no cookie',
    async (path) => {
      const refusals: unknown[] = [];
      for (const [name, origin] of Object.entries(foreignOrigins(service.url))) {
        const body = { ...BODIES[path], credentials: 'cookie' };
        const answer = await service.post(path, body, origin === undefined ? {} : { origin });
        refusals.push([name, answer.status, answer.body.code, answer.cookies.length]);
      }
      const expected = Object.keys(foreignOrigins(service.url)).map((name) => [name, 403, 'origin_refused', 0]);
      expect(refusals).toEqual(expected);
    },
  );

  it('if refused, begins nothing: no mail is sent', async () => {
    await service.advance(61);
    const address = freshAddress();
    const body = { email: address, password: PASSWORD, credentials: 'cookie' };
    expect((await service.post('/signup', body, { origin: 'https://evil.example' })).status).toBe(403);
    // Mails arrive in order: once the next one is there, this one would be there, too.
    await service.signUp();
    expect(await service.messagesTo(address)).toEqual([]);
  });

  it('can also be 127.0.0.1, which is the same machine', async () => {
    const origin = service.url.replace('localhost', '127.0.0.1');
    const { answer } = await service.signUp({ credentials: 'cookie' }, { origin });
    expect(answer.cookies).toHaveLength(1);
  });
});
