// The pages know who is logged in in this browser, say it above their forms and ends, and go on only by a press.
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForMail, createAccount, expectHeading, expectState, logIn, press, sessionOf } from './actions.ts';
import { accountHeadings } from './headings.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open, openWatched } = useBrowser(service);

const here = (page: Page) => page.locator('#here[data-here="known"]');
const isRefresh = (url: string) => new URL(url).pathname === '/token/refresh';

/** Logs in by the page, as a person does. */
const entered = async (page: Page, address: string): Promise<void> => {
  await logIn(page, address);
  await page.waitForURL('**/account*');
  await page.locator('#account-email').waitFor();
};

const countRefreshes = (page: Page): readonly string[] => {
  const urls: string[] = [];
  page.on('request', (request) => {
    if (isRefresh(request.url())) urls.push(request.url());
  });
  return urls;
};

/** Sends the request with its cookies, and keeps the answer back until it is told to let it go. */
const holdRefresh = async (page: Page) => {
  const asked = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  await page.route('**/token/refresh', async (route: Route) => {
    const request = route.request();
    const { host: _host, 'content-length': _length, ...headers } = await request.allHeaders();
    const plain = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')));
    const answer = await service.request('POST', '/token/refresh', plain, request.postData() ?? '');
    asked.resolve();
    await free.promise;
    const cookie = answer.cookies.join('\n');
    await route.fulfill({
      status: answer.status,
      headers: { 'content-type': 'application/json', ...(cookie && { 'set-cookie': cookie }) },
      body: answer.text,
    });
  });
  return { asked: asked.promise, letGo: free.resolve };
};

const shiftOn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0)),
        ).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 300);
      }),
  );

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;

  it('a stranger costs no request', async () => {
    const page = await open(person);
    const refreshes = countRefreshes(page);
    for (const path of ['/', '/signup', '/login']) {
      await page.goto(path, { waitUntil: 'networkidle' });
      expect(await page.locator('#here').isVisible()).toBe(false);
    }
    expect(refreshes).toEqual([]);
  });

  it.each(['/', '/signup', '/login'])(
    '%s names who is logged in, moves nothing, and goes on by a press',
    async (path) => {
      const address = await createAccount(service, locale);
      const page = await open(person);
      await entered(page, address);
      await page.goto(path);
      await here(page).waitFor();
      expect(await page.locator('#here-account').textContent()).toBe(address);
      expect(await shiftOn(page)).toBe(0);
      await page.locator('#here-go-on').click();
      await page.waitForURL('**/account*');
      await expect.poll(() => page.locator('#account-email').textContent()).toBe(address);
    },
  );

  it('the way back is taken by the press, and not before it', async () => {
    const page = await open(person);
    await entered(page, await createAccount(service, locale));
    await page.goto(`/login?returnTo=${encodeURIComponent('/account#see-devices')}`);
    await here(page).waitFor();
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.locator('#here-go-on').click();
    await page.waitForURL('**/account#see-devices');
  });

  it('another account logs in by the form, which says nothing of the first one', async () => {
    const [first, second] = [await createAccount(service, locale), await createAccount(service, locale)];
    const page = await open(person);
    await entered(page, first);
    await page.goto('/login');
    await here(page).waitFor();
    const refreshes = countRefreshes(page);
    await page.locator('#here-other').click();
    await page.waitForURL('**/login?prompt=login*');
    await page.locator('#email').fill(second);
    expect(await page.locator('#here').isVisible()).toBe(false);
    expect(refreshes).toEqual([]);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    await page.waitForURL('**/account*');
    await expect.poll(() => page.locator('#account-email').textContent()).toBe(second);
  });

  it('a session that ended elsewhere is said once', async () => {
    const page = await open(person);
    await entered(page, await createAccount(service, locale));
    await page.context().clearCookies();
    await page.goto('/login');
    await page.locator('#here[data-here="ended"]').waitFor();
    expect(await shiftOn(page)).toBe(0);
    await page.reload({ waitUntil: 'networkidle' });
    expect(await page.locator('#here').isVisible()).toBe(false);
  });

  it('after a log-out nobody is asked about', async () => {
    const page = await open(person);
    await entered(page, await createAccount(service, locale));
    await press(page, 'logout-form');
    await expectHeading(page, accountHeadings(locale).logged_out);
    const refreshes = countRefreshes(page);
    await page.goto('/login', { waitUntil: 'networkidle' });
    expect(refreshes).toEqual([]);
    expect(await page.locator('#here').isVisible()).toBe(false);
  });

  it('a used link is no alarm for its person, and tells a stranger no address', async () => {
    const address = await createAccount(service, locale);
    await askForMail(await open(person), '/login', address);
    const { link } = await service.waitForLink(address, 2);
    const page = await open(person);
    await page.goto(link);
    await press(page, 'link-form');
    await expectState(page, 'login', 'done', locale);
    await page.goto(link);
    await press(page, 'link-form');
    // Whoever is logged in decides whether the link may take over.
    await expectState(page, 'login', 'switch', locale);
    expect(await page.locator('#switch-now').textContent()).toBe(address);
    await press(page, 'switch-form');
    await expectState(page, 'login', 'already_used', locale);
    await here(page).waitFor();
    expect(await page.locator('#here-account').textContent()).toBe(address);
    expect(await page.locator('#problem').textContent()).toBe('');

    const stranger = await open(person);
    await stranger.goto(link);
    await press(stranger, 'link-form');
    await expectState(stranger, 'login', 'already_used', locale);
    expect(await stranger.locator('#problem').textContent()).toBe('');
    expect(await stranger.content()).not.toContain(address);
  });
});

it('blocked storage: the pages are as for a stranger, and the log-in works', async () => {
  const address = await createAccount(service);
  // Its storage cannot be searched for secrets either.
  const page = await (await openWatched()).context.newPage();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await entered(page, address);
  await page.goto('/login', { waitUntil: 'networkidle' });
  expect(await page.locator('#here').isVisible()).toBe(false);
});

it('a session that ended while something is changed: says so, and comes back to that screen', async () => {
  const address = await createAccount(service);
  const page = await open();
  await entered(page, address);
  await page.goto('/account#change-password');
  await page.locator('#password-current-password').fill(PASSWORD);
  await page.locator('#password').fill(`${PASSWORD} 2`);
  await page.context().clearCookies();
  // The access token is over, too.
  await page.route('**/me/password', (route) => route.fulfill({ status: 401, json: { code: 'unauthenticated' } }));
  await press(page, 'password-form');
  await expectHeading(page, accountHeadings('ko').signed_out);
  expect(await page.locator('#problem').textContent()).not.toBe('');
  await page.unrouteAll();
  await page.locator('#login-link').click();
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
  await press(page, 'login-form');
  await page.waitForURL('**/account*#change-password');
  await page.locator('#password-form').waitFor();
});

it('a refresh whose answer comes 11 seconds late keeps the session, in this tab and the next one', async () => {
  const address = await createAccount(service);
  const page = await open();
  await entered(page, address);
  const { asked, letGo } = await holdRefresh(page);
  await page.reload();
  await asked;
  await service.advance(11);
  const other = await page.context().newPage();
  // The second tab waits for the first one's cookie: with the old one it would look like a thief.
  await other.goto('/account');
  letGo();
  for (const tab of [page, other]) {
    await expect.poll(() => tab.locator('#account-email').textContent()).toBe(address);
  }
  expect(await sessionOf(page.context(), service)).toBe(address);
});

it('a log-out waits for a refresh under way, so its late answer brings nobody back', async () => {
  const [former, next] = [await createAccount(service), await createAccount(service)];
  const page = await open();
  await entered(page, former);
  const other = await page.context().newPage();
  await other.goto('/account');
  await expect.poll(() => other.locator('#account-email').textContent()).toBe(former);
  const { asked, letGo } = await holdRefresh(page);
  await page.reload();
  await asked;
  await press(other, 'logout-form');
  letGo();
  await expectHeading(other, accountHeadings('ko').logged_out);
  // The other tab hears of it and shows nobody.
  await page.unrouteAll({ behavior: 'wait' });
  await expectHeading(page, accountHeadings('ko').signed_out);
  await entered(other, next);
  expect(await sessionOf(page.context(), service)).toBe(next);
});

it('the answer to a refresh of the former person, after somebody else has logged in, shows nobody', async () => {
  const [former, next] = [await createAccount(service), await createAccount(service)];
  const page = await open();
  // As in a browser without locks.
  await page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await entered(page, former);
  const other = await page.context().newPage();
  await other.goto('/account');
  await expect.poll(() => other.locator('#account-email').textContent()).toBe(former);
  await page.goto('/health');
  const { asked, letGo } = await holdRefresh(page);
  await page.goto('/login');
  await asked;
  await press(other, 'logout-form');
  await expectHeading(other, accountHeadings('ko').logged_out);
  await entered(other, next);
  letGo();
  await page.locator('#here[data-here="ended"]').waitFor();
  expect(await page.locator('body').textContent()).not.toContain(former);
  // The late cookie is of a session that the log-out ended.
  expect(await sessionOf(page.context(), service)).not.toBe(former);
});
