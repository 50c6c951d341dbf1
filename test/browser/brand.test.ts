// The images of the brand: the logo of each colour scheme, the name where a logo does not load, and the icon.
import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Brand } from '../../functions/domain/brand.ts';
import { DEFAULT_LANGUAGES } from '../../functions/domain/locale.ts';
import { createAssets } from '../../functions/pages/assets.ts';
import { createPageReplies } from '../../functions/pages/documents.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { useBrowser } from './use-browser.ts';

const service = useLocalService();
const { openWatched } = useBrowser(service);

const BRAND: Brand = {
  name: '무지개 상점',
  color: '#3b5bdb',
  logoUrl: 'https://cdn.example/logo.svg',
  logoUrlDark: 'https://cdn.example/dark.svg',
  faviconUrl: 'https://icons.example/icon.svg',
};
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30"/></svg>';

type Answer = (route: Route) => Promise<void>;
const image: Answer = (route) => route.fulfill({ contentType: 'image/svg+xml', body: SVG });
const missing: Answer = (route) => route.fulfill({ status: 404, body: '' });
const text: Answer = (route) => route.fulfill({ contentType: 'text/html', body: 'not a picture' });
const offline: Answer = (route) => route.abort();

/** The log-in page of this brand, and what it asked for. `faults` are those of the page's own policy. */
const openLogIn = async (
  brand: Brand,
  answer: Answer,
  options: BrowserContextOptions = {},
  mayRunScript: () => Promise<unknown> = async () => undefined,
) => {
  const { context, faults } = await openWatched({ options });
  const asked: string[] = [];
  const assets = createAssets(brand);
  const replyOf = createPageReplies({ brand, languages: DEFAULT_LANGUAGES }, assets.addresses, {
    returnOrigins: [],
    isSmsOn: true,
  });
  const { headers, body } = replyOf('login', 'form', 'ko', 'identity');
  await context.route('**/login', (route) => route.fulfill({ headers: { ...headers }, body }));
  await context.route('**/assets/*', async (route) => {
    if (route.request().resourceType() === 'script') await mayRunScript();
    const file = await assets.find(route.request().url().split('/').at(-1) ?? '')?.('identity');
    return file ? route.fulfill({ headers: { ...file.headers }, body: file.body }) : route.continue();
  });
  await context.route(/^https:\/\/(cdn|icons)\.example\//, (route) => {
    asked.push(route.request().url());
    return answer(route);
  });
  const page = await context.newPage();
  await page.goto('/login');
  await page.locator('#loading').waitFor({ state: 'hidden' });
  return { page, asked, violations: () => faults.filter((fault) => fault.startsWith('policy')) };
};

const shown = (page: Page) => page.locator('.logo').evaluate((logo) => (logo as HTMLImageElement).currentSrc);
const isLoaded = (page: Page) =>
  expect
    .poll(() => page.locator('.logo').evaluate((logo) => (logo as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);

describe.each(['light', 'dark'] as const)('in the %s', (colorScheme) => {
  it('the logo of that colour scheme is shown, and the other is not asked for', async () => {
    const { page, asked, violations } = await openLogIn(BRAND, image, { colorScheme });
    const { logoUrl, logoUrlDark } = BRAND;
    const [expected, other] = colorScheme === 'dark' ? [logoUrlDark, logoUrl] : [logoUrl, logoUrlDark];
    await isLoaded(page);
    expect(await shown(page)).toBe(expected);
    expect(asked).toContain(expected);
    expect(asked).not.toContain(other);
    expect(await page.getByRole('img', { name: BRAND.name }).boundingBox()).toMatchObject({ height: 32 });
    expect(violations()).toEqual([]);
  });

  it('a single logo is shown, in the dark on white', async () => {
    const { logoUrlDark: _dark, ...brand } = BRAND;
    const { page } = await openLogIn(brand, image, { colorScheme });
    await isLoaded(page);
    expect(await shown(page)).toBe(BRAND.logoUrl);
    const ground = await page.locator('.logo').evaluate((logo) => getComputedStyle(logo).backgroundColor);
    expect(ground).toBe(colorScheme === 'dark' ? 'rgb(255, 255, 255)' : 'rgba(0, 0, 0, 0)');
  });
});

describe('a logo that does not load', () => {
  it.each([
    ['is missing', missing],
    ['is not a picture', text],
    ['cannot be reached', offline],
  ])('and %s gives way to the name', async (_what, answer) => {
    const { page } = await openLogIn(BRAND, answer);
    await expect.poll(() => page.locator('#brand').innerHTML()).toBe(BRAND.name);
  });

  it('before the script runs gives way to the name, too', async () => {
    const failed = Promise.withResolvers<void>();
    const afterwards = () => failed.promise.then(() => new Promise((resolve) => setTimeout(resolve, 200)));
    const answer: Answer = async (route) => {
      await missing(route);
      failed.resolve();
    };
    const { page } = await openLogIn(BRAND, answer, {}, afterwards);
    await expect.poll(() => page.locator('#brand').innerHTML()).toBe(BRAND.name);
  });
});

it('the policy lets in no image from elsewhere', async () => {
  const { page, violations } = await openLogIn(BRAND, image);
  await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'https://evil.example/a.png' })));
  await expect.poll(violations).toHaveLength(1);
});
