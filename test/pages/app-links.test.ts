// The files by which the systems of Apple and Android let an app open the links of mails, and nothing else.
import { describe, expect, it } from 'vitest';
import { LINK_PAGES, linkTo } from '#domain/challenge/link-target.ts';
import { mailedQuery } from '#domain/challenge/mailed-link.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { appleAppSiteAssociation } from '#pages/app-links.ts';
import { ROUTES } from '#routes.ts';
import { AppleAssociationResponse, AssetLinksResponse } from '#schemas/responses.ts';
import { createTestService } from '../support/service.ts';

const APPLE = ['ABCDE12345.com.example.app', 'ABCDE12345.com.example.other'];
const PRINTS = ['AB', 'CD'].map((byte) => Array(32).fill(byte).join(':'));
const ANDROID = [{ package: 'com.example.app', sha256Fingerprints: PRINTS }];
const APPLE_FILE = '/.well-known/apple-app-site-association';
const ANDROID_FILE = '/.well-known/assetlinks.json';

const get = async (path: string, appLinks?: object, languages: readonly Locale[] = LOCALES) => {
  const service = createTestService({ settings: { languages, ...(appLinks && { appLinks }) } });
  return service.request({ method: 'GET', path });
};

/** As Apple says: `*` is any number of characters, `?` is one. Without a pattern everything matches. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^$()[\]{}|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);
const opens = (address: string, languages: readonly Locale[] = LOCALES): boolean => {
  const url = new URL(address, 'https://auth.example.com');
  const { components } = appleAppSiteAssociation(APPLE, languages).applinks.details[0] ?? { components: [] };
  return components.some(
    (component) => matches(component['/'], url.pathname) && matches(component['?'], url.search.slice(1)),
  );
};

describe('the file for Apple', () => {
  it('is JSON at once, kept for an hour, with every app for links and passwords', async () => {
    const { status, headers, body } = await get(APPLE_FILE, { apple: APPLE });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
    expect(AppleAssociationResponse.parse(body)).toEqual(body);
    expect(body.applinks.details.map(({ appIDs }: { appIDs: unknown }) => appIDs)).toEqual([APPLE]);
    expect(body.webcredentials).toEqual({ apps: APPLE });
    // Apple takes at most 128 KB.
    expect(JSON.stringify(body).length).toBeLessThan(10_000);
  });

  it('gives an app the links of mails that hold a token', () => {
    const token = 'AbC-_9'.repeat(25);
    for (const page of LINK_PAGES)
      for (const locale of LOCALES) {
        const link = linkTo({ issuer: 'https://auth.example.com', clients: [] }, page, { locale, token });
        expect([link, opens(link)]).toEqual([link, true]);
        expect([link, opens(link, ['ko'])]).toEqual([link, locale === 'ko']);
      }
  });

  it('leaves every other page to the browser', () => {
    const token = 'AbC-_9'.repeat(25);
    const paths = Object.keys(ROUTES).flatMap((key) => (key.startsWith('GET ') ? [key.slice('GET '.length)] : []));
    const queries = ['', '?lang=ko', '?ko', '?en', '?step=code', '?returnTo=https%3A%2F%2Fapp.example.com%2F'];
    const addresses = [
      ...paths.flatMap((path) => queries.map((query) => `${path}${query}`)),
      // Of a notice: it must work whatever an app does.
      `/email/undo${mailedQuery('ko', token)}`,
      `/authorize?client_id=shop&login_hint=${token}.ko`,
    ];
    expect(addresses.filter((address) => opens(address))).toEqual([]);
  });
});

describe('the file for Android', () => {
  it('is JSON at once, kept for an hour, with a statement for each app', async () => {
    const { status, headers, body } = await get(ANDROID_FILE, { android: ANDROID });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
    expect(AssetLinksResponse.parse(body)).toEqual(body);
    expect(body).toEqual([
      {
        relation: ['delegate_permission/common.handle_all_urls', 'delegate_permission/common.get_login_creds'],
        target: { namespace: 'android_app', package_name: 'com.example.app', sha256_cert_fingerprints: PRINTS },
      },
    ]);
  });
});

describe('a stage without apps', () => {
  it.each([
    [APPLE_FILE, undefined],
    [ANDROID_FILE, undefined],
    [APPLE_FILE, { android: ANDROID }],
    [ANDROID_FILE, { apple: APPLE }],
    [APPLE_FILE, { apple: [], android: ANDROID }],
  ])('has no %s with %j', async (path, appLinks) => {
    expect(await get(path, appLinks)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
