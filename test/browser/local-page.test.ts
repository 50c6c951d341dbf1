// A newcomer with one tab: from the page of the laptop to a sign-up, its mail and its link, and the clock.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { expectState, press, sessionOf } from './actions.ts';
import { overflowOn, violationsOn } from './judges.ts';
import { useBrowser } from './use-browser.ts';

const service = useLocalService({ anyLocalPort: true });
const { open, openContext, openWatched } = useBrowser(service);

const message = (page: Page, address: string) => page.locator('.message', { hasText: address }).first();

/** In the tab: from the page to the form, and back once it is sent. */
const signUpFrom = async (page: Page, address: string): Promise<void> => {
  await service.advance(61);
  await page.goto('/_local');
  await page.getByRole('link', { name: '/signup in en' }).click();
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
  await press(page, 'signup-form');
  await page.waitForURL('**/verify*');
  await page.goto('/_local');
};

describe.each([
  { device: 'phone', options: { colorScheme: 'dark' } },
  { device: 'desktop', options: { colorScheme: 'light' } },
] as const)('on a $device, $options.colorScheme', (person) => {
  it('one tab is enough: page, sign-up, mail, its button, logged in', async () => {
    const page = await open({ locale: 'en', ...person });
    const address = freshAddress();
    await signUpFrom(page, address);
    const mail = message(page, address);
    await mail.getByText('Read the mail').click();
    await mail.frameLocator('iframe').locator('.button a').click();
    await press(page, 'link-form');
    await expectState(page, 'verify', 'done', 'en');
    expect(page.context().pages()).toHaveLength(1);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('the link and the code are one press away, and a new mail appears by itself', async () => {
    const page = await open({ locale: 'en', ...person });
    await page.goto('/_local');
    const { address, mail } = await service.signUp({ locale: 'en' });
    const { code, link, subject } = mail;
    await expect.poll(() => message(page, address).count()).toBe(1);
    expect(await message(page, address).locator('.subject').textContent()).toBe(subject);
    expect(await page.locator('#status').textContent()).toContain(address);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await message(page, address).getByRole('button', { name: 'Copy code' }).click();
    await expect.poll(clipboard).toBe(code);
    await message(page, address).getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(clipboard).toBe(link);
    await message(page, address).getByRole('link', { name: 'Open link' }).click();
    await page.waitForURL('**/verify*');
  });

  it('nothing overflows, and axe-core finds nothing, with a mail open and the clock ahead', async () => {
    const page = await open({ locale: 'en', ...person });
    const { address } = await service.signUp({ locale: 'en' });
    await page.goto('/_local');
    await message(page, address).getByText('Read the mail').click();
    await page.locator('#ahead').waitFor();
    expect([await overflowOn(page), await violationsOn(page)]).toEqual([[], []]);
  });
});

describe('the clock on the page', () => {
  it('moves by a press or to a time, says how far it is ahead, and goes back', async () => {
    const page = await open({ locale: 'en' });
    await service.post('/_local/clock', { reset: true });
    await page.goto('/_local');
    await page.getByRole('button', { name: '+1 day' }).click();
    await expect.poll(() => page.locator('#ahead').textContent()).toBe('Ahead of this machine by 1 d.');
    await page.getByRole('button', { name: '+5 min' }).click();
    await expect.poll(() => page.locator('#ahead').textContent()).toBe('Ahead of this machine by 1 d 5 min.');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect.poll(() => page.locator('#ahead').isVisible()).toBe(false);
    await page.locator('#exact-time').fill('2001-01-01T00:00:00');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await expect.poll(() => page.locator('#clock-fault').textContent()).toContain('not before that of this machine');
    await page.locator('#exact-time').fill(`${new Date().getFullYear() + 2}-01-01T00:00:00`);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#ahead').isVisible()).toBe(true);
    expect(await page.locator('#clock-fault').textContent()).toBe('');
    await service.post('/_local/clock', { reset: true });
  });
});

describe('a mail', () => {
  it('runs no script, even in a tab of its own, and its origin is not that of the service', async () => {
    const context = await openContext({ locale: 'en' });
    const page = await context.newPage();
    const { address } = await service.signUp({ locale: 'en' });
    await page.goto('/_local');
    await message(page, address).getByText('Read the mail').click();
    const source = await message(page, address).locator('iframe').getAttribute('src');
    await page.goto(source ?? '');
    expect(await page.evaluate(() => self.origin)).toBe('null');
    await page.goto('/_local');
  });

  it('that holds a script stays a picture of it, in its frame and alone', async () => {
    const { context } = await openWatched({ locale: 'en' });
    const page = await context.newPage();
    const ran: string[] = [];
    await context.exposeBinding('ran', (_source, where: string) => ran.push(where));
    await page.route('**/_local/mails/*', async (route) => {
      const response = await route.fetch();
      const body = '<p id="body">Hello</p><script>ran("script")</script><img src="x" onerror="ran(\'handler\')">';
      await route.fulfill({ response, body });
    });
    const { address } = await service.signUp({ locale: 'en' });
    await page.goto('/_local');
    await message(page, address).getByText('Read the mail').click();
    const frame = message(page, address).locator('iframe');
    await frame.contentFrame().locator('#body').waitFor();
    await page.goto((await frame.getAttribute('src')) ?? '');
    await page.locator('#body').waitFor();
    expect(ran).toEqual([]);
  });
});
