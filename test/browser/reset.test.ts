// A person who forgot the password sets a new one on the pages: by the link of a mail, by its code.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForMail, createAccount, expectState, logIn, press, sessionOf } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const NEW_PASSWORD = 'another horse battery';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('a reset in $locale on a $device', (person) => {
  const { locale } = person;

  const expectNewPassword = async (page: Page, address: string): Promise<void> => {
    expect(await sessionOf(page.context(), service)).toBe(address);
    const other = await open(person);
    await logIn(other, address, PASSWORD);
    await expect.poll(() => other.locator('#password').getAttribute('aria-invalid')).toBe('true');
    await logIn(other, address, NEW_PASSWORD);
    await other.waitForURL(`${service.url}/account*`);
  };

  it('by link: too short a password is said at once, and the new one counts', async () => {
    const address = await createAccount(service, locale);
    await askForMail(await open(person), '/reset', address);
    const { link } = await service.waitForLink(address, 2);
    const page = await open(person);
    await page.goto(link);
    await page.locator('#password').fill('short');
    await press(page, 'confirm-form');
    expect(await page.locator('#password').getAttribute('aria-invalid')).toBe('true');
    await page.locator('#password').fill(NEW_PASSWORD);
    await press(page, 'confirm-form');
    await expectState(page, 'reset', 'done', locale);
    await expectNewPassword(page, address);
  });

  it('by code', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await askForMail(page, '/reset', address);
    await expectState(page, 'reset', 'mail', locale);
    const { code } = await service.waitForLink(address, 2);
    await page.locator('#code').fill(code);
    await page.locator('#password').fill(NEW_PASSWORD);
    await press(page, 'confirm-form');
    await expectState(page, 'reset', 'done', locale);
    await expectNewPassword(page, address);
  });

  it('by a link that was used: says so, and offers a new mail', async () => {
    const address = await createAccount(service, locale);
    await askForMail(await open(person), '/reset', address);
    const { link } = await service.waitForLink(address, 2);
    for (const state of ['done', 'already_used'] as const) {
      const page = await open(person);
      await page.goto(link);
      await page.locator('#password').fill(NEW_PASSWORD);
      await press(page, 'confirm-form');
      await expectState(page, 'reset', state, locale);
    }
  });
});
