// A person logs in on the pages: by password, by the link of a mail, by its code.
import { describe, expect, it } from 'vitest';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForMail, createAccount, enterCode, expectState, logIn, press, sessionOf } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open, openContext } = useBrowser(service);

describe.each(PEOPLE)('a log-in in $locale on a $device', (person) => {
  const { locale } = person;

  it('by password: a wrong one is said at its field, the right one opens', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await logIn(page, address, 'wrong battery');
    const sentence = clientTextsOf('login', locale).errors.invalid_credentials;
    await expect.poll(() => page.locator('#password-problem').textContent()).toContain(sentence);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
    await logIn(page, address);
    await page.waitForURL('**/account*');
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('by password that started stopped mail again: the page says that mail goes, and complains of nothing', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await page.goto('/login');
    await page.route('**/login', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      await route.fulfill({ response, json: { ...body, user: { ...body.user, mailResumed: true } } });
    });
    await page.locator('#email').fill(address);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    await expectState(page, 'login', 'done', locale);
    await expect.poll(() => page.locator('#status').textContent()).toBe(clientTextsOf('login', locale).mailResumed);
    expect(await page.locator('#problem').textContent()).toBe('');
  });

  it('by link, in a browser that asked for nothing', async () => {
    const address = await createAccount(service, locale);
    await askForMail(await open(person), '/login', address);
    const { link } = await service.waitForLink(address, 2);
    const page = await (await openContext(person)).newPage();
    await page.goto(link);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
    await press(page, 'link-form');
    await expectState(page, 'login', 'done', locale);
    expect(page.url()).not.toContain('token');
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('by code', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await askForMail(page, '/login', address);
    await expectState(page, 'login', 'mail', locale);
    const { code } = await service.waitForLink(address, 2);
    await enterCode(page, code);
    await expectState(page, 'login', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });
});
