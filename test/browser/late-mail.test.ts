// A mail that comes late, or not at all: what its button leads to, how many presses a fresh one takes, what the waiting page offers.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForMail, createAccount, expectState, press, signUp } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const MINUTE_SECONDS = 60;

const service = useLocalService();
const { open, openWatched } = useBrowser(service);

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;

  it('95 minutes after a sign-up: its link says so at once, and the form has the address', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    const { link } = await service.waitForLink(address);
    await service.advance(95 * MINUTE_SECONDS);
    const late = await page.context().newPage();
    await late.goto(link);
    await expectState(late, 'verify', 'expired', locale);
    await press(late, 'again-form');
    await late.waitForURL('**/signup?again=1*');
    await expect.poll(() => late.locator('#email').inputValue()).toBe(address);
    await late.locator('#password').fill(PASSWORD);
    await press(late, 'signup-form');
    await late.waitForURL('**/verify*');
    expect(await service.waitForMessages(address, 2)).toHaveLength(2);
  });

  it.each(['/login', '/reset'] as const)('95 minutes after %s: one press sends a fresh mail', async (path) => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await askForMail(page, path, address);
    const { link } = await service.waitForLink(address, 2);
    await service.advance(95 * MINUTE_SECONDS);
    const late = await page.context().newPage();
    await late.goto(link);
    await expectState(late, path === '/login' ? 'login' : 'reset', 'expired', locale);
    await press(late, 'again-form');
    await late.waitForURL('**/*step=code*');
    expect(await late.locator('#address').textContent()).toBe(address);
    expect(await service.waitForMessages(address, 3)).toHaveLength(3);
  });

  it('in a browser that knows nothing of it, the form asks for the address', async () => {
    const address = await createAccount(service, locale);
    await askForMail(await open(person), '/login', address);
    const { link } = await service.waitForLink(address, 2);
    await service.advance(95 * MINUTE_SECONDS);
    const page = await open(person);
    await page.goto(link);
    await expectState(page, 'login', 'expired', locale);
    expect(await page.content()).not.toContain(address);
    await press(page, 'again-form');
    await page.waitForURL('**/login?again=1*');
    await page.locator('#email').fill(address);
    await press(page, 'mail-form');
    await page.waitForURL('**/*step=code*');
  });

  it('a link that ends while its page is open: the press says so, the next one sends a fresh mail', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await askForMail(page, '/login', address);
    const { link } = await service.waitForLink(address, 2);
    await page.goto(link);
    await service.advance(15 * MINUTE_SECONDS);
    await press(page, 'link-form');
    await expectState(page, 'login', 'expired', locale);
    await press(page, 'again-form');
    await page.waitForURL('**/*step=code*');
    expect(await service.waitForMessages(address, 3)).toHaveLength(3);
  });

  it('the waiting page says how long the code works, and after two minutes what else to do: the same for all', async () => {
    const known = await createAccount(service, locale);
    const offers: (string | null)[] = [];
    for (const address of [known, freshAddress()]) {
      const page = await open(person);
      await page.clock.install();
      await askForMail(page, '/login', address);
      const lifetime = page.locator('#lifetime');
      await expect.poll(() => lifetime.textContent()).toMatch(/\b10\b|10분/);
      await waitOn(page, 61);
      expect(await page.locator('#late').isVisible()).toBe(false);
      await waitOn(page, 61);
      await page.locator('#late').waitFor();
      offers.push(await page.locator('#late').textContent());
      await waitOn(page, 10 * MINUTE_SECONDS);
      await expect.poll(() => lifetime.textContent()).not.toMatch(/\d/);
      await service.advance(61);
    }
    expect(offers[0]).toBe(offers[1]);
  });
});

const waitOn = (page: Page, seconds: number): Promise<void> => page.clock.fastForward(seconds * 1000);

it('a script that does not come: a notice on top, and no control that looks alive', async () => {
  const { context } = await openWatched({ device: 'phone' });
  const page = await context.newPage();
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.goto('/login');
  const loading = page.locator('#loading');
  const heightOf = async () => (await loading.boundingBox())?.height ?? 0;
  expect(await heightOf()).toBe(0);
  await expect.poll(heightOf, { timeout: 8000 }).toBeGreaterThan(24);
  const [notice, field] = [await loading.boundingBox(), await page.locator('#email').boundingBox()];
  expect(notice?.y).toBeLessThan(field?.y ?? 0);
  await page.locator('#email').focus();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  expect(await page.locator('#content').evaluate((content) => getComputedStyle(content).opacity)).toBe('0.5');
});
