// The hosted pages: complete in both languages, safe whatever the team is called, and nothing a strict CSP would refuse.
import { describe, expect, it } from 'vitest';
import { LIMIT_REASONS, PASSWORD_REASONS } from '../../functions/domain/errors.ts';
import { type Brand, LOCALES } from '../../functions/domain/mail.ts';
import {
  clientTextsOf,
  PAGE_ERROR_CODES,
  PAGE_NAMES,
  PAGE_TEXTS,
  type PageName,
} from '../../functions/http/page-texts.ts';
import { fillTemplate, PAGE_CONTENT_SECURITY_POLICY, pageAsset, renderPage } from '../../functions/http/pages.ts';
import { BODY_ERRORS, ROUTES } from '../../functions/routes.ts';

const SCRIPTS = ['pages.client.js', 'screen.client.js', 'service.client.js'];
/** Whom each page asks. */
const POSTS: Readonly<Record<PageName, readonly (keyof typeof ROUTES)[]>> = {
  signup: ['POST /signup'],
  verify: ['POST /verify', 'POST /verify/status', 'POST /signup/resend'],
  login: ['POST /login', 'POST /login/link', 'POST /login/link/confirm'],
  reset: ['POST /reset', 'POST /reset/confirm'],
  'email/confirm': ['POST /me/email/confirm'],
  'email/undo': ['POST /email/undo'],
};
/** The fields a page has, each with what a browser may fill in, and how many digits its code has. */
const FIELDS: Readonly<Record<PageName, readonly string[]>> = {
  signup: ['email email', 'password new-password'],
  verify: ['code one-time-code 6', 'password current-password'],
  login: ['email username', 'password current-password', 'code one-time-code 8'],
  reset: ['email username', 'code one-time-code 8', 'password new-password'],
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
/** What a browser's parser makes of the data block. */
const dataIn = (html: string): unknown =>
  JSON.parse(matches(html, /<script type="application\/json" id="texts">(.*?)<\/script>/gs)[0] ?? '');
const attribute = (tag: string, name: string): string | undefined =>
  matches(tag, new RegExp(`\\s${name}="([^"]*)"`, 'g'))[0];

describe.each(everyPage)('the $name page in $locale', ({ name, locale }) => {
  const html = renderPage(name, locale, BRAND);

  it('says its language and fills every placeholder', () => {
    expect(html.startsWith('<!doctype html>')).toBe(true);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/\{\{|\}\}|undefined/);
    expect(html).not.toContain('<!--');
  });

  it('carries the texts of its language as data', () => {
    expect(dataIn(html)).toEqual(clientTextsOf(name, locale));
    expect(html).toContain(`<h1 id="heading" tabindex="-1">${PAGE_TEXTS[locale].pages[name].html.heading}</h1>`);
  });

  it('has the fields it needs', () => {
    const inputs = matches(html, /<input\b([^>]*)>/g);
    const fields = inputs.map((input) => ['id', 'autocomplete', 'data-digits'].map((part) => attribute(input, part)));
    expect(fields.map((parts) => parts.filter((part) => part !== undefined).join(' '))).toEqual(FIELDS[name]);
    const digits = inputs.flatMap((input) => attribute(input, 'data-digits') ?? []);
    expect(matches(html, /<label for="code">\D*(\d)\D*<\/label>/g)).toEqual(digits);
    expect(html.includes('id="password-hint" class="quiet" data-when=""')).toBe(html.includes('"current-password"'));
  });

  it('shows nothing before the script has chosen a state, and has one for each answer that ends it', () => {
    const parts = html.match(/<[a-z]+\b[^>]*\sdata-state="[^>]*>/g) ?? [];
    for (const part of parts) expect(part).toMatch(/ hidden>$/);
    const states = parts.flatMap((part) => attribute(part, 'data-state')?.split(' ') ?? []);
    const headings = Object.keys(PAGE_TEXTS[locale].client.headings);
    const answers: string[] = POSTS[name]
      .filter((route) => !/status/.test(route))
      .flatMap((route) => ROUTES[route].errors);
    expect(states).toEqual(expect.arrayContaining(headings.filter((heading) => answers.includes(heading))));
  });

  it('has no inline script, style or event handler', () => {
    expect(matches(html, /<script\b([^>]*)>/g)).toEqual([
      ' type="module" src="/assets/pages.client.js"',
      ' type="application/json" id="texts"',
    ]);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+\s*=|javascript:/i);
  });

  it('loads and links nothing from elsewhere', () => {
    const addresses = matches(html, /\s(?:href|src|action|srcset|poster)="([^"]*)"/g);
    const foreign = addresses.filter((address) => !/^(\/[a-z]|\?lang=|data:,$|mailto:|$)/.test(address));
    expect(foreign).toEqual([]);
    expect(html).not.toMatch(/https?:|url\(|\/\//);
  });

  it('loads only assets that exist', () => {
    const files = matches(html, /"\/assets\/([^"]+)"/g);
    expect(files).toEqual(['pages.css', SCRIPTS[0]]);
    for (const file of files) expect(pageAsset(file, BRAND)).toBeDefined();
  });

  it('labels every input, describes it by what exists, and has one h1', () => {
    const ids = matches(html, /\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    for (const input of matches(html, /<input\b([^>]*)>/g)) {
      const id = attribute(input, 'id');
      expect(html).toContain(`<label for="${id}">`);
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
    for (const form of matches(html, /<form\b([^>]*)>/g)) expect(form).toContain('method="post"');
  });

  it('escapes a hostile brand', () => {
    const plain = renderPage(name, locale, { ...BRAND, name: 'X', supportAddress: 'X', appUrl: 'X' });
    const hostile = renderPage(name, locale, { ...BRAND, name: HOSTILE, supportAddress: HOSTILE, appUrl: HOSTILE });
    const tags = (text: string) => text.match(/<\/?[a-z0-9]+/gi);
    expect(tags(hostile)).toEqual(tags(plain));
    expect(hostile).not.toContain('alert(1)</script>');
    expect(hostile).toContain('&#60;script&#62;alert(1)');
    expect(dataIn(hostile)).toEqual(clientTextsOf(name, locale));
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

  it('keep their gaps in both languages', () => {
    const gaps = (text: string) => matches(text, /\{(\w+)\}/g);
    expect(leaves(PAGE_TEXTS.en).map(gaps)).toEqual(leaves(PAGE_TEXTS.ko).map(gaps));
    expect(new Set(leaves(PAGE_TEXTS).flatMap(gaps))).toEqual(new Set(['wait', 'count', 'digits']));
  });

  it('are in their language', () => {
    const { ko, en } = PAGE_TEXTS;
    for (const text of leaves([ko.client, ko.pages])) expect(text).toMatch(/[가-힣]/);
    for (const text of leaves([en.client, en.pages])) expect(text).not.toMatch(/[가-힣]/);
  });

  it.each(Object.values(POSTS).flat())('have a sentence for whatever %s answers', (route) => {
    const codes = [...BODY_ERRORS, ...ROUTES[route].errors, 'not_found', 'method_not_allowed', 'internal_error'];
    expect(PAGE_ERROR_CODES).toEqual(expect.arrayContaining(codes));
  });

  it.each(everyPage)('have a sentence for every code and reason on the $name page in $locale', ({ name, locale }) => {
    const { errors, limits, weakPassword } = clientTextsOf(name, locale);
    expect(Object.keys(errors)).toEqual([...PAGE_ERROR_CODES]);
    expect(Object.keys(limits)).toEqual([...LIMIT_REASONS]);
    expect(Object.keys(weakPassword)).toEqual([...PASSWORD_REASONS]);
  });
});

it('are served where the route table has them', () => {
  const pages = Object.entries(ROUTES).flatMap(([route, { success }]) => (success.body === 'text/html' ? route : []));
  expect(pages).toEqual(PAGE_NAMES.flatMap((name) => [`GET /${name}`, `HEAD /${name}`]));
});

describe('a template', () => {
  const texts = PAGE_TEXTS.en.client;

  it.each(['{{missing}}', '{{>missing}}', '{{ name }}', '{{}}', '{{constructor}}', '{{__proto__}}'])(
    'refuses %s',
    (template) => {
      expect(() => fillTemplate(template, texts, { name: 'x' })).toThrow('unknown value');
    },
  );

  it('is filled once: a value is never a template', () => {
    expect(fillTemplate('<p title="{{a}}">{{b}}</p>', texts, { a: '"<{{b}}', b: '$& {{a}}' })).toBe(
      '<p title="&#34;&#60;{{b}}">$&#38; {{a}}</p>',
    );
  });

  it('cannot have its data ended by a sentence', () => {
    const html = fillTemplate('{{texts}}', { ...texts, network: '</script><!--' }, {});
    expect(html).toContain('"\\u003c/script>\\u003c!--"');
    expect(dataIn(html)).toMatchObject({ network: '</script><!--' });
  });
});

describe('an asset', () => {
  it('carries the brand colour, with writing on it that can be read', () => {
    expect(pageAsset('pages.css', { ...BRAND, color: '#3b5bdb' })?.body).toContain(
      '--brand: #3b5bdb; --on-brand: #ffffff',
    );
    expect(pageAsset('pages.css', { ...BRAND, color: '#FEE500' })?.body).toContain(
      '--brand: #FEE500; --on-brand: #101114',
    );
    expect(pageAsset('pages.css', BRAND)?.contentType).toBe('text/css; charset=utf-8');
    expect(pageAsset('pages.css', BRAND)?.body).toContain('prefers-color-scheme: dark');
  });

  it.each(['red; } body { display: none', '#fff', '', '#3b5bdb\n}'])('refuses the colour %j', (color) => {
    expect(() => pageAsset('pages.css', { ...BRAND, color })).toThrow('#rrggbb');
  });

  it.each(SCRIPTS)('%s loads nothing foreign, keeps no token and writes no markup', (file) => {
    const { contentType, body = '' } = pageAsset(file, BRAND) ?? {};
    expect(contentType).toBe('text/javascript; charset=utf-8');
    expect(body).not.toMatch(
      /localStorage|document\.cookie|innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|https?:/,
    );
    const imports = matches(body, /^(?:import|export)\b[^;]*?\sfrom '([^']+)';/gm);
    expect(SCRIPTS.map((script) => `./${script}`)).toEqual(expect.arrayContaining(imports));
    // The types in its comments import as well.
    expect(body.replaceAll(/\/\*.*?\*\//gs, '')).not.toMatch(/^import '|\bimport\(/m);
  });

  it('is nothing else', () => {
    for (const file of ['', 'signup.html', '../pages.css', 'constructor', '__proto__', 'tsconfig.json']) {
      expect(pageAsset(file, BRAND)).toBeUndefined();
    }
  });
});

it('is served under a policy that allows nothing inline and nothing foreign', () => {
  expect(PAGE_CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  expect(PAGE_CONTENT_SECURITY_POLICY).toContain("frame-ancestors 'none'");
  // A form that submits by itself would put a password into an address bar.
  expect(PAGE_CONTENT_SECURITY_POLICY).toContain("form-action 'none'");
  expect(PAGE_CONTENT_SECURITY_POLICY).toContain("require-trusted-types-for 'script'");
  expect(PAGE_CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|https?:|\*|nonce|sha256/);
});
