// A person signs up on the pages and proves the address: by code, by link, and on another device.
import { describe, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { enterCode, expectState, logIn, press, sessionOf, signUp } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open, openContext } = useBrowser(service);

describe.each(PEOPLE)('a sign-up in $locale on a $device', (person) => {
  const { locale } = person;

  it('is proven by the code of the mail, pasted with a space in it', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    await expectState(page, 'verify', 'mail', locale);
    expect(await page.locator('#address').textContent()).toContain(address);
    const { code } = await service.waitForLink(address);
    await enterCode(page, `${code.slice(0, 3)} ${code.slice(3)}`);
    await expectState(page, 'verify', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('is proven by the link in the same browser with one press and no password; the waiting tab notices at once', async () => {
    await service.advance(61);
    const context = await openContext(person);
    const waiting = await context.newPage();
    const address = freshAddress();
    await signUp(waiting, address);
    const { link } = await service.waitForLink(address);
    const page = await context.newPage();
    await page.goto(link);
    await press(page, 'link-form');
    await expectState(page, 'verify', 'done', locale);
    await expectState(waiting, 'verify', 'done', locale);
    expect(page.url()).not.toContain('token');
    expect(await sessionOf(context, service)).toBe(address);
  });

  it('is proven on another device with the password, and the first tab is logged in by asking', async () => {
    await service.advance(61);
    const waiting = await open(person);
    const address = freshAddress();
    await signUp(waiting, address);
    const { link } = await service.waitForLink(address);
    const page = await open(person);
    await page.goto(link);
    await press(page, 'link-form');
    await expectState(page, 'verify', 'password', locale);
    await page.locator('#password').fill('wrong battery');
    await press(page, 'password-form');
    await expect.poll(() => page.locator('#password').getAttribute('aria-invalid')).toBe('true');
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'password-form');
    await expectState(page, 'verify', 'done', locale);
    await expectState(waiting, 'verify', 'done', locale);
    expect(await sessionOf(waiting.context(), service)).toBe(address);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('that is not finished cannot log in, and says why', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    await logIn(page, address);
    await expectState(page, 'login', 'email_not_verified', locale);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });
});
