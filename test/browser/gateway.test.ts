// A mail gateway opens a link in a real browser and presses its primary button five seconds later; and an answer that is lost.
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { askForMail, createAccount, enterCode, expectState, sessionOf, signUp } from './actions.ts';
import { useBrowser } from './use-browser.ts';

const STAY_MILLISECONDS = 5000;

const service = useLocalService();
const { open, openWatched } = useBrowser(service);

const pressAsGateway = async (link: string): Promise<Page> => {
  const gateway = await open();
  await gateway.goto(link);
  await wait(STAY_MILLISECONDS);
  await gateway.locator('main .primary:visible').first().click();
  await gateway.locator('main button[aria-busy="true"]').waitFor({ state: 'detached' });
  return gateway;
};

it('a gateway gets no session out of a sign-up link, and the code still works', async () => {
  await service.advance(61);
  const page = await open();
  const address = freshAddress();
  await signUp(page, address);
  const { link, code } = await service.waitForLink(address);
  const gateway = await pressAsGateway(link);
  await expectState(gateway, 'verify', 'password', 'ko');
  expect(await sessionOf(gateway.context(), service)).toBeUndefined();
  await enterCode(page, code);
  await expectState(page, 'verify', 'done', 'ko');
});

it('a gateway changes no password by a reset link, and the code still works', async () => {
  const address = await createAccount(service);
  const page = await open();
  await askForMail(page, '/reset', address);
  const { link, code } = await service.waitForLink(address, 2);
  const gateway = await pressAsGateway(link);
  expect(await sessionOf(gateway.context(), service)).toBeUndefined();
  await page.locator('#password').fill(`${PASSWORD} 2`);
  await enterCode(page, code);
  await expectState(page, 'reset', 'done', 'ko');
});

it('a gateway that presses the button of a log-in link is logged in, and the code says that the link was used', async () => {
  const address = await createAccount(service);
  const page = await open();
  await askForMail(page, '/login', address);
  const { link, code } = await service.waitForLink(address, 2);
  const gateway = await pressAsGateway(link);
  await expectState(gateway, 'login', 'done', 'ko');
  expect(await sessionOf(gateway.context(), service)).toBe(address);
  await enterCode(page, code);
  await expectState(page, 'login', 'already_used', 'ko');
  // Whoever was locked out so logs in by password, and sees the session of the gateway in the list of devices.
  await page.locator('main a.primary:visible').click();
  await page.waitForURL('**/login*');
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
  await page.locator('#login-form button[type="submit"]').click();
  await page.waitForURL('**/account*');
  await page.goto('/account#see-devices');
  await page.locator('#devices li').nth(1).waitFor();
  expect(await page.locator('#devices li').count()).toBeGreaterThan(1);
});

it('a lost answer is asked for once more, with the same key', async () => {
  // The browser logs the lost answer, which would be a fault elsewhere.
  const page = await (await openWatched()).context.newPage();
  const keys: (string | undefined)[] = [];
  await page.route('**/reset', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length === 1) return route.abort('connectionreset');
    return route.fulfill({
      status: 202,
      json: { status: 'sent', address: 'minji@example.com', expiresInSeconds: 600, resendInSeconds: 60 },
    });
  });
  const unwatched = page.waitForURL('**/*step=code*');
  await page.goto('/reset');
  await page.locator('#email').fill(freshAddress());
  await page.locator('#mail-form button[type="submit"]').click();
  await unwatched;
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[\w-]{43}$/);
  expect(keys[1]).toBe(keys[0]);
});
