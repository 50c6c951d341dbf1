// The address of an account changes on the pages, by link or code, and its former owner takes that back.
import { describe, expect, it } from 'vitest';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForEmailChange, enterCode, expectState, press, sessionOf, undoLink } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('an email change in $locale on a $device', (person) => {
  const { locale } = person;

  it('is confirmed by the link in the browser that asked, and undone from the old mailbox in any other', async () => {
    const page = await open(person);
    const { oldAddress, newAddress, mail } = await askForEmailChange(page, service, locale);
    await page.goto(mail.link);
    await press(page, 'link-form');
    await expectState(page, 'email/confirm', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(newAddress);

    const owner = await open(person);
    await owner.goto(await undoLink(service, oldAddress));
    await press(owner, 'link-form');
    await expectState(owner, 'email/undo', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });

  it('is confirmed by the code', async () => {
    const page = await open(person);
    const { newAddress, mail } = await askForEmailChange(page, service, locale);
    await page.goto('/email/confirm');
    await enterCode(page, mail.code);
    await expectState(page, 'email/confirm', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(newAddress);
  });

  it('is not confirmed by the link in a browser that did not ask', async () => {
    const page = await open(person);
    const { oldAddress, mail } = await askForEmailChange(page, service, locale);
    const stranger = await open(person);
    await stranger.goto(mail.link);
    await press(stranger, 'link-form');
    await expectState(stranger, 'email/confirm', 'no_flow', locale);
    // The same press could only fail again: the way on is a log-in that leads to the change.
    expect(await stranger.locator('#link-form').isVisible()).toBe(false);
    await stranger.locator('#login-link').click();
    await stranger.locator('#email').fill(oldAddress);
    await stranger.locator('#password').fill(PASSWORD);
    await press(stranger, 'login-form');
    await stranger.waitForURL('**/account*#change-email');
    await stranger.locator('#email-form').waitFor();
    expect(await sessionOf(page.context(), service)).toBe(oldAddress);
  });

  it('has a way on where its undo link was cut', async () => {
    const page = await open(person);
    await page.goto('/email/undo');
    await expectState(page, 'email/undo', 'invalid_token', locale);
    expect(await page.locator('#content a:visible').count()).toBeGreaterThan(1);
  });
});
