// The flows after the sign-up with the keyboard alone: log-in, reset, every change on the account page, and the undo from a mail.
import { describe, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter, expectHeading, expectState, sessionOf, undoLink } from './actions.ts';
import { accountHeadings } from './headings.ts';
import { keyboardOf } from './keys.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const NEW_PASSWORD = 'another horse battery';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;
  const headings = accountHeadings(locale);

  const openKeyboard = async () => {
    const page = await open(person);
    return { page, ...keyboardOf(page) };
  };

  /** On the overview of an account of its own. */
  const openAccount = async () => {
    const address = await createAccount(service, locale);
    const keyboard = await openKeyboard();
    await enter(keyboard.page.context(), service, address);
    await keyboard.page.goto('/account');
    await keyboard.page.locator('#account-email').waitFor();
    return { ...keyboard, address };
  };

  it('a person logs in with the password, logs out, and logs in with the code of a mail', async () => {
    const address = await createAccount(service, locale);
    const { page, tabTo, type, press } = await openKeyboard();
    await page.goto('/login');
    await tabTo('email');
    await type(address);
    await tabTo('password');
    await type(PASSWORD);
    await press('Enter');
    await page.waitForURL('**/account*');
    await page.locator('#account-email').waitFor();
    await tabTo('logout-form button');
    await press('Enter');
    await expectHeading(page, headings.logged_out);
    await tabTo('login-link');
    await press('Enter');
    await page.waitForURL('**/login*');
    await page.locator('#login-form').waitFor();
    await tabTo('email');
    await page.keyboard.press('ControlOrMeta+A');
    await type(address);
    await tabTo('mail-form button');
    await press('Space');
    await expectState(page, 'login', 'mail', locale);
    await tabTo('code');
    await type((await service.waitForLink(address, 2)).code);
    await expectState(page, 'login', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('and with the link of a mail', async () => {
    const address = await createAccount(service, locale);
    const { page, tabTo, type, press } = await openKeyboard();
    await page.goto('/login');
    await tabTo('email');
    await type(address);
    await tabTo('mail-form button');
    await press('Enter');
    await expectState(page, 'login', 'mail', locale);
    await page.goto((await service.waitForLink(address, 2)).link);
    await tabTo('link-form button');
    await press('Enter');
    await expectState(page, 'login', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it.each(['link', 'code'] as const)('sets a new password by the %s of a mail', async (way) => {
    const address = await createAccount(service, locale);
    const { page, tabTo, type, press } = await openKeyboard();
    await page.goto('/login');
    await tabTo('reset-link');
    await press('Enter');
    await page.waitForURL('**/reset*');
    await tabTo('email');
    await type(address);
    await press('Enter');
    await expectState(page, 'reset', 'mail', locale);
    const { link, code } = await service.waitForLink(address, 2);
    if (way === 'link') {
      await page.goto(link);
      await tabTo('password');
    } else {
      await tabTo('code');
      // The cursor goes on to the password by itself.
      await type(code);
    }
    await type(NEW_PASSWORD);
    await press('Enter');
    await expectState(page, 'reset', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('changes the address by its code, and the owner of the old one takes it back', async () => {
    const { page, tabTo, type, press, address } = await openAccount();
    const newAddress = freshAddress();
    await tabTo('open-email');
    await press('Enter');
    await expectHeading(page, headings.email);
    await tabTo('email');
    await type(newAddress);
    await tabTo('email-current-password');
    await type(PASSWORD);
    await press('Enter');
    await expectHeading(page, headings['email-code']);
    await tabTo('email-code');
    await type((await service.waitForLink(newAddress)).code);
    await expect.poll(() => page.locator('#account-email').textContent()).toBe(newAddress);
    const owner = await openKeyboard();
    await owner.page.goto(await undoLink(service, address));
    await owner.tabTo('link-form button');
    await owner.press('Enter');
    await expectState(owner.page, 'email/undo', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });

  it('adds a number, changes the password and the language, and logs out everywhere', async () => {
    const { page, tabTo, type, press } = await openAccount();
    const number = locale === 'ko' ? '01077771234' : '01077771235';
    await tabTo('open-phone');
    await press('Enter');
    await expectHeading(page, headings['phone-new']);
    await tabTo('phone');
    await type(number);
    await press('Enter');
    await expectHeading(page, headings['phone-code']);
    await tabTo('phone-code');
    await type((await service.waitForMessages(`+82${number.slice(1)}`, 1))[0]?.code ?? '');
    await expect.poll(() => page.locator('#account-phone').textContent()).toMatch(/^010-7777-/);

    await tabTo('open-password');
    await press('Enter');
    await expectHeading(page, headings.password);
    await tabTo('password-current-password');
    await type(PASSWORD);
    await tabTo('password');
    await type(NEW_PASSWORD);
    await press('Enter');
    await page.locator('#account-email').waitFor();

    await tabTo('open-language');
    await press('Enter');
    await expectHeading(page, headings.language);
    await tabTo(`language-${locale}`);
    await page.keyboard.press(locale === 'ko' ? 'ArrowDown' : 'ArrowUp');
    await press('Enter');
    const other = locale === 'ko' ? 'en' : 'ko';
    await page.locator(`html[lang="${other}"] #account-email`).waitFor();

    await tabTo('open-devices');
    await press('Enter');
    await expectHeading(page, accountHeadings(other).devices);
    await tabTo('logout-all-form button');
    await press('Enter');
    await expectHeading(page, accountHeadings(other).logged_out);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });
});
