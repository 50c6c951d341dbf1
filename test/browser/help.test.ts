// How the pages help: a mistyped domain, a wrong address, the way to the mailbox, a code out of a text, and back to the app.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGE_TEXTS } from '../../functions/texts/pages.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, expectHeading, expectState, logIn, press, signUp } from './actions.ts';
import { PEOPLE, type Person, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open, openWatched } = useBrowser(service);

/** The browser complains of a page that is not there. */
const openPage = async (person: Person): Promise<Page> => (await openWatched(person)).context.newPage();

/** An address of this domain that no other test uses. */
const addressAt = (domain: string): string => freshAddress().replace(/@.*/, `@${domain}`);

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;

  it.each([
    ['naver.con', 'naver.com'],
    ['gmial.com', 'gmail.com'],
    ['hanmial.net', 'hanmail.net'],
  ])('%s is asked about, and one press makes it %s', async (typed, meant) => {
    const page = await open(person);
    await page.goto('/signup');
    await page.locator('#email').pressSequentially(addressAt(typed));
    const hint = page.locator('#email-hint-button');
    await hint.waitFor();
    expect(await hint.textContent()).toContain(meant);
    await hint.click();
    expect(await page.locator('#email').inputValue()).toMatch(new RegExp(`@${meant}$`));
  });

  it('a right domain is not asked about', async () => {
    const page = await open(person);
    await page.goto('/signup');
    await page.clock.install();
    await page.locator('#email').pressSequentially(addressAt('naver.com'));
    await page.clock.runFor(2000);
    expect(await page.locator('#email-hint-button').isVisible()).toBe(false);
  });

  it('the mailbox of the address can be opened, and the address corrected', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = addressAt('naver.com');
    await signUp(page, address);
    const mailbox = page.locator('#mailbox');
    expect(new URL((await mailbox.getAttribute('href')) ?? '').hostname).toMatch(/(^|\.)naver\.com$/);
    expect(await mailbox.getAttribute('rel')).toContain('noopener');
    await page.locator('#correct-link').click();
    await page.waitForURL('**/signup*');
    await expect.poll(() => page.locator('#email').inputValue()).toBe(address);
  });

  it('a code is taken out of the text it was copied with, and sent at once', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    const { code } = await service.waitForLink(address);
    await page.locator('#code').focus();
    await paste(page, `인증번호: ${code.slice(0, 3)}-${code.slice(3)} 입니다.`);
    expect((await page.locator('#code').inputValue()).replace(/\D/g, '')).toBe(code);
    await expectState(page, 'verify', 'done', locale);
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example/', 'javascript:alert(1)', '/\\elsewhere.example'])(
    'nobody is sent to %s after the log-in',
    async (returnTo) => {
      const address = await createAccount(service, locale);
      const page = await open(person);
      await page.goto(`/login?returnTo=${encodeURIComponent(returnTo)}`);
      await page.locator('#email').fill(address);
      await page.locator('#password').fill(PASSWORD);
      await press(page, 'login-form');
      await page.waitForURL(`${service.url}/account*`);
    },
  );

  it('after a log-in the person returns to the page of this service that required it', async () => {
    const address = await createAccount(service, locale);
    const page = await open(person);
    await page.goto(`/login?returnTo=${encodeURIComponent('/account#see-devices')}`);
    await page.locator('#email').fill(address);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    await page.waitForURL('**/account*#see-devices');
    await page.locator('#devices [data-current]').waitFor();
    expect(await page.locator('#devices li').count()).toBeGreaterThan(0);
  });

  it.each(['/nope', '/signup/'])('a wrong address leads on: %s', async (path) => {
    const page = await openPage(person);
    await page.goto(path);
    if (path === '/nope') {
      await expectHeading(page, PAGE_TEXTS[locale].pages[''].html['notFoundHeading'] ?? '');
      await page.locator('#signup-link').click();
    }
    await page.locator('#signup-form').waitFor();
    expect(new URL(page.url()).pathname).toBe('/signup');
  });

  it('an expired link says so and offers a way on, as does one that a newer mail replaced', async () => {
    await service.advance(61);
    const address = freshAddress();
    const links: string[] = [];
    for (const count of [1, 2]) {
      await signUp(await open(person), address);
      links.push((await service.waitForLink(address, count)).link);
      await service.advance(61);
    }
    await service.advance(31 * 60);
    for (const [index, state] of (['superseded', 'expired'] as const).entries()) {
      const page = await open(person);
      await page.goto(links[index] ?? '');
      await press(page, 'link-form');
      await expectState(page, 'verify', state, locale);
      expect(await page.locator('main a:visible').count()).toBeGreaterThan(0);
    }
    const page = await open(person);
    await logIn(page, address);
    await expect.poll(() => page.locator('#password').getAttribute('aria-invalid')).toBe('true');
  });
});

/** As if `text` came from the clipboard. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((copied) => {
    const field = document.activeElement;
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', copied);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    // Without a handler the text is inserted, as browsers do.
    if (field?.dispatchEvent(event)) document.execCommand('insertText', false, copied);
  }, text);
