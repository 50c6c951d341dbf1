// The hosted pages: complete in both languages, safe whatever the team is called, and nothing a strict CSP would refuse.
import { describe, expect, it } from 'vitest';
import type { Brand } from '#domain/brand.ts';
import { ERRORS, LIMIT_REASONS, PASSWORD_REASONS } from '#domain/errors.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { firstStateOf } from '#pages/first-state.ts';
import { mayAskForPerson, renderPage } from '#pages/pages.ts';
import { dataBlock, fillTemplate } from '#pages/template.ts';
import { groundsOf } from '#pages/theme.ts';
import { errorsOf, ROUTES, type Route } from '#routes.ts';
import { PAGE_NAMES, type PageName } from '#texts/page-texts.ts';
import { clientTextsOf, PAGE_TEXTS, sentTextsOf } from '#texts/pages.ts';
import { ASSETS } from '../support/page-assets.ts';

/** The routes that each page calls, and the errors that end it. */
const POSTS: Readonly<Record<PageName, readonly (keyof typeof ROUTES)[]>> = {
  '': [],
  signup: ['POST /signup'],
  verify: ['POST /verify', 'POST /verify/status', 'POST /signup/resend'],
  login: [
    ...(['POST /login', 'POST /login/link', 'POST /login/link/confirm'] as const),
    ...(['POST /login/passkey', 'POST /login/passkey/options', 'POST /login/second-factor'] as const),
  ],
  reset: ['POST /reset', 'POST /reset/confirm'],
  invitation: ['POST /invitation/confirm'],
  account: [
    ...(['POST /token/refresh', 'POST /logout', 'POST /logout/all', 'GET /me', 'PATCH /me', 'DELETE /me'] as const),
    ...(['POST /me/password', 'POST /me/email', 'POST /me/email/confirm', 'POST /me/phone'] as const),
    ...(['POST /me/phone/confirm', 'GET /me/sessions', 'DELETE /me/sessions/{id}', 'DELETE /me/sessions'] as const),
  ],
  'account/security': [
    ...(['GET /me/passkeys', 'POST /me/passkeys/options', 'POST /me/passkeys'] as const),
    ...(['PATCH /me/passkeys', 'DELETE /me/passkeys'] as const),
    ...(['POST /token/refresh', 'GET /me/second-factor', 'POST /me/second-factor/begin'] as const),
    ...([
      'POST /me/second-factor/confirm',
      'POST /me/second-factor/recovery-codes',
      'DELETE /me/second-factor',
    ] as const),
  ],
  'email/confirm': ['POST /me/email/confirm'],
  'email/undo': ['POST /email/undo'],
};
/** The fields a page has, each with what a browser may fill in, and how many digits its code has. */
const FIELDS: Readonly<Record<PageName, readonly string[]>> = {
  '': [],
  signup: ['email email', 'password new-password'],
  verify: [
    ...['code one-time-code 6', 'username', 'password current-password', 'username', 'new-password new-password'],
  ],
  login: [
    'email username',
    'password current-password',
    'code one-time-code 8',
    'factor-code one-time-code 6',
    'recovery-code off',
  ],
  reset: ['email username', 'code one-time-code 8', 'username', 'password new-password'],
  invitation: ['username', 'password new-password'],
  account: [
    ...['email email', 'email-current-password current-password', 'old-mailbox-lost', 'email-code one-time-code 6'],
    ...['phone tel', 'phone-code one-time-code 6'],
    ...['username', 'password-current-password current-password', 'password new-password'],
    ...[
      'language-ko',
      'language-en',
      'off',
      'reauth-current-password current-password',
      'delete-current-password current-password',
      'confirmation off',
    ],
  ],
  'account/security': [
    ...['name off', 'code one-time-code 6', 'renew-code one-time-code 6', 'proof one-time-code'],
    ...['username', 'reauth-current-password current-password'],
  ],
  'email/confirm': ['code one-time-code 6'],
  'email/undo': [],
};
const BRAND: Brand = { name: '무지개 상점', color: '#3b5bdb', supportAddress: 'help@example.com' };
const HOSTILE = `</title></script><script>alert(1)</script>"'\`&{{texts}}$&`;

const everyPage = PAGE_NAMES.flatMap((name) => LOCALES.map((locale) => ({ name, locale })));
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const leaves = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(leaves);
const paths = (value: unknown, path = ''): string[] =>
  typeof value === 'string'
    ? [path]
    : Object.entries(value as object).flatMap(([key, child]) => paths(child, `${path}.${key}`));
/** The data block as a browser parses it. */
const dataIn = (html: string): unknown =>
  JSON.parse(matches(html, /<script type="application\/json" id="texts">(.*?)<\/script>/gs)[0] ?? '');
const settingsIn = (html: string): unknown =>
  JSON.parse(matches(html, /<script type="application\/json" id="settings">(.*?)<\/script>/gs)[0] ?? '');
const statesOf = (parts: readonly string[]): string[] =>
  parts.flatMap((part) => attribute(part, 'data-state')?.split(' ') ?? []);
const attribute = (tag: string, name: string): string | undefined =>
  matches(tag, new RegExp(`\\s${name}="([^"]*)"`, 'g'))[0];

const OWN_SCRIPTS: Partial<Record<PageName, string>> = { account: 'd.js', 'account/security': 'f.js' };
const scriptOf = (name: PageName): string => OWN_SCRIPTS[name] ?? 'c.js';

/** The texts that a page carries. */
const sentTo = (name: PageName, locale: Locale, asksForPerson = false) =>
  sentTextsOf(name, clientTextsOf(name, locale), { asksForPerson });

describe.each(everyPage)('the $name page in $locale', ({ name, locale }) => {
  const html = renderPage(name, locale, BRAND, ASSETS);

  it('says its language and fills every placeholder', () => {
    expect(html.startsWith('<!doctype html>')).toBe(true);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/\{\{|undefined/);
    expect(html).not.toContain('<!--');
  });

  it('carries the texts of its language as data', () => {
    expect(dataIn(html)).toEqual(sentTo(name, locale));
    expect(settingsIn(html)).toEqual({ returnOrigins: [], isSmsOn: true });
  });

  it('has the fields it needs', () => {
    const inputs = matches(html, /<input\b([^>]*)>/g);
    const fields = inputs.map((input) => ['id', 'autocomplete', 'data-digits'].map((part) => attribute(input, part)));
    expect(fields.map((parts) => parts.filter((part) => part !== undefined).join(' '))).toEqual(FIELDS[name]);
    const digits = inputs.flatMap((input) => attribute(input, 'data-digits') ?? []);
    expect(matches(html, /<label for="(?:\w+-)?code">\D*(\d)\D*<\/label>/g)).toEqual(digits);
    // A phone fills a code into one field only, and may bring the words around it: so it is one, and cuts nothing.
    for (const input of inputs.filter((one) => one.includes('one-time-code')))
      expect(input).not.toMatch(/\s(?:maxlength|pattern|size)=/);
    const isKnown = FIELDS[name].includes('password current-password');
    expect(html.includes('id="password-hint" class="quiet" aria-live="polite" data-when=""')).toBe(isKnown);
  });

  it.each([{}, { step: 'code' }, { token: 'x' }, { token: '' }, { step: 'other' }])(
    'comes in the state that %j begins, and in no other',
    (query) => {
      const state = firstStateOf(name, query);
      const page = renderPage(name, locale, BRAND, ASSETS, undefined, state);
      const parts = page.match(/<[a-z]+\b[^>]*\sdata-state="[^>]*>/g) ?? [];
      for (const part of parts) expect(!part.endsWith(' hidden>')).toBe(statesOf([part]).includes(state));
      expect(statesOf(parts)).toContain(state);
      const { headings } = clientTextsOf(name, locale);
      const isNamed = state === 'mail' || state === 'invalid_token';
      const heading = isNamed ? headings[state] : PAGE_TEXTS[locale].pages[name].html.heading;
      expect(page).toContain(`<h1 id="heading" tabindex="-1">${heading}</h1>`);
      expect(page).toContain(`<title>${heading} · 무지개 상점</title>`);
    },
  );

  it('has a state for each answer that ends it; an account begins its form anew', () => {
    const states = statesOf(html.match(/<[a-z]+\b[^>]*\sdata-state="[^>]*>/g) ?? []);
    const headings = Object.keys(PAGE_TEXTS[locale].client.headings);
    const ending = name.startsWith('account') ? [] : POSTS[name];
    const answers: string[] = ending.filter((route) => !/status/.test(route)).flatMap((route) => ROUTES[route].errors);
    expect(states).toEqual(expect.arrayContaining(headings.filter((heading) => answers.includes(heading))));
  });

  it('has no inline script, style or event handler', () => {
    expect(matches(html, /<script\b([^>]*)>/g)).toEqual([
      ` type="module" src="/assets/${scriptOf(name)}" blocking="render"`,
      ' type="application/json" id="texts"',
      ' type="application/json" id="settings"',
    ]);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+\s*=|javascript:/i);
  });

  it('loads and links nothing from elsewhere', () => {
    const addresses = matches(html, /\s(?:href|src|action|srcset|poster)="([^"]*)"/g);
    const foreign = addresses.filter((address) => !/^(\/[a-z]|\/?\?lang=|#[a-z-]+$|data:,$|mailto:|$)/.test(address));
    expect(foreign).toEqual([]);
    expect(html).not.toMatch(/https?:|url\(|\/\//);
  });

  it('loads its assets and no other', () => {
    expect(matches(html, /"\/assets\/([^"]+)"/g)).toEqual(['a.css', scriptOf(name)]);
  });

  it('shows the logo instead of the name, with the name as its alternative text', () => {
    const logoUrl = 'https://cdn.example/logo.svg?a=1&b="2"';
    const page = renderPage(name, locale, { ...BRAND, logoUrl }, ASSETS);
    const src = 'https://cdn.example/logo.svg?a=1&#38;b=&#34;2&#34;';
    expect(page).toContain(`class="brand"><img class="logo" src="${src}" alt="무지개 상점"></span>`);
    expect(html).toContain('class="brand">무지개 상점</span>');
    expect(html).not.toContain('<img');
  });

  it('shows the dark logo in the dark only, and one name for both', () => {
    const [logoUrl, logoUrlDark] = ['https://cdn.example/logo.svg', 'https://cdn.example/dark.svg?a=1&b="2"'];
    const page = renderPage(name, locale, { ...BRAND, logoUrl, logoUrlDark }, ASSETS);
    const dark = 'srcset="https://cdn.example/dark.svg?a=1&#38;b=&#34;2&#34;" media="(prefers-color-scheme: dark)"';
    expect(page).toContain(`<picture><source ${dark}><img class="logo" src="${logoUrl}" alt="무지개 상점">`);
    expect(page.match(/alt="/g)).toHaveLength(1);
  });

  it('has the icon of the team, or none', () => {
    const page = renderPage(name, locale, { ...BRAND, faviconUrl: 'https://cdn.example/a.ico?"' }, ASSETS);
    expect(page).toContain('<link rel="icon" href="https://cdn.example/a.ico?&#34;">');
    expect(html).toContain('<link rel="icon" href="data:,">');
  });

  it('gives the bars of the browser the colour of its background in each colour scheme', () => {
    const theme = { background: '#fafafa', backgroundDark: '#101010' };
    const colorsOf = (page: string) => matches(page, /<meta name="theme-color" content="([^"]*)"/g);
    expect(colorsOf(renderPage(name, locale, { ...BRAND, theme }, ASSETS))).toEqual(['#fafafa', '#101010']);
    expect(colorsOf(html)).toEqual(Object.values(groundsOf({})));
    expect(matches(html, /<meta name="theme-color"[^>]*media="([^"]*)"/g)).toEqual([
      '(prefers-color-scheme: light)',
      '(prefers-color-scheme: dark)',
    ]);
  });

  it('labels every input, describes it by what exists, and has one h1', () => {
    const ids = matches(html, /\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const input of matches(html, /<input\b([^>]*)>/g)) {
      const id = attribute(input, 'id');
      // A hidden input needs no label; an input in a template gets its label from the script.
      if (id === undefined || input.endsWith(' hidden')) continue;
      expect(html).toMatch(new RegExp(`<label for="${id}"(?: lang="..")?>`));
      if (input.includes('type="radio"')) continue;
      const described = attribute(input, 'aria-describedby')?.split(' ') ?? [];
      expect(described).toContain(`${id}-problem`);
      expect(ids).toEqual(expect.arrayContaining(described));
    }
    expect(matches(html, /<(h1)\b/g)).toHaveLength(1);
    expect(html).toContain('role="alert"');
    expect(html).toContain('role="status"');
    expect(html).toContain('<noscript>');
  });

  it('never sends a form by GET', () => {
    expect(matches(html, /<form\b([^>]*)>/g).filter((form) => !form.includes('method="post"'))).toEqual([]);
  });

  it('escapes a hostile brand', () => {
    const plain = renderPage(name, locale, { ...BRAND, name: 'X', supportAddress: 'X', appUrl: 'X' }, ASSETS);
    const brand = { ...BRAND, name: HOSTILE, supportAddress: HOSTILE, appUrl: HOSTILE };
    const hostile = renderPage(name, locale, brand, ASSETS);
    const tags = (text: string) => text.match(/<\/?[a-z0-9]+/gi);
    expect(tags(hostile)).toEqual(tags(plain));
    expect(hostile).not.toContain('alert(1)</script>');
    expect(hostile).toContain('&#60;script&#62;alert(1)');
    expect(dataIn(hostile)).toEqual(sentTo(name, locale));
  });

  it('speaks in the name of the team alone', () => {
    expect(html).toContain('무지개 상점');
    expect(html).not.toMatch(/latchkey/i);
  });
});

describe('the texts', () => {
  it('are the same set in both languages, none empty', () => {
    expect(paths(PAGE_TEXTS.en)).toEqual(paths(PAGE_TEXTS.ko));
    for (const text of leaves(PAGE_TEXTS)) expect(text.trim()).not.toBe('');
  });

  it('have the same placeholders in both languages', () => {
    const gaps = (text: string) => matches(text, /\{(\w+)\}/g);
    expect(leaves(PAGE_TEXTS.en).map(gaps)).toEqual(leaves(PAGE_TEXTS.ko).map(gaps));
    expect(new Set(leaves(PAGE_TEXTS).flatMap(gaps))).toEqual(
      new Set(['age', 'wait', 'count', 'digits', 'label', 'address', 'time', 'character', 'name']),
    );
  });

  it('are in their language', () => {
    const { ko, en } = PAGE_TEXTS;
    for (const text of leaves([ko.client, ko.pages])) expect(text).toMatch(/[가-힣]/);
    for (const text of leaves([en.client, en.pages])) expect(text).not.toMatch(/[가-힣]/);
  });

  it.each(Object.values(POSTS).flat())('have a sentence for whatever %s answers', (route) => {
    const row: Route = ROUTES[route];
    expect(Object.keys(clientTextsOf('', 'ko').errors)).toEqual(expect.arrayContaining([...errorsOf(row)]));
  });

  it.each(everyPage)('have one on the $name page in $locale for whatever its requests answer', ({ name, locale }) => {
    const { errors } = sentTo(name, locale, mayAskForPerson(name));
    // For one of them every page has a way on instead of a sentence.
    for (const route of POSTS[name]) {
      const codes = errorsOf(ROUTES[route] as Route).filter((code) => code !== 'second_factor_required');
      expect(Object.keys(errors)).toEqual(expect.arrayContaining(codes));
    }
    expect(errors).not.toHaveProperty('admin_required');
  });

  it('have the sentence about a leaked password only in a stage that refuses it, where a password is chosen', () => {
    const pages = PAGE_NAMES.filter((name) => {
      const texts = clientTextsOf(name, 'ko');
      expect(sentTextsOf(name, texts).weakPassword ?? {}).not.toHaveProperty('leaked');
      return 'leaked' in (sentTextsOf(name, texts, { refusesLeaked: true }).weakPassword ?? {});
    });
    expect(pages).toEqual(['signup', 'verify', 'reset', 'invitation', 'account']);
    const options = { returnOrigins: [], isSmsOn: false, refusesLeaked: true };
    const html = renderPage('signup', 'ko', BRAND, ASSETS, options);
    expect(html).toContain(PAGE_TEXTS.ko.client.weakPassword.leaked);
    expect(html).not.toContain('refusesLeaked');
  });

  it.each(everyPage)('have a sentence for every code and reason on the $name page in $locale', ({ name, locale }) => {
    const { errors, limits, weakPassword } = clientTextsOf(name, locale);
    expect(Object.keys(errors).toSorted()).toEqual(Object.keys(ERRORS).toSorted());
    expect(Object.keys(limits)).toEqual([...LIMIT_REASONS]);
    expect(Object.keys(weakPassword)).toEqual([...PASSWORD_REASONS]);
  });
});

it('tells the script the allowed return origins, and nothing can end that data', () => {
  const options = { returnOrigins: ['https://app.example', 'https://</script><!--'], isSmsOn: false };
  const html = renderPage('login', 'ko', BRAND, ASSETS, options);
  expect(settingsIn(html)).toEqual(options);
});

it.each([
  ['https://shop.example/start', 'https://shop.example/start', PAGE_TEXTS.ko.html.goOn],
  [undefined, '/account?lang=ko', PAGE_TEXTS.ko.html.accountLink],
])('goes on to %s once something is done', (appUrl, href, label) => {
  const html = renderPage('login', 'ko', { ...BRAND, ...(appUrl && { appUrl }) }, ASSETS);
  expect(html).toContain(`<a id="go-on" class="primary" href="${href}" rel="noreferrer">${label}</a>`);
});

it.each(LOCALES)('says under an address without a page where to go on (%s)', (locale) => {
  const page = renderPage('', locale, BRAND, ASSETS, undefined, 'not_found');
  const { notFoundHeading, notFoundLead, homeLead } = PAGE_TEXTS[locale].pages[''].html;
  expect(page).toContain(`<h1 id="heading" tabindex="-1">${notFoundHeading}</h1>`);
  expect(page).toContain(`<p data-state="not_found">${notFoundLead}</p>`);
  expect(page).toContain(`<p data-state="form" hidden>${homeLead}</p>`);
});

it('are served where the route table has them', () => {
  const pages = Object.entries(ROUTES).flatMap(([route, { success }]) => (success.body === 'text/html' ? route : []));
  expect(pages).toEqual(PAGE_NAMES.map((name) => `GET /${name}`));
});

describe('a template', () => {
  it.each(['{{missing}}', '{{>missing}}', '{{ name }}', '{{}}', '{{constructor}}', '{{__proto__}}'])(
    'refuses %s',
    (template) => {
      expect(() => fillTemplate(template, {}, { name: 'x' })).toThrow('unknown value');
    },
  );

  it('is filled once: a value is never a template', () => {
    const filled = fillTemplate(
      '<p title="{{a}}">{{b}}</p>{{c}}',
      { c: '<b>{{a}}</b>' },
      { a: '"<{{b}}', b: '$& {{a}}' },
    );
    expect(filled).toBe('<p title="&#34;&#60;{{b}}">$&#38; {{a}}</p><b>{{a}}</b>');
  });

  it('cannot have its data ended by a sentence', () => {
    const html = dataBlock('texts', { ...PAGE_TEXTS.en.client, network: '</script><!--' });
    expect(html).toContain('"\\u003c/script>\\u003c!--"');
    expect(dataIn(html)).toMatchObject({ network: '</script><!--' });
  });
});
