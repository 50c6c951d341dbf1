// The hosted pages: complete in both languages, safe whatever the team is called, and nothing a strict CSP would refuse.
import { describe, expect, it } from 'vitest';
import { LIMIT_REASONS, PASSWORD_REASONS } from '../../functions/domain/errors.ts';
import { type Brand, LOCALES } from '../../functions/domain/mail.ts';
import { PAGE_ERROR_CODES, PAGE_TEXTS } from '../../functions/http/page-texts.ts';
import { fillTemplate, PAGE_CONTENT_SECURITY_POLICY, pageAsset, renderPage } from '../../functions/http/pages.ts';
import { BODY_ERRORS, ROUTES } from '../../functions/routes.ts';

const PAGES = ['signup', 'verify'] as const;
const BRAND: Brand = { name: '무지개 상점', color: '#3b5bdb', supportAddress: 'help@example.com' };
const HOSTILE = `</title></script><script>alert(1)</script>"'\`&{{texts}}$&`;

const everyPage = PAGES.flatMap((name) => LOCALES.map((locale) => ({ name, locale })));
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

describe.each(everyPage)('the $name page in $locale', ({ name, locale }) => {
  const html = renderPage(name, locale, BRAND);

  it('says its language and fills every placeholder', () => {
    expect(html.startsWith('<!doctype html>')).toBe(true);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(html).not.toMatch(/\{\{|\}\}|undefined/);
    expect(html).not.toContain('<!--');
  });

  it('carries the texts of its language as data', () => {
    expect(dataIn(html)).toEqual(PAGE_TEXTS[locale].client);
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
    expect(files).toEqual(['pages.css', 'pages.client.js']);
    for (const file of files) expect(pageAsset(file, BRAND)).toBeDefined();
  });

  it('labels every input, describes it by what exists, and has one h1', () => {
    const ids = matches(html, /\sid="([^"]+)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const inputs = matches(html, /<input\b([^>]*)>/g);
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) {
      const id = matches(input, /\sid="([^"]+)"/g)[0];
      expect(html).toContain(`<label for="${id}">`);
      const described = matches(input, /aria-describedby="([^"]+)"/g)[0]?.split(' ') ?? [];
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
    expect(dataIn(hostile)).toEqual(PAGE_TEXTS[locale].client);
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
    expect(new Set(leaves(PAGE_TEXTS).flatMap(gaps))).toEqual(new Set(['wait', 'count']));
  });

  it('are in their language', () => {
    for (const text of leaves(PAGE_TEXTS.ko.client)) expect(text).toMatch(/[가-힣]/);
    for (const text of leaves(PAGE_TEXTS.en.client)) expect(text).not.toMatch(/[가-힣]/);
  });

  it.each(['POST /signup', 'POST /signup/resend', 'POST /verify', 'POST /verify/status'] as const)(
    'have a sentence for whatever %s answers',
    (route) => {
      const codes = [...BODY_ERRORS, ...ROUTES[route].errors, 'not_found', 'method_not_allowed', 'internal_error'];
      expect(PAGE_ERROR_CODES).toEqual(expect.arrayContaining(codes));
    },
  );

  it.each(LOCALES)('have a sentence for every code and reason in %s', (locale) => {
    const { errors, limits, weakPassword } = PAGE_TEXTS[locale].client;
    expect(Object.keys(errors)).toEqual([...PAGE_ERROR_CODES]);
    expect(Object.keys(limits)).toEqual([...LIMIT_REASONS]);
    expect(Object.keys(weakPassword)).toEqual([...PASSWORD_REASONS]);
  });
});

describe('a template', () => {
  const texts = PAGE_TEXTS.en.client;

  it.each(['{{missing}}', '{{ name }}', '{{}}', '{{constructor}}', '{{__proto__}}'])('refuses %s', (template) => {
    expect(() => fillTemplate(template, texts, { name: 'x' })).toThrow('unknown value');
  });

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

  it('is a script that loads nothing, keeps no token and writes no markup', () => {
    const asset = pageAsset('pages.client.js', BRAND);
    expect(asset?.contentType).toBe('text/javascript; charset=utf-8');
    expect(asset?.body).not.toMatch(
      /localStorage|document\.cookie|innerHTML|outerHTML|insertAdjacent|document\.write|eval\(/,
    );
    expect(asset?.body).not.toMatch(/^import\s|https?:/m);
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
