// The sentences that a team words itself: on pages, in mails and SMS, in their language alone, and escaped as the originals are.
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { LOCALES } from '#domain/locale.ts';
import { renderPage } from '#pages/pages.ts';
import { placeholdersOf, sentencesOf } from '#texts/catalogue.ts';
import { PAGE_NAMES } from '#texts/page-texts.ts';
import { CONSENTS } from '../support/consents.ts';
import { everyMail, plainBrand, sampleMail } from '../support/mails.ts';
import { aPerson, createOAuthService, visit } from '../support/oauth.ts';
import { ASSETS } from '../support/page-assets.ts';
import { PROFILE_FIELDS } from '../support/profile-fields.ts';
import { createTestService } from '../support/service.ts';
import { mailTo } from '../support/sign-up.ts';

const MARKED = '<b>Hello</b> & "you"';
const ESCAPED = '&#60;b&#62;Hello&#60;/b&#62; &#38; &#34;you&#34;';
const words = {
  en: {
    'page.signup.heading': 'Join the club',
    'page.home.homeLead': MARKED,
    'page.all.client.network': '</script><b>Offline</b>',
    'page.verify.client.headings.done': 'You are in',
    'page.all.languageName': 'EN',
    'mail.verification.subject': 'Hello from {brand}',
    'mail.verification.heading': MARKED,
    'mail.password-changed.ifNotYou.0': 'Was it someone else?',
    'mail.moment.form': '{year}-{month}-{day} {hour}:{minute}',
    'sms.code': '{code} is your code',
  },
};
const speech = { languages: LOCALES, words };
const page = (name: Parameters<typeof renderPage>[0], locale: 'ko' | 'en') =>
  renderPage(name, locale, plainBrand, ASSETS, undefined, undefined, speech);

describe('a sentence of a team', () => {
  it('stands on its page', () => {
    expect(page('signup', 'en')).toContain('>Join the club</h1>');
    expect(page('verify', 'en')).toContain('"done":"You are in"');
    expect(page('login', 'en')).not.toContain('You are in');
  });

  it('that all pages share stands on each', () => {
    const sentence = '\\u003c/script>\\u003cb>Offline\\u003c/b>';
    for (const name of ['signup', 'login'] as const) expect(page(name, 'en')).toContain(sentence);
  });

  it('cannot bring markup', () => {
    expect(page('', 'en')).toContain(ESCAPED);
    expect(page('', 'en')).not.toContain('<b>');
    const { html, text } = createMailRenderer(plainBrand, speech).render(sampleMail('verification', 'en'));
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;b&gt;Hello');
    expect(text).toContain(MARKED);
  });

  it('stands in its mail', () => {
    const { render } = createMailRenderer(plainBrand, speech);
    expect(render(sampleMail('verification', 'en')).subject).toBe(`Hello from ${plainBrand.name}`);
    const { html, text } = render(sampleMail('password-changed', 'en'));
    expect(html).toContain('<strong>Was it someone else?</strong>');
    expect(text).toMatch(/2026-1-5 06:04/);
  });

  it('stands in its SMS', () => {
    const { render } = createSmsRenderer({ brand: plainBrand, issuer: 'https://auth.example.com', ...speech });
    expect(render({ name: 'code', locale: 'en', values: { code: '048213' } }).body).toBe('048213 is your code');
  });

  it('is in its language alone; its name for itself is on the pages of the others, too', () => {
    const original = renderPage('signup', 'ko', plainBrand, ASSETS, undefined, undefined, { languages: LOCALES });
    expect(page('signup', 'ko')).toBe(original.replace('hreflang="en">English<', 'hreflang="en">EN<'));
  });

  it('comes with a page and a mail of the service', async () => {
    const service = createTestService({ settings: { words } });
    const { text } = await service.request({ method: 'GET', path: '/signup?lang=en' });
    expect(text).toContain('Join the club');
    await service.post('/signup', { email: 'someone@example.com', password: 'correct horse battery', locale: 'en' });
    const { subject } = await mailTo(service, 'someone@example.com');
    expect(subject).toMatch(/^Hello from /);
  });
});

describe('every sentence', () => {
  const own = (locale: 'ko' | 'en') =>
    Object.fromEntries(
      [...sentencesOf(locale)].map(([key, sentence]) => [
        key,
        [`«${key}»`, ...placeholdersOf(sentence).map((name) => `{${name}}`)].join(' '),
      ]),
    );
  const all = { languages: LOCALES, words: { ko: own('ko'), en: own('en') } };

  it('has the same key in every language', () => {
    const [first, ...others] = LOCALES.map((locale) => [...sentencesOf(locale).keys()].toSorted());
    for (const other of others) expect(other).toEqual(first);
  });

  it('can be replaced: no mail has a letter of the originals', () => {
    const { render } = createMailRenderer(plainBrand, all);
    for (const mail of everyMail) {
      const { subject, text } = render(mail);
      expect(subject).toContain(`«mail.${mail.name}.subject»`);
      expect(text).toContain(`«mail.${mail.name}.why»`);
      expect(text.replaceAll(plainBrand.name, '')).not.toMatch(/[가-힣]|\b[Yy]ou\b/);
    }
  });

  it('can be replaced: no page has a letter of the originals, nor its consents and fields', () => {
    const own = { ko: 'of the team', en: 'of the team' };
    const consents = CONSENTS.map((consent) => ({ ...consent, title: own }));
    const profileFields = PROFILE_FIELDS.map(({ choices, ...field }) => ({
      ...{ ...field, label: own },
      ...(choices && { choices: choices.map(({ value }) => ({ value, label: own })) }),
    }));
    const options = { returnOrigins: [], isSmsOn: true, consents, profileFields, refusesLeaked: true };
    for (const name of PAGE_NAMES) {
      const html = renderPage(name, 'ko', { ...plainBrand, name: 'Modu' }, ASSETS, options, undefined, all);
      expect(html.match(/[^\n<>]*[가-힣]+[^\n<>]*/g) ?? []).toEqual([]);
    }
  });

  it('can be replaced on the pages of the authorization endpoints', async () => {
    const service = createOAuthService({ settings: { words: all.words } });
    const { cookies } = await aPerson(service);
    const pages = [
      ['/authorize?client_id=nobody', ['oauth.wrongRequest.heading', 'oauth.wrongRequest.sentence']],
      [
        '/logout?client_id=nobody&post_logout_redirect_uri=https://x.example/',
        ['oauth.logOut.heading', 'oauth.wrongRequest.sentence'],
      ],
      ['/logout', ['oauth.logOut.sentence', 'oauth.logOut.button', 'oauth.accountLink']],
    ] as const;
    for (const [path, keys] of pages) {
      const { text } = await visit(service, path, cookies);
      for (const key of keys) expect(text).toContain(`«${key}»`);
      expect(text.replaceAll(service.settings.brand.name, '')).not.toMatch(/[가-힣]/);
    }
    const { text } = await visit(service, '/logout');
    for (const key of ['heading', 'sentence', 'logInLink']) expect(text).toContain(`«oauth.loggedOut.${key}»`);
  });
});
