// From sign-up to the deletion of the account with the keyboard alone, in both languages.
import { describe, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { deleteWordIn, expectHeading, expectState, sessionOf } from './actions.ts';
import { accountHeadings } from './headings.ts';
import { keyboardOf } from './keys.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;

  it('a person signs up, verifies by code, looks at the account and deletes it', async () => {
    await service.advance(61);
    const page = await open(person);
    const { tabTo, type, press } = keyboardOf(page);
    const address = freshAddress();
    const headings = accountHeadings(locale);

    await page.goto('/');
    await tabTo('signup-link');
    await press('Enter');
    await page.waitForURL('**/signup*');
    await tabTo('email');
    await type(address);
    await tabTo('password');
    await type(PASSWORD);
    await press('Enter');

    await expectState(page, 'verify', 'mail', locale);
    const { code } = await service.waitForLink(address);
    await tabTo('code');
    await type(code);
    await expectState(page, 'verify', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);

    await tabTo('go-on');
    await press('Enter');
    await page.waitForURL('**/account*');
    await page.locator('#account-email').waitFor();
    expect(await page.locator('#account-email').textContent()).toBe(address);
    await tabTo('open-delete');
    await press('Enter');
    await expectHeading(page, headings.delete);
    await tabTo('delete-current-password');
    await type(PASSWORD);
    await tabTo('confirmation');
    await type(deleteWordIn(locale));
    await tabTo('delete-form button');
    await press('Enter');
    await expectHeading(page, headings.deleted);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
    expect((await service.post('/login', { email: address, password: PASSWORD })).status).toBe(401);
  });

  it('goes back with Shift and Tab, and shows the password by Space', async () => {
    const page = await open(person);
    const { tabTo, type, press } = keyboardOf(page);
    await page.goto('/login');
    await tabTo('login-form button');
    await tabTo('password', 'Shift+Tab');
    await type('abc');
    const field = page.locator('#password');
    await page.keyboard.press('Tab');
    await press('Space');
    expect(await field.getAttribute('type')).toBe('text');
    await press('Space');
    expect(await field.getAttribute('type')).toBe('password');
  });

  it('after a fault the focus is on the field to correct', async () => {
    const page = await open(person);
    const { tabTo, press } = keyboardOf(page);
    await page.goto('/signup');
    await tabTo('signup-form button');
    await press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('email');
  });
});
