// The assets of the pages: built from their sources, named by their content, small, and with the team's theme.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Brand } from '#domain/brand.ts';
import { LOCALES } from '#domain/locale.ts';
import type { Settings } from '#domain/settings.ts';
import { createPagesHandler } from '#handlers/pages.ts';
import { createAssets } from '#pages/assets.ts';
import { groundsOf, themeOf } from '#pages/theme.ts';
import { createLogger } from '#runtime/logger.ts';
import { PAGE_NAMES, type PageName } from '#texts/page-texts.ts';
import { BUILT_FOLDER, buildPages } from '../../bin/pages/build.ts';
import { apiEvent, lambdaContext } from '../support/api-event.ts';
import { decodeBody } from '../support/decode-body.ts';
import { testSettings } from '../support/service.ts';

const BRAND: Brand = { name: '무지개 상점', color: '#3b5bdb' };
const BROWSER = 'gzip, deflate, br, zstd';
/** Loaded by a page, and by the script of one when it needs them. */
const PAGE_SCRIPTS = ['pages.client.js', 'account.client.js', 'security.client.js'];
const LATE_SCRIPTS = ['account-consents.client.js', 'human.client.js', 'passkeys.client.js', 'second-factor.client.js'];
const SCRIPTS = [...PAGE_SCRIPTS, ...LATE_SCRIPTS];
/** Those of a stage without passkeys and a second factor. */
const PAGES = PAGE_NAMES.filter((name) => name !== 'account/security');
const builtFile = (name: string): string => readFileSync(`${BUILT_FOLDER}/${name}`, 'utf8');

/** The pages function, and what API Gateway would send of its answers. */
const serve = (brand: Brand = BRAND, settings: Partial<Settings> = {}) => {
  const log = createLogger(() => undefined, 'test');
  const signer = { publicKeys: async () => [] };
  const handler = createPagesHandler({
    settings: { ...testSettings, brand, ...settings },
    log,
    signer,
    proofSigner: signer,
  });
  return async (path: string, acceptEncoding?: string, method = 'GET') => {
    const headers: Record<string, string> = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding };
    const result = await handler(apiEvent({ method, path, headers }), lambdaContext);
    const bytes = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
    const answered = result.headers as Record<string, string>;
    return {
      result,
      status: result.statusCode,
      headers: answered,
      bytes,
      text: decodeBody(bytes, answered['content-encoding']),
    };
  };
};
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const get = serve();
const { styleHref, ...scripts } = createAssets(BRAND).addresses;
const { scriptHref, accountScriptHref, securityScriptHref } = scripts;
const FILES = [
  [styleHref, 'text/css; charset=utf-8'],
  ...Object.values(scripts).map((href) => [href, 'text/javascript; charset=utf-8'] as const),
] as const;

describe('the built files', () => {
  it('are reproducible from their sources', async () => {
    const [once, again] = [await buildPages(), await buildPages()];
    expect([...once]).toEqual([...again]);
    for (const [name, text] of once) expect(builtFile(name), name).toBe(text);
  });

  it.each(SCRIPTS)('have in %s a script that loads nothing, keeps no token and writes no markup', (name) => {
    const script = builtFile(name);
    expect(script).not.toMatch(
      /document\.cookie|innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|Function\(/,
    );
    // What is kept beyond the tab is written in one place; test/browser looks for secrets in it.
    expect(script.match(/localStorage\.setItem/g) ?? []).toHaveLength(LATE_SCRIPTS.includes(name) ? 0 : 1);
    // But for the late ones, whose addresses are in the page.
    const own = script.replaceAll(/\bimport\([\w$]+(?:\("[\w-]+"\)|\.script)?\)/g, '');
    expect(own).not.toMatch(/\bimport\b|\bfrom"/);
    expect(script).not.toContain('sourceMappingURL');
  });

  it('are a style that loads nothing and has a dark scheme', () => {
    expect(builtFile('pages.css')).not.toMatch(/url\(|@import|https?:/);
    expect(builtFile('pages.css')).toMatch(/prefers-color-scheme:\s*dark/);
  });
});

describe.each(FILES)('%s', (path, contentType) => {
  it('is its content, by name: the first 16 digits of its SHA-256', async () => {
    const { text } = await get(path);
    expect(text.length).toBeGreaterThan(30);
    // The style is named by that of its built part, and by the theme.
    const built = builtFile('pages.css');
    const named = path === styleHref ? `${hashOf(built)}${text.slice(built.length)}` : text;
    expect(path.split('.')[1]).toBe(hashOf(named));
  });

  it('may be cached for a year, per encoding, and be read by our own pages only', async () => {
    const { status, headers } = await get(path, BROWSER);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': contentType,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('is one text in every encoding', async () => {
    const plain = await get(path);
    expect([plain.headers['content-encoding'], plain.result.isBase64Encoded]).toEqual([undefined, undefined]);
    for (const acceptEncoding of ['br', 'gzip', BROWSER, 'br;q=0.1, gzip;q=0.9'])
      expect((await get(path, acceptEncoding)).text).toBe(plain.text);
  });

  it('is answered to HEAD with the same headers and no body', async () => {
    for (const acceptEncoding of ['br', undefined]) {
      const head = await get(path, acceptEncoding, 'HEAD');
      expect([head.status, head.result.body]).toEqual([200, '']);
      expect(head.headers).toEqual((await get(path, acceptEncoding)).headers);
    }
  });

  it('is not found under the hash of other content', async () => {
    const [name, hash = '', ending] = path.split('.');
    const other = `${hash.startsWith('0') ? '1' : '0'}${hash.slice(1)}`;
    for (const wrong of [other, hash.slice(1), hash.toUpperCase().replace(/^\d*$/, 'x'), `${hash}.${hash}`, '']) {
      const { status, headers } = await get(`${name}.${wrong}.${ending}`);
      expect([status, headers['cache-control']]).toEqual([404, 'no-store']);
    }
  });
});

it.each(['', 'pages.css', 'pages.client.js', 'signup.html', 'constructor', '__proto__', 'pages..css', 'tsconfig.json'])(
  '/assets/%s is nothing',
  async (file) => {
    expect((await get(`/assets/${file}`)).status).toBe(404);
  },
);

describe('compression', () => {
  it.each([
    ['br', 'br'],
    [BROWSER, 'br'],
    ['gzip', 'gzip'],
    ['br;q=0.2, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    [undefined, undefined],
  ])('for %j is %s, for script, page and document alike', async (acceptEncoding, encoding) => {
    for (const path of [scriptHref, '/signup', '/openapi.json']) {
      const { headers, result, text } = await get(path, acceptEncoding);
      expect([headers['content-encoding'], result.isBase64Encoded]).toEqual([encoding, encoding ? true : undefined]);
      expect(headers['vary']?.split(', ')).toContain('accept-encoding');
      expect(text).toBe((await get(path)).text);
    }
  });

  it('leaves pages out of every cache, and tells that they differ by language as well', async () => {
    const { headers } = await get('/login?lang=en', 'br');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      vary: 'accept-encoding, accept-language',
      'content-language': 'en',
    });
  });

  it('is done once: the second reader gets the same text', async () => {
    const [first, second] = [await get(scriptHref, 'br'), await get(scriptHref, 'br')];
    expect(first.result.body).toBe(second.result.body);
    expect((await get('/signup?lang=ko', 'br')).text).not.toBe((await get('/signup?lang=en', 'br')).text);
  });
});

describe('the size of a visit', () => {
  const KILOBYTE = 1000;
  /** A stage with passkeys, whose script a log-in loads. */
  const FACTORS = { passkeyDomain: 'example.com', secondFactor: 'optional' } as const;
  const OWN_SCRIPTS: Partial<Record<PageName, string>> = {
    account: accountScriptHref,
    'account/security': securityScriptHref,
  };

  it.each(SCRIPTS)('is at most 14 KB of script in gzip: %s', (name) => {
    expect(gzipSync(builtFile(name)).length).toBeLessThanOrEqual(14 * KILOBYTE);
  });

  it('has only the script of the page: that of the account page is its own', async () => {
    const scriptsOf = async (name: string) =>
      [...(await get(`/${name}`)).text.matchAll(/<script [^>]*src="([^"]+)"/g)].map(([, path]) => path);
    for (const name of PAGES) expect(await scriptsOf(name), name).toEqual([OWN_SCRIPTS[name] ?? scriptHref]);
    for (const path of ['"/verify"', '"/links/inspect"']) {
      expect(builtFile('pages.client.js')).toContain(path);
      expect(builtFile('account.client.js')).not.toContain(path);
    }
  });

  const sizesOf = async (settings: Partial<Settings>, path: string, encoding: string) => {
    const ask = serve(BRAND, settings);
    const page = await ask(path, encoding);
    // That of the second factor is loaded when an answer asks for it.
    const named = [...page.text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, asset = '']) => asset);
    const assets = named.filter((asset) => asset !== scripts.secondFactorScriptHref);
    const sizes = await Promise.all(assets.map(async (asset) => (await ask(asset, encoding)).bytes.length));
    return { assets, total: sizes.reduce((sum, size) => sum + size, page.bytes.length) };
  };

  it.each(PAGES.flatMap((name) => LOCALES.map((locale) => [name, locale])))(
    'is at most 20 KB with everything /%s in %s loads, as sent, and 24 KB in gzip',
    async (name, locale) => {
      for (const [encoding, kilobytes] of [
        ['br', 20],
        ['gzip', 24],
      ] as const) {
        const { assets, total } = await sizesOf({}, `/${name}?lang=${locale}`, encoding);
        expect(assets).toHaveLength(2);
        expect(total).toBeLessThanOrEqual(kilobytes * KILOBYTE);
      }
    },
  );

  it.each(PAGE_NAMES.flatMap((name) => LOCALES.map((locale) => [name, locale])))(
    'is at most 20 KB for /%s in %s with the late script of passkeys',
    async (name, locale) => {
      const { total } = await sizesOf(FACTORS, `/${name}?lang=${locale}`, 'br');
      expect(total).toBeLessThanOrEqual(20 * KILOBYTE);
    },
  );
});

describe('the headers of a page', () => {
  const policy = async (brand: Brand): Promise<string> =>
    (await serve(brand)('/signup')).headers['content-security-policy'] ?? '';

  it('allow nothing inline and nothing foreign', async () => {
    const directives = (await policy(BRAND)).split('; ');
    expect(directives).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        // A form that submits by itself would put a password into an address bar.
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ]),
    );
    expect(directives.join('; ')).not.toMatch(/unsafe|https?:|\*|nonce|sha256/);
  });

  it('let the logo come from its own origin, and nothing else from there', async () => {
    const logoUrl = 'https://CDN.example:8443/brand/logo.svg?v=1';
    const plain = (await policy(BRAND)).split('; ');
    const withLogo = (await policy({ ...BRAND, logoUrl })).split('; ');
    expect(withLogo.filter((directive) => !plain.includes(directive))).toEqual([
      "img-src 'self' data: https://cdn.example:8443",
    ]);
    expect(withLogo).toHaveLength(plain.length);
  });

  it('let every image of the brand come from its own origin, each named once', async () => {
    const [logoUrl, logoUrlDark, faviconUrl] = [
      'https://a.example/l.svg',
      'https://a.example/d.svg',
      'https://b.example/i',
    ];
    const directives = (await policy({ ...BRAND, logoUrl, logoUrlDark, faviconUrl })).split('; ');
    expect(directives).toContain("img-src 'self' data: https://a.example https://b.example");
    expect((await policy({ ...BRAND, faviconUrl })).split('; ')).toContain("img-src 'self' data: https://b.example");
  });

  it('keep what a page has no use for from any script', async () => {
    const { headers } = await get('/login');
    const permissions = headers['permissions-policy']?.split(', ') ?? [];
    for (const denied of ['camera', 'microphone', 'geolocation', 'payment', 'publickey-credentials-get'])
      expect(permissions).toContain(`${denied}=()`);
    expect(permissions.filter((permission) => !permission.endsWith('=()'))).toEqual(['otp-credentials=(self)']);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
    });
  });
});

describe('the theme', () => {
  it('is the colour, with readable text on it', () => {
    expect(themeOf(BRAND)).toBe(':root{--brand:#3b5bdb;--on-brand:#ffffff;--under-brand:#000000}\n');
    expect(themeOf({ ...BRAND, color: '#FEE500' })).toContain(
      '--brand:#FEE500;--on-brand:#111111;--under-brand:#ffffff',
    );
  });

  it('is the team’s choice, with each background in its colour scheme', () => {
    const theme = {
      background: '#191970',
      backgroundDark: '#000000',
      cornerRadius: 12,
      fontFamily: 'Pretendard, Noto Sans KR,sans-serif',
    };
    const [root, light, dark] = themeOf({ ...BRAND, theme }).split('\n');
    expect(root).toContain('--radius:12px;--font:"Pretendard","Noto Sans KR",sans-serif}');
    expect(light).toMatch(/^@media \(prefers-color-scheme:light\)\{:root\{--ground:#191970\}.*--ink:#ffffff/);
    expect(dark).toMatch(/^@media \(prefers-color-scheme:dark\)\{:root\{--ground:#000000\}.*--ink:#ffffff/);
  });

  it('puts a logo on white in the dark, unless the team has one for the dark', () => {
    const logoUrl = 'https://cdn.example/a.svg';
    expect(themeOf({ ...BRAND, logoUrl })).toMatch(/prefers-color-scheme:dark\)\{\.logo\{.*background:#fff/);
    expect(themeOf({ ...BRAND, logoUrl, logoUrlDark: logoUrl })).not.toContain('background');
  });

  it('tells the browser the grounds that the style has on a phone', () => {
    const style = builtFile('pages.css');
    const [light, dark] = [...style.matchAll(/--ground: ?(#[0-9a-f]+)/g)].map(([, color = '']) =>
      color.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3'),
    );
    expect(groundsOf({})).toEqual({ light, dark });
  });

  it('uses only properties that the style knows', () => {
    const theme = { background: '#ffffff', backgroundDark: '#000000', cornerRadius: 0, fontFamily: 'A' };
    const css = themeOf({ ...BRAND, logoUrl: 'https://cdn.example/a.svg', theme });
    const properties = new Set(css.match(/--[a-z-]+(?=:)/g));
    expect(properties.size).toBeGreaterThan(6);
    for (const property of properties) expect(builtFile('pages.css')).toContain(`var(${property})`);
  });

  it('follows the style in one file, so that it wins and a first visit asks for one file less', async () => {
    expect((await get(styleHref)).text).toBe(`${builtFile('pages.css')}${themeOf(BRAND)}`);
  });

  it('changes the name of the style only', () => {
    const other = createAssets({ ...BRAND, theme: { cornerRadius: 3 } }).addresses;
    expect(other).toEqual({
      ...scripts,
      styleHref: expect.not.stringMatching(styleHref),
    });
  });

  it.each([
    [{ color: 'red; } body { display: none' }, 'color'],
    [{ color: '#fff' }, 'color'],
    [{ theme: { background: '#ffffff}' } }, 'background'],
    [{ theme: { backgroundDark: 'black' } }, 'backgroundDark'],
    [{ theme: { cornerRadius: Number.NaN } }, 'cornerRadius'],
    [{ theme: { fontFamily: 'A"; } * { color: red' } }, 'fontFamily'],
  ])('refuses %j, even past the settings', (wrong, name) => {
    expect(() => themeOf({ ...BRAND, ...wrong })).toThrow(`the ${name} of the theme is wrong`);
  });
});
