// What the fields do while a person fills them in: they carry an address along, measure a password, shape a number, and tell a
// password manager whose password it is.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForMail, createAccount, enter, expectHeading, expectState, press, signUp } from './actions.ts';
import { accountHeadings } from './headings.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const NEW_PASSWORD = 'another horse battery';

const service = useLocalService();
const { open } = useBrowser(service);

const nameBeside = (page: Page, form: string) =>
  page.locator(`#${form} input[autocomplete="username"]`).getAttribute('value');

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;
  const texts = clientTextsOf('signup', locale);

  it('an address typed for the log-in is there for the reset, the sign-up, and in the other language', async () => {
    const page = await open(person);
    const address = freshAddress();
    await page.goto('/login');
    await page.locator('#email').fill(address);
    await page.locator('.aside').click();
    await page.waitForURL('**/reset*');
    expect(await page.locator('#email').inputValue()).toBe(address);
    await page.goto('/signup');
    expect(await page.locator('#email').inputValue()).toBe(address);
    await page.locator('#language').click();
    await page.locator(`html:not([lang="${locale}"])`).waitFor();
    expect(await page.locator('#email').inputValue()).toBe(address);
  });

  it('a new password is measured while it is typed, and read out only when that changes', async () => {
    const page = await open(person);
    await page.goto('/signup');
    const hint = page.locator('#password-hint');
    const rule = await hint.textContent();
    expect(await hint.getAttribute('aria-live')).toBe('polite');
    expect(await page.locator('#password').getAttribute('aria-describedby')).toContain('password-hint');
    await page.locator('#email').fill('haneul@example.com');
    await page.evaluate(() => {
      const changes: string[] = [];
      Object.assign(window, { changes });
      const line = document.getElementById('password-hint');
      if (line) new MutationObserver(() => changes.push(line.textContent ?? '')).observe(line, { childList: true });
    });
    await page.locator('#password').pressSequentially('tiger-moon-lake');
    await page.locator('#password').fill('my haneul');
    await page.locator('#password').fill('short');
    const changes = () => page.evaluate(() => (window as unknown as { changes: string[] }).changes);
    const { contains_address } = texts.weakPassword;
    expect(await changes()).toEqual([texts.passwordEnough, texts.passwordLong, contains_address, rule]);
  });

  it('the hint of a password makes way for its fault', async () => {
    const page = await open(person);
    await page.goto('/signup');
    await page.locator('#email').fill(freshAddress());
    await page.locator('#password').fill('short');
    await press(page, 'signup-form');
    await page.locator('#password-problem').waitFor();
    expect(await page.locator('#password-hint').isVisible()).toBe(false);
    await page.locator('#password').fill('shorter');
    await page.locator('#password-problem').waitFor({ state: 'hidden' });
    expect(await page.locator('#password-hint').isVisible()).toBe(true);
  });

  it('a code says before that it is sent by itself, but not beside a new password', async () => {
    await service.advance(61);
    const page = await open(person);
    await signUp(page, freshAddress());
    expect(await page.locator('#code').getAttribute('aria-describedby')).toContain('code-hint');
    expect(await page.locator('#code-hint').textContent()).not.toBe('');
    await page.goto('/reset?step=code');
    await page.locator('#code').waitFor();
    expect(await page.locator('#code-hint').textContent()).toBe('');
    await page.locator('#code').fill('12345678');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
  });

  it('a password manager learns whose password a reset sets, by code before it is sent, by link with the answer', async () => {
    const address = await createAccount(service, locale);
    const asking = await open(person);
    await askForMail(asking, '/reset', address);
    await expectState(asking, 'reset', 'mail', locale);
    expect(await nameBeside(asking, 'confirm-form')).toBe(address);
    const page = await open(person);
    await page.goto((await service.waitForLink(address, 2)).link);
    await page.locator('#password').fill(NEW_PASSWORD);
    await press(page, 'confirm-form');
    await expectState(page, 'reset', 'done', locale);
    expect(await nameBeside(page, 'confirm-form')).toBe(address);
  });

  it('and whose password a sign-up on another device asks for', async () => {
    await service.advance(61);
    const address = freshAddress();
    await signUp(await open(person), address);
    const page = await open(person);
    await page.goto((await service.waitForLink(address)).link);
    await press(page, 'link-form');
    await expectState(page, 'verify', 'password', locale);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'password-form');
    await expectState(page, 'verify', 'done', locale);
    expect(await nameBeside(page, 'password-form')).toBe(address);
  });

  it('a number is added where there is none, changed where there is one, and has one form', async () => {
    const headings = accountHeadings(locale);
    const page = await open(person);
    await enter(page.context(), service, await createAccount(service, locale));
    await page.goto('/account');
    const link = page.locator('#open-phone');
    const words = clientTextsOf('account', locale).account;
    await expect.poll(() => link.textContent()).toBe(words?.add);
    await link.click();
    await expectHeading(page, headings['phone-new']);
    const last = locale === 'ko' ? '5392' : '5393';
    await page.locator('#phone').pressSequentially(`0102693${last}`);
    expect(await page.locator('#phone').inputValue()).toBe(`010-2693-${last}`);
    await press(page, 'phone-form');
    await page.locator('#phone-code').waitFor();
    expect(await page.locator('#phone-address').textContent()).toBe(`010-2693-${last}`);
    const [message] = await service.waitForMessages(`+82102693${last}`, 1);
    await page.locator('#phone-code').fill(message?.code ?? '');
    await expect.poll(() => page.locator('#account-phone').textContent()).toBe(`010-2693-${last}`);
    expect(await link.textContent()).toBe(words?.change);
    await link.click();
    await expectHeading(page, headings.phone);
  });

  it('a code that the browser reads from the sms is sent as one that is typed', async () => {
    const number = locale === 'ko' ? '01088881234' : '01088881235';
    const page = await open({ ...person, isOld: false });
    await page.addInitScript(() => {
      const { promise, resolve } = Promise.withResolvers<object>();
      Object.assign(window, { OTPCredential: class {}, readSms: (code: string) => resolve({ code }) });
      navigator.credentials.get = () => promise as Promise<Credential>;
    });
    await enter(page.context(), service, await createAccount(service, locale));
    await page.goto('/account#change-phone');
    await page.locator('#phone').fill(number);
    await press(page, 'phone-form');
    await page.locator('#phone-code').waitFor();
    const [message] = await service.waitForMessages(`+82${number.slice(1)}`, 1);
    await page.evaluate(
      (code) => (window as unknown as { readSms: (text: string) => void }).readSms(code),
      message?.code ?? '',
    );
    await expect.poll(() => page.locator('#account-phone').textContent()).toMatch(/^010-8888-/);
  });

  it('after too many attempts with a password the page says so, and names the other way', async () => {
    const page = await open(person);
    await page.route('**/login', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      const json = { code: 'too_many_requests', reason: 'network', retryAfterSeconds: 5 };
      await route.fulfill({ status: 429, json });
    });
    await page.goto('/login');
    await page.locator('#email').fill(freshAddress());
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    const [sentence = ''] = (clientTextsOf('login', locale).manyLogIns ?? '').split('{wait}');
    await expect.poll(() => page.locator('#problem').textContent()).toContain(sentence);
  });
});
