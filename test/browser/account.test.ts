// The owner changes the account on its page: address, number, password, language, devices, and its end.
import { describe, expect, it } from 'vitest';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter, expectHeading, logIn, press, sessionOf } from './actions.ts';
import { accountHeadings } from './headings.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const NEW_PASSWORD = 'another horse battery';
const NUMBER = '010-2345-6789';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('the account page in $locale on a $device', (person) => {
  const { locale } = person;
  const headings = accountHeadings(locale);

  /** Logged in, with the screen that the link `id` of the overview opens. */
  const openScreen = async (id: string) => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await enter(page.context(), service, address);
    await page.goto('/account');
    await page.locator(`#${id}`).click();
    return { page, address };
  };

  it('asks a person without a session to log in, and comes back', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await page.goto('/account');
    await expectHeading(page, headings.signed_out);
    await page.locator('#login-link').click();
    await page.locator('#email').fill(address);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    await page.waitForURL('**/account*');
    await expect.poll(() => page.locator('#account-email').textContent()).toBe(address);
  });

  it('moves to another address by the code', async () => {
    const { page } = await openScreen('open-email');
    const newAddress = freshAddress();
    await page.locator('#email').fill(newAddress);
    await page.locator('#email-current-password').fill(PASSWORD);
    await press(page, 'email-form');
    const { code } = await service.waitForLink(newAddress);
    await page.locator('#email-code').fill(code);
    await expect.poll(() => page.locator('#account-email').textContent()).toBe(newAddress);
    expect(await sessionOf(page.context(), service)).toBe(newAddress);
  });

  it('takes a mobile number by the code of a text', async () => {
    const { page } = await openScreen('open-phone');
    await page.locator('#phone').fill(NUMBER);
    await press(page, 'phone-form');
    const code = (await service.waitForMessages('+821023456789', locale === 'ko' ? 1 : 2)).at(-1)?.code ?? '';
    await page.locator('#phone-code').fill(code);
    await expect.poll(() => page.locator('#account-phone').textContent()).toBe(NUMBER);
  });

  it('changes the password', async () => {
    const { page, address } = await openScreen('open-password');
    await page.locator('#password-current-password').fill(PASSWORD);
    await page.locator('#password').fill(NEW_PASSWORD);
    await press(page, 'password-form');
    await page.locator('#account-email').waitFor();
    const other = await open(person);
    await logIn(other, address, NEW_PASSWORD);
    await other.waitForURL('**/account*');
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('changes the language of mails and pages', async () => {
    const { page } = await openScreen('open-language');
    const other = locale === 'ko' ? 'en' : 'ko';
    await page.locator(`label[for="language-${other}"]`).click();
    await press(page, 'language-form');
    await page.locator(`html[lang="${other}"] #account-email`).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(other);
  });

  it('logs another device out, then all', async () => {
    const { page, address } = await openScreen('open-devices');
    const other = await open(person);
    await enter(other.context(), service, address);
    await page.reload();
    const end = page.locator('#devices button[data-end]');
    await expect.poll(() => end.count()).toBe(2);
    while ((await end.count()) > 0) {
      const left = (await end.count()) - 1;
      await end.first().click();
      await expect.poll(() => end.count()).toBe(left);
    }
    expect(await sessionOf(other.context(), service)).toBeUndefined();
    await press(page, 'logout-all-form');
    await expectHeading(page, headings.logged_out);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });

  it('names the devices, its own first, and logs all others out without leaving the list', async () => {
    const { page, address } = await openScreen('open-devices');
    const other = await open(person);
    await enter(other.context(), service, address);
    await page.reload();
    const items = page.locator('#devices li');
    await expect.poll(() => items.count()).toBe(3);
    expect(await items.first().getAttribute('data-current')).toBe('');
    const names = await page.locator('#devices .device-name').allTextContents();
    // The third is the sign-up, made without a browser.
    expect(names.filter((name) => /Chrom/.test(name))).toHaveLength(2);
    await press(page, 'logout-others-form');
    await expect.poll(() => items.count()).toBe(1);
    const sentence = clientTextsOf('account', locale).account?.othersEnded;
    await expect.poll(() => page.locator('#status').textContent()).toBe(sentence);
    await expectHeading(page, headings.devices);
    expect(await sessionOf(other.context(), service)).toBeUndefined();
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('logs out', async () => {
    const { page } = await openScreen('account-email');
    await press(page, 'logout-form');
    await expectHeading(page, headings.logged_out);
    expect(await page.context().cookies()).toEqual([]);
  });
});
