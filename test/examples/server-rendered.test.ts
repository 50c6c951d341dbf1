// Each server-rendered example logs people in by the hosted pages, keeps them logged in, and refuses everybody else.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { type AppName, useApp } from './apps.ts';
import { openWebBrowser, type Page, whoIsOn } from './web-browser.ts';

const HOUR = 3600;
const SECRET = 'the+secret/of=an:app';
const URIS = { redirectUris: ['http://localhost/callback'], postLogoutRedirectUris: ['http://localhost/'] };
const CLIENTS = [
  { id: 'express', name: 'Shop', secretSha256: createHash('sha256').update(SECRET).digest('hex'), ...URIS },
  { id: 'nextjs', name: 'Blog', ...URIS },
];
const SECRETS = { express: { CLIENT_SECRET: SECRET }, nextjs: {} } as const;
const service = useLocalService({ clients: CLIENTS });

it('logs in by one code: each example has it whole, because it is copied alone', () => {
  const codes = ['express', 'nextjs'].map((name) =>
    readFileSync(new URL(`../../examples/${name}/log-in.ts`, import.meta.url), 'utf8'),
  );
  expect(codes[0]).toBe(codes[1]);
});

describe.each(['express', 'nextjs'] satisfies AppName[])('examples/%s', (name) => {
  const app = useApp(name, () => ({ ISSUER: service.url, CLIENT_ID: name, ...SECRETS[name] }));
  const at = (path: string): string => `${app.url}${path}`;
  const aPerson = async () => {
    const { address, userId } = await createLocalAccount(service);
    return { address, userId, browser: openWebBrowser(service) };
  };
  /** Logged in, on the protected page. */
  const aGuest = async () => {
    const person = await aPerson();
    const page = await person.browser.enterPassword(await person.browser.visit(at('/account')), person.address);
    return { ...person, page };
  };
  const isLogInPage = ({ url }: Page): boolean => url.origin === service.url && url.pathname === '/login';
  const sleep = async (seconds: number): Promise<void> => {
    await service.advance(seconds);
    app.advance(seconds);
  };

  it('shows its protected page after a log-in, and not before', async () => {
    const { browser, address } = await aPerson();
    expect(whoIsOn(await browser.visit(at('/')))).toBeUndefined();
    const page = await browser.visit(at('/account'));
    expect(isLogInPage(page)).toBe(true);
    const shown = await browser.enterPassword(page, address);
    expect([shown.status, shown.url.href, whoIsOn(shown)]).toEqual([200, at('/account'), address]);
    expect(whoIsOn(await browser.visit(at('/')))).toBe(address);
  });

  it('signs a person up on the pages, who comes back logged in', async () => {
    const browser = openWebBrowser(service);
    const page = await browser.visit(at('/log-in?prompt=create'));
    expect(page.url.pathname).toBe('/signup');
    const back = await browser.signUp(page);
    expect([back.url.href, whoIsOn(back)]).toEqual([at('/'), back.address]);
    expect(whoIsOn(await browser.visit(at('/account')))).toBe(back.address);
  });

  it('keeps its session in a cookie that no script reads and no form of another site sends', async () => {
    const { browser, page } = await aGuest();
    const own = browser.setCookies.filter((text) => text.startsWith(name));
    expect(own.length).toBeGreaterThan(0);
    for (const text of own)
      expect(text).toMatch(/^[^;]{1,4000};(?=.* HttpOnly)(?=.* SameSite=lax)(?=.* Path=\/(;|$))/i);
    expect(page.text).not.toMatch(/eyJ/);
  });

  it('refreshes once for requests at the same time, when the access token ends and not before', async () => {
    const { browser, address } = await aGuest();
    const before = app.countTokenRequests();
    await browser.visit(at('/account'));
    expect(app.countTokenRequests()).toBe(before);
    for (const round of [1, 2]) {
      await sleep(HOUR);
      const pages = await Promise.all(Array.from({ length: 5 }, () => browser.visit(at('/account'))));
      expect(pages.map(whoIsOn)).toEqual(pages.map(() => address));
      expect(app.countTokenRequests() - before).toBe(round);
    }
  });

  it('logs out of the app and of the pages, at a word of its own pages alone', async () => {
    const { browser, page } = await aGuest();
    const home = await browser.visit(at('/account'));
    for (const origin of ['https://evil.example', service.url, 'null']) {
      const refused = await browser.visit(at('/log-out'), { method: 'POST', headers: { origin } });
      expect(refused.status).toBe(403);
    }
    expect((await browser.send(new URL(at('/log-out')))).status).not.toBe(200);
    expect(whoIsOn(await browser.visit(at('/account')))).toBe(whoIsOn(page));
    const left = await browser.submit(home, /log-out/);
    expect([left.status, left.url.href, whoIsOn(left)]).toEqual([200, at('/'), undefined]);
    expect(isLogInPage(await browser.visit(at('/account')))).toBe(true);
  });

  it(`refuses a copy of the cookie after the log-out${name === 'nextjs' ? ', once the access token has ended' : ''}`, async () => {
    const { browser, page } = await aGuest();
    const thief = browser.copyAt(new URL(app.url).hostname);
    await browser.submit(page, /log-out/);
    if (name === 'nextjs') await sleep(HOUR);
    expect(whoIsOn(await thief.visit(at('/')))).toBeUndefined();
    expect(isLogInPage(await thief.visit(at('/account')))).toBe(true);
  });

  it('ends its session at the service', async () => {
    const { browser, page, address } = await aGuest();
    const { body } = await service.post('/login', { email: address, password: PASSWORD });
    const devices = async () => {
      const { body: list } = await service.get('/me/sessions', { authorization: `Bearer ${body.accessToken}` });
      return list.sessions.length;
    };
    const before = await devices();
    await browser.submit(page, /log-out/);
    // The app's own, and that of the pages.
    expect(await devices()).toBe(before - 2);
  });

  it('refuses a person who logged out everywhere elsewhere, once the access token has ended', async () => {
    const { browser, address } = await aGuest();
    const { body } = await service.post('/login', { email: address, password: PASSWORD });
    await service.post('/logout/all', { refreshToken: body.refreshToken });
    await sleep(HOUR);
    expect(isLogInPage(await browser.visit(at('/account')))).toBe(true);
    expect(whoIsOn(await browser.visit(at('/')))).toBeUndefined();
  });

  describe('an answer of the service', () => {
    /** Up to the redirect that brings the code. */
    const comeBack = async () => {
      const { browser, address } = await aPerson();
      const { url } = await browser.visit(at('/log-in'));
      await browser.post('/login', { email: address, password: PASSWORD });
      const { headers } = await browser.send(new URL(url.searchParams.get('returnTo') ?? '', service.url));
      return { browser, answer: new URL(headers.get('location') ?? '') };
    };

    it.each(['state', 'code', 'iss'])('with another %s is refused', async (parameter) => {
      const { browser, answer } = await comeBack();
      answer.searchParams.set(parameter, `${answer.searchParams.get(parameter)}x`);
      expect((await browser.visit(answer)).status).toBe(400);
      expect(isLogInPage(await openWebBrowser(service).visit(at('/account')))).toBe(true);
      expect(whoIsOn(await browser.visit(at('/')))).toBeUndefined();
    });

    it('is refused in another browser, and taken once in its own', async () => {
      const { browser, answer } = await comeBack();
      const other = openWebBrowser(service);
      await other.visit(at('/log-in'));
      for (const stranger of [openWebBrowser(service), other]) {
        expect((await stranger.visit(answer)).status).toBe(400);
        expect(whoIsOn(await stranger.visit(at('/')))).toBeUndefined();
      }
      expect(whoIsOn(await browser.visit(answer))).toBeDefined();
      expect((await browser.visit(answer)).status).toBe(400);
    });
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never returns to %s',
    async (returnTo) => {
      const { browser, address } = await aPerson();
      const page = await browser.visit(at(`/log-in?${new URLSearchParams({ returnTo })}`));
      const { url } = await browser.enterPassword(page, address);
      expect(url.href).toBe(at('/'));
    },
  );

  it('answers its API to access tokens alone', async () => {
    const { accessToken, userId } = await createLocalAccount(service);
    const { browser } = await aGuest();
    const call = async (headers: Readonly<Record<string, string>>) => {
      const response = await browser.send(new URL(at('/api/orders')), { headers });
      return [response.status, await response.json()];
    };
    expect(await call({})).toEqual([401, { error: 'invalid_token' }]);
    expect(await call({ authorization: `Bearer ${accessToken}x` })).toEqual([401, { error: 'invalid_token' }]);
    expect(await call({ authorization: `Bearer ${accessToken}` })).toEqual([200, { of: userId, orders: 0 }]);
  });
});
