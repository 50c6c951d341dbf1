// The example of a single-page app, on another site than the service: log-in by the pages, five tabs, reload, and log-outs.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter } from './actions.ts';
import { callApi, logInToApp, type ServedApp, serveApp, sleep, userOf } from './apps.ts';
import { useBrowser } from './use-browser.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS, anyLocalPort: true });
const { openWatched } = useBrowser(service);

let served: ServedApp | undefined;
let app = '';
beforeAll(async () => {
  served = await serveApp(service, 'local');
  app = served.origin;
});
afterAll(() => served?.close());

/** Faults of the pages' own policy are not looked for: the app is another origin, and stores tokens. */
const openBrowser = async (): Promise<{ context: BrowserContext; count: (path: string) => number }> => {
  const { context } = await openWatched({ locale: 'en', options: { baseURL: app } });
  const asked: string[] = [];
  context.on('request', (request) => {
    if (request.method() === 'POST') asked.push(new URL(request.url()).pathname);
  });
  return { context, count: (path) => asked.filter((one) => one === path).length };
};
const openTab = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(`${app}/basket?step=2`);
  return page;
};
it('logs in on the pages, comes back to where the person was, and reloads', async () => {
  const address = await createAccount(service);
  const { context, count } = await openBrowser();
  const page = await openTab(context);
  await expect.poll(() => userOf(page)).toBe('');
  expect(await callApi(page)).toMatch(/^401/);
  await logInToApp(page, service, address);
  expect(page.url()).toBe(`${app}/basket?step=2`);
  expect(await callApi(page)).toMatch(/^200/);
  await page.reload();
  await expect.poll(() => userOf(page)).toBe(address);
  expect(await callApi(page)).toMatch(/^200/);
  expect(count('/token')).toBe(1);
  await page.goBack();
  expect(page.url()).not.toContain('code=');
});

it('refreshes once for five tabs after an hour of sleep', async () => {
  const address = await createAccount(service);
  const { context, count } = await openBrowser();
  const first = await openTab(context);
  await logInToApp(first, service, address);
  const tabs = [first, ...(await Promise.all(Array.from({ length: 4 }, () => openTab(context))))];
  expect(await Promise.all(tabs.map(userOf))).toEqual(tabs.map(() => address));
  const before = count('/token');
  await service.advance(3600);
  await sleep(context, 3600);
  const answers = await Promise.all(tabs.map(callApi));
  expect(count('/token') - before).toBe(1);
  expect(answers.every((answer) => answer.startsWith('200'))).toBe(true);
});

it('thaws a tab that was frozen for an hour with the tokens of another', async () => {
  const address = await createAccount(service);
  const { context, count } = await openBrowser();
  const awake = await openTab(context);
  await logInToApp(awake, service, address);
  const frozen = await openTab(context);
  await sleep(context, 3600);
  const remote = await context.newCDPSession(frozen);
  await remote.send('Page.setWebLifecycleState', { state: 'frozen' });
  expect(await callApi(awake)).toMatch(/^200/);
  await remote.send('Page.setWebLifecycleState', { state: 'active' });
  expect(await callApi(frozen)).toMatch(/^200/);
  await expect.poll(() => userOf(frozen)).toBe(address);
  // The log-in and the refresh of the other tab.
  expect(count('/token')).toBe(2);
});

it('logs out in all tabs and on the pages', async () => {
  const address = await createAccount(service);
  const { context, count } = await openBrowser();
  const [one, two] = [await openTab(context), await openTab(context)];
  await logInToApp(one, service, address);
  await expect.poll(() => userOf(two)).toBe(address);
  await one.locator('#log-out').click();
  await one.waitForURL(`${app}/`);
  await expect.poll(() => userOf(two)).toBe('');
  await expect.poll(() => userOf(one)).toBe('');
  expect(count('/revoke')).toBe(1);
  await one.locator('#log-in').click();
  await one.waitForURL(`${service.url}/login*`);
  await one.locator('#password').waitFor();
});

it('is logged out by a log-out everywhere on another device', async () => {
  const address = await createAccount(service);
  const { context } = await openBrowser();
  const page = await openTab(context);
  await logInToApp(page, service, address);
  const { body } = await service.post('/login', { email: address, password: PASSWORD });
  await service.post('/logout/all', { refreshToken: body.refreshToken });
  await sleep(context, 16 * 60);
  expect(await callApi(page)).toMatch(/^401/);
  await expect.poll(() => userOf(page)).toBe('');
});

it('logs in without a question while the pages are logged in', async () => {
  const address = await createAccount(service);
  const { context } = await openBrowser();
  await enter(context, service, address);
  const page = await openTab(context);
  await page.locator('#log-in').click();
  await expect.poll(() => userOf(page)).toBe(address);
  expect(page.url()).toBe(`${app}/basket?step=2`);
});
