// A person who was invited chooses the first password on the page behind the mail.
import { describe, expect, it } from 'vitest';
import { freshAddress, useLocalService } from '../support/local/local-service.ts';
import { expectState, logIn, press, sessionOf } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const FIRST_PASSWORD = 'another horse battery';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('an invitation in $locale on a $device', (person) => {
  const { locale } = person;

  const linkOf = async (address: string): Promise<string> => {
    const headers = { 'x-admin-key': service.adminKey() };
    const body = { email: address, locale, invite: true, reason: 'new customer' };
    expect((await service.post('/admin/users/create', body, headers)).status).toBe(200);
    const [message] = await service.waitForMessages(address, 1);
    return message?.link ?? '';
  };

  it('by its link: too short a password is said at once, and the first one logs in', async () => {
    const address = freshAddress();
    const page = await open(person);
    await page.goto(await linkOf(address));
    await page.locator('#password').fill('short');
    await press(page, 'confirm-form');
    expect(await page.locator('#password').getAttribute('aria-invalid')).toBe('true');
    await page.locator('#password').fill(FIRST_PASSWORD);
    await press(page, 'confirm-form');
    await expectState(page, 'invitation', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
    const other = await open(person);
    await logIn(other, address, FIRST_PASSWORD);
    await other.waitForURL(`${service.url}/account*`);
  });

  it('without a link, and with one that was used, says so', async () => {
    const address = freshAddress();
    const link = await linkOf(address);
    for (const [path, state] of [
      [link, 'done'],
      [link, 'already_used'],
    ] as const) {
      const page = await open(person);
      await page.goto(path);
      await page.locator('#password').fill(FIRST_PASSWORD);
      await press(page, 'confirm-form');
      await expectState(page, 'invitation', state, locale);
    }
    const page = await open(person);
    await page.goto('/invitation');
    await expectState(page, 'invitation', 'invalid_token', locale);
  });
});
