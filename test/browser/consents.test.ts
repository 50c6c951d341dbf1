// Consents on the pages: ticked at sign-up, asked again where something is due, and withdrawn with one press.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { AskedConsent } from '../../functions/domain/account/consents.ts';
import { clientTextsOf, PAGE_TEXTS } from '../../functions/texts/pages.ts';
import { CONSENTS, MARKETING } from '../support/consents.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { enterCode, expectHeading, expectState, press } from './actions.ts';
import { violationsOn } from './judges.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const NIGHT: AskedConsent = { ...MARKETING, key: 'night', kind: 'night' };
const asked = { now: [...CONSENTS, NIGHT] as AskedConsent[] };
const service = useLocalService({ settingsFor: () => ({ consents: asked.now }) });
const { open, openContext } = useBrowser(service);

const box = (page: Page, key: string) => page.locator(`#consent-${key}`);
const isTicked = async (page: Page) =>
  Object.fromEntries(
    await Promise.all(asked.now.map(async ({ key }) => [key, await box(page, key).isChecked()] as const)),
  );
/** What the service has stored, by key. */
const storedOf = async (address: string): Promise<Record<string, boolean>> => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ email: address, password: PASSWORD });
  const { accessToken } = await (await fetch(`${service.url}/login`, { method: 'POST', headers, body })).json();
  const answer = await fetch(`${service.url}/me/consents`, { headers: { authorization: `Bearer ${accessToken}` } });
  const { consents } = await answer.json();
  return Object.fromEntries(consents.map(({ key, granted }: { key: string; granted: boolean }) => [key, granted]));
};
const EVERYTHING = { terms: true, privacy: true, marketing: true, night: true };

/** Fills in the sign-up form without its consents. */
const fillIn = async (page: Page, locale: string): Promise<string> => {
  const address = freshAddress();
  await page.goto(`/signup?lang=${locale}`);
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
  return address;
};

describe('on a phone in Korean', () => {
  it('a sign-up with three consents takes two presses after address and password: all of them, and the button', async () => {
    await service.advance(61);
    const page = await open({ locale: 'ko', device: 'phone' });
    const address = await fillIn(page, 'ko');
    let presses = 0;
    const tap = async (selector: string) => {
      presses += 1;
      await page.locator(selector).tap();
    };
    await tap('label[for="consents-all"]');
    await tap('#signup-form button[type="submit"]');
    await page.waitForURL('**/verify*');
    expect(presses).toBe(2);
    await enterCode(page, (await service.waitForLink(address)).code);
    await expectState(page, 'verify', 'done', 'ko');
    expect(await storedOf(address)).toEqual(EVERYTHING);
  });
});

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;
  const { fields } = clientTextsOf('account', locale);
  const { html: words } = PAGE_TEXTS[locale].pages.account;

  it('what is required is named at its box, and what is not may stay empty', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = await fillIn(page, locale);
    await press(page, 'signup-form');
    for (const key of ['terms', 'privacy'])
      expect(await page.locator(`#consent-${key}-problem`).textContent()).toBe(fields.consent);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('consent-terms');
    expect(await page.locator('#consent-marketing-problem').isHidden()).toBe(true);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    // By keyboard.
    await page.keyboard.press('Space');
    await page.locator('#consent-terms-problem').waitFor({ state: 'hidden' });
    await box(page, 'privacy').press('Space');
    await press(page, 'signup-form');
    await page.waitForURL('**/verify*');
    await enterCode(page, (await service.waitForLink(address)).code);
    await expectState(page, 'verify', 'done', locale);
    expect(await storedOf(address)).toEqual({ terms: true, privacy: true, marketing: false, night: false });
  });

  it('the first box ticks all others and follows them, and night goes with marketing', async () => {
    const page = await open(person);
    await fillIn(page, locale);
    const all = page.locator('#consents-all');
    await all.check();
    expect(await isTicked(page)).toEqual(EVERYTHING);
    await box(page, 'marketing').uncheck();
    expect(await isTicked(page)).toEqual({ ...EVERYTHING, marketing: false, night: false });
    expect(await all.isChecked()).toBe(false);
    expect(await all.evaluate((each) => (each as HTMLInputElement).indeterminate)).toBe(true);
    await box(page, 'night').check();
    expect(await isTicked(page)).toEqual(EVERYTHING);
    expect(await all.isChecked()).toBe(true);
    await all.uncheck();
    expect(Object.values(await isTicked(page))).toEqual([false, false, false, false]);
  });

  it('a link to a text opens a tab of its own', async () => {
    const page = await open(person);
    await fillIn(page, locale);
    const link = page.locator('.consents a');
    expect(await link.getAttribute('href')).toBe('https://example.com/privacy');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('aria-label')).toContain(asked.now[1]?.title[locale]);
  });

  it('a new password on another device needs the consents of its reader', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = await fillIn(page, locale);
    await page.locator('#consents-all').check();
    await press(page, 'signup-form');
    await page.waitForURL('**/verify*');
    const elsewhere = await open(person);
    await elsewhere.goto((await service.waitForLink(address)).link);
    await press(elsewhere, 'link-form');
    await expectState(elsewhere, 'verify', 'password', locale);
    await elsewhere.locator('#unknown-password').click();
    await elsewhere.locator('#new-password-form input[type="password"]').fill(PASSWORD);
    await press(elsewhere, 'new-password-form');
    expect(await elsewhere.locator('#consent-terms-problem').textContent()).toBe(fields.consent);
    await box(elsewhere, 'terms').check();
    await box(elsewhere, 'privacy').check();
    await press(elsewhere, 'new-password-form');
    await expectState(elsewhere, 'verify', 'done', locale);
    expect(await storedOf(address)).toEqual({ terms: true, privacy: true, marketing: false, night: false });
  });

  it('the account page shows each answer with its time, and one press changes it', async () => {
    await service.advance(61);
    const context = await openContext(person);
    const page = await context.newPage();
    const address = await fillIn(page, locale);
    await page.locator('#consents-all').check();
    await press(page, 'signup-form');
    await page.waitForURL('**/verify*');
    await enterCode(page, (await service.waitForLink(address)).code);
    await expectState(page, 'verify', 'done', locale);
    await page.goto(`/account?lang=${locale}`);
    await page.locator('#open-consents').click();
    await expectHeading(page, PAGE_TEXTS[locale].html['consentsLegend'] ?? '');
    const row = (key: string) => page.locator(`[data-consent="${key}"]`);
    expect(await row('terms').locator('button:visible').count()).toBe(0);
    expect(await row('terms').locator('[data-said]').textContent()).toMatch(/20\d\d/);
    expect(await violationsOn(page)).toEqual([]);
    await row('marketing').locator('button:visible').click();
    await expect.poll(() => page.locator('#status').textContent()).toBe(words['withdrawn']);
    expect(await storedOf(address)).toEqual({ ...EVERYTHING, marketing: false, night: false });
    await row('night').locator('button:visible').click();
    await expect.poll(() => page.locator('#status').textContent()).toBe(words['agreed']);
    expect(await storedOf(address)).toEqual(EVERYTHING);
  });
});

describe('where something is due', () => {
  it('the account page asks first, and goes on after one press', async () => {
    await service.advance(61);
    const context = await openContext({ locale: 'ko', device: 'phone' });
    const page = await context.newPage();
    const address = await fillIn(page, 'ko');
    await page.locator('#consents-all').check();
    await press(page, 'signup-form');
    await page.waitForURL('**/verify*');
    await enterCode(page, (await service.waitForLink(address)).code);
    await expectState(page, 'verify', 'done', 'ko');
    // The service has one version; the browser hears of an older answer until the person has answered.
    const consentsDue = ['terms'];
    const older = (each: { readonly key: string }) =>
      each.key === 'terms' ? { ...each, version: '2025-01-01' } : each;
    await page.route('**/token/refresh', async (route) => {
      const response = await route.fetch();
      const { user, ...body } = await response.json();
      await route.fulfill({ response, json: { ...body, user: { ...user, consentsDue } } });
    });
    await page.route('**/me/consents', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      const isRead = route.request().method() === 'GET';
      const json = isRead ? { ...body, consents: body.consents.map(older), consentsDue } : body;
      await route.fulfill({ response, json });
    });
    await page.goto('/account?lang=ko');
    await expectHeading(page, PAGE_TEXTS.ko.html['consentsLegend'] ?? '');
    expect(await page.locator('#consents-due').isVisible()).toBe(true);
    expect(await violationsOn(page)).toEqual([]);
    const agree = page.locator('[data-consent="terms"] button:visible');
    expect(await agree.count()).toBe(1);
    await agree.tap();
    await page.locator('#consents-due').waitFor({ state: 'hidden' });
    expect(await agree.count()).toBe(0);
    await page.locator('.back').tap();
    await page.locator('#account-email').waitFor();
    expect(await page.locator('#account-email').textContent()).toBe(address);
  });
});
