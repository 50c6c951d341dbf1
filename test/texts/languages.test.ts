// A stage speaks the languages that it names, and no other: in answers, on pages, in mails and SMS.
import { describe, expect, it } from 'vitest';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { bearer } from '../support/account.ts';
import { aPerson, claimsOfToken, createOAuthService, SPA, tokensFor, visit } from '../support/oauth.ts';
import { freshAddress } from '../support/real-store.ts';
import { createTestService, type TestService } from '../support/service.ts';
import { account, mailTo, PASSWORD } from '../support/sign-up.ts';

const speaking = (...languages: ('ko' | 'en')[]) => createTestService({ settings: { languages } });
const pageOf = async (service: TestService, path: string, headers: Readonly<Record<string, string>> = {}) => {
  const { text, headers: answered } = await service.request({ method: 'GET', path, headers });
  return { text, language: answered['content-language'] };
};
const signUp = (service: TestService, email: string, fields: object = {}, headers = {}) =>
  service.post('/signup', { email, password: 'correct horse battery', ...fields }, { headers });
const headingIn = (locale: 'ko' | 'en') => MAIL_TEXTS[locale].mails.verification.heading;

describe('a request', () => {
  it('in a language of the stage is taken, in another refused with those that there are', async () => {
    const service = speaking('en');
    expect((await signUp(service, freshAddress(), { locale: 'en' })).status).toBe(202);
    const { status, body } = await signUp(service, freshAddress(), { locale: 'ko' });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: 'locale', message: 'must be "en"' }] });
  });

  it('in a language that nobody has is refused as before', async () => {
    const { status, body } = await signUp(speaking('ko', 'en'), freshAddress(), { locale: 'fr' });
    expect([status, body.errors]).toEqual([400, [{ path: 'locale', message: 'must be "ko" or "en"' }]]);
  });

  it.each([
    [['ko', 'en'], undefined, 'ko'],
    [['en', 'ko'], undefined, 'en'],
    [['en', 'ko'], 'ko', 'ko'],
    [['en'], 'ko', 'en'],
    [['ko'], 'en-US,en;q=0.9', 'ko'],
  ] as const)(
    'that names no language gets a mail of %j for a browser of %j in %s',
    async (languages, browser, locale) => {
      const service = speaking(...languages);
      const address = freshAddress();
      await signUp(service, address, {}, browser ? { 'accept-language': browser } : {});
      const { html } = await mailTo(service, address);
      expect(html).toContain(`<html lang="${locale}"`);
      expect(html).toContain(headingIn(locale));
    },
  );

  it('cannot give an account a language that the stage does not have', async () => {
    const service = speaking('ko');
    const { body } = await account(service, freshAddress());
    const rest = { headers: { authorization: `Bearer ${body.accessToken}` } };
    const answer = await service.request({ method: 'PATCH', path: '/me', body: { locale: 'en' }, ...rest });
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'locale', message: 'must be "ko"' }]]);
  });
});

describe('a page', () => {
  it.each([
    ['?lang=en', {}, 'en'],
    ['?lang=ko', {}, 'en'],
    ['?ko', {}, 'en'],
    ['', { 'accept-language': 'ko' }, 'en'],
  ])('of an English stage is English at %j with %j', async (query, headers, language) => {
    for (const path of ['/signup', '/no-such-page']) {
      const page = await pageOf(speaking('en'), `${path}${query}`, { accept: 'text/html', ...headers });
      expect(page.language).toBe(language);
    }
  });

  it('links to every other language, in its own words', async () => {
    const { text } = await pageOf(speaking('en', 'ko'), '/signup');
    const links = [...text.matchAll(/<a href="\?lang=(..)" lang="(..)" hreflang="..">([^<]*)</g)].map((link) =>
      link.slice(1),
    );
    expect(links).toEqual([['ko', 'ko', PAGE_TEXTS.ko.html.languageName]]);
  });

  it('of one language offers no other, nor a choice in the account', async () => {
    const service = speaking('en');
    for (const path of ['/signup', '/account']) expect((await pageOf(service, path)).text).not.toContain('hreflang');
    const { text } = await pageOf(service, '/account');
    expect(text).not.toContain(PAGE_TEXTS.ko.html.languageName);
    expect(text).toMatch(/<div data-when="">\s*<dt>Language</);
    expect(text).not.toContain('id="language-ko"');
  });

  it('of the authorization endpoints is in a language of the stage', async () => {
    const service = createOAuthService({ settings: { languages: ['en'] } });
    for (const path of ['/authorize?lang=ko', '/logout?lang=ko'])
      expect((await visit(service, path)).headers['content-language']).toBe('en');
  });

  it('of two languages has a choice of both in the account, the default first', async () => {
    const { text } = await pageOf(speaking('en', 'ko'), '/account');
    const choices = [...text.matchAll(/type="radio" value="(..)"/g)].map(([, locale]) => locale);
    expect(choices).toEqual(['en', 'ko']);
    expect(text).toMatch(/<div data-when="ko">\s*<dt>/);
  });
});

describe('a row in a language that the stage has no more', () => {
  it('gets its mails in the default', async () => {
    const before = createTestService();
    const address = freshAddress();
    await account(before, address);
    const service = createTestService({ store: before.store, settings: { languages: ['en'] } });
    service.advance(61);
    await service.post('/reset', { email: address });
    const { html, token } = await mailTo(service, address);
    expect(html).toContain('<html lang="en"');
    expect((await pageOf(service, `/reset?${token}.ko`)).language).toBe('en');
  });

  it('is answered with the default, which the service takes back', async () => {
    const before = createTestService();
    const address = freshAddress();
    const made = await account(before, address);
    const service = createTestService({ store: before.store, settings: { languages: ['en'] } });
    const login = await service.post('/login', { email: address, password: PASSWORD });
    expect([made.body.user.locale, login.body.user.locale]).toEqual(['ko', 'en']);
    const call = (method: string, body?: object) =>
      service.request({ method, path: '/me', headers: bearer(login.body.accessToken), ...(body && { body }) });
    const { locale } = (await call('GET')).body;
    expect(locale).toBe('en');
    expect((await call('PATCH', { locale })).status).toBe(200);
  });

  it('is told to applications in the default', async () => {
    const before = createOAuthService();
    const person = await aPerson(before);
    const service = createOAuthService({ store: before.store, settings: { languages: ['en'] } });
    const tokens = await tokensFor(service, person, SPA, 'openid profile');
    const told = await service.request({ method: 'GET', path: '/userinfo', headers: bearer(tokens.access_token) });
    expect([claimsOfToken(tokens.id_token).locale, told.body.locale]).toEqual(['en', 'en']);
  });

  it('gets its SMS in the default', () => {
    const brand = { name: 'Modu', color: '#1f6feb' };
    const { render } = createSmsRenderer({ brand, issuer: 'https://auth.example.com', languages: ['en'] });
    const sms = { name: 'code', locale: 'ko', values: { code: '048213' } } as const;
    expect(render(sms).body).toBe(render({ ...sms, locale: 'en' }).body);
  });
});
