// One person in two apps, on two origins and with two client ids, by one log-in on the pages: in, out everywhere, out of one.
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { ACCOUNT } from '../../functions/texts/en/account.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { createAccount, expectHeading, press } from './actions.ts';
import { callApi, logInToApp, type ServedApp, serveApp, sleep, userOf } from './apps.ts';
import { useBrowser } from './use-browser.ts';

const NAMES = ['shop', 'blog'] as const;
const clients = NAMES.flatMap((id) => LOCAL_CLIENTS.map((client) => ({ ...client, id, name: id })));
const service = useLocalService({ clients, anyLocalPort: true });
const { openWatched } = useBrowser(service);

const LIFE_SECONDS = 16 * 60;

let shop: ServedApp;
let blog: ServedApp;
beforeAll(async () => {
  [shop, blog] = await Promise.all([serveApp(service, 'shop'), serveApp(service, 'blog')]);
});
afterAll(() => {
  shop.close();
  blog.close();
});

interface Kept {
  readonly accessToken: string;
  readonly refreshToken: string;
}
const storageOf = (page: Page) => page.evaluate(() => Object.entries({ ...localStorage }));
const keptBy = async (page: Page): Promise<Kept> => JSON.parse((await storageOf(page))[0]?.[1] ?? '{}');
const clientOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).client_id;
const userinfo = (accessToken: string) => service.get('/userinfo', { authorization: `Bearer ${accessToken}` });
const refresh = (clientId: string, refreshToken: string) => {
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return service.request('POST', '/token', headers, `${new URLSearchParams(form)}`);
};

/** The same person in both: with the password in the shop, with a press in the blog. */
const openBoth = async (): Promise<{ context: BrowserContext; inShop: Page; inBlog: Page; address: string }> => {
  const address = await createAccount(service);
  // Faults of the pages' own policy are not looked for: the apps are other origins, and store tokens.
  const { context } = await openWatched({ locale: 'en' });
  const [inShop, inBlog] = [await context.newPage(), await context.newPage()];
  await inShop.goto(`${shop.origin}/`);
  await inBlog.goto(`${blog.origin}/`);
  await logInToApp(inShop, service, address);
  await expect.poll(() => userOf(inBlog)).toBe('');
  await inBlog.locator('#log-in').click();
  await expect.poll(() => userOf(inBlog)).toBe(address);
  for (const page of [inShop, inBlog]) expect(await callApi(page)).toMatch(/^200/);
  return { context, inShop, inBlog, address };
};
const asksForPassword = async (page: Page): Promise<void> => {
  await page.locator('#log-in').click();
  await page.waitForURL(`${service.url}/login*`);
  await page.locator('#password').waitFor();
};

it('keeps the tokens of each app apart', async () => {
  const { inShop, inBlog } = await openBoth();
  for (const [page, own] of [
    [inShop, 'shop'],
    [inBlog, 'blog'],
  ] as const) {
    expect((await storageOf(page)).map(([key]) => key)).toEqual([`latchkey:${service.url}:${own}`]);
    expect(await page.evaluate(() => [document.cookie, sessionStorage.length])).toEqual(['', 0]);
    expect(clientOf((await keptBy(page)).accessToken)).toBe(own);
  }
  const { refreshToken } = await keptBy(inShop);
  expect((await refresh('blog', refreshToken)).body.error).toBe('invalid_grant');
  expect((await refresh('shop', refreshToken)).status).toBe(200);
});

it('refuses both after a log-out everywhere on the pages', async () => {
  const { context, inShop, inBlog } = await openBoth();
  const kept = { shop: await keptBy(inShop), blog: await keptBy(inBlog) };
  const account = await context.newPage();
  await account.goto(`${service.url}/account#see-devices`);
  await press(account, 'logout-all-form');
  await expectHeading(account, ACCOUNT.client.account.headings.logged_out);
  // The service refuses at once. The app's own API reads no table: it takes the access token to its end.
  for (const name of NAMES) {
    expect((await userinfo(kept[name].accessToken)).status).toBe(401);
    expect((await refresh(name, kept[name].refreshToken)).body.error).toBe('invalid_grant');
  }
  await sleep(context, LIFE_SECONDS);
  for (const page of [inShop, inBlog]) {
    expect(await callApi(page)).toMatch(/^401/);
    await expect.poll(() => userOf(page)).toBe('');
    expect(await storageOf(page)).toEqual([]);
    await asksForPassword(page);
  }
});

it('leaves the other app logged in after a log-out of one', async () => {
  const { context, inShop, inBlog, address } = await openBoth();
  // It is at this address already: only another request says that the log-out has led back to it.
  const isBack = inShop.waitForRequest(`${shop.origin}/`);
  await inShop.locator('#log-out').click();
  await isBack;
  await inShop.waitForLoadState();
  await expect.poll(() => userOf(inShop)).toBe('');
  expect(await callApi(inShop)).toMatch(/^401/);
  await sleep(context, LIFE_SECONDS);
  expect(await callApi(inBlog)).toMatch(/^200/);
  await expect.poll(() => userOf(inBlog)).toBe(address);
  // The pages are logged out, too: the next log-in needs the password.
  await asksForPassword(inShop);
});
