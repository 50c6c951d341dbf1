// One person on two applications: one log-in on the hosted pages serves both, and one log-out everywhere ends both.
import { expect, it } from 'vitest';
import { createLocalAccount } from '../support/local/local-account.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { useApp } from './apps.ts';
import { openWebBrowser, whoIsOn } from './web-browser.ts';

const URIS = { redirectUris: ['http://localhost/callback'], postLogoutRedirectUris: ['http://localhost/'] };
const service = useLocalService({
  clients: [
    { id: 'shop', name: 'Shop', ...URIS },
    { id: 'blog', name: 'Blog', ...URIS },
  ],
});
const shop = useApp('express', () => ({ ISSUER: service.url, CLIENT_ID: 'shop' }));
const blog = useApp('nextjs', () => ({ ISSUER: service.url, CLIENT_ID: 'blog' }));

it('logs in on the second without a password, and is refused by both after a log-out everywhere', async () => {
  const { address } = await createLocalAccount(service);
  const browser = openWebBrowser(service);
  const inShop = await browser.enterPassword(await browser.visit(`${shop.url}/account`), address);
  expect(whoIsOn(inShop)).toBe(address);

  const inBlog = await browser.visit(`${blog.url}/account`);
  expect([inBlog.url.origin, whoIsOn(inBlog)]).toEqual([blog.url, address]);
  expect(inBlog.way.map(({ pathname }) => pathname)).toEqual(['/account', '/log-in', '/authorize', '/callback']);

  await browser.post('/logout/all', {});
  // Both believe the access token that they have, until it ends.
  await service.advance(3600);
  for (const app of [shop, blog]) {
    app.advance(3600);
    const refused = await browser.visit(`${app.url}/account`);
    expect([refused.url.origin, refused.url.pathname, whoIsOn(refused)]).toEqual([service.url, '/login', undefined]);
    expect(whoIsOn(await browser.visit(`${app.url}/`))).toBeUndefined();
  }
});

it('stays logged in on one while it logs out of the other', async () => {
  const { address } = await createLocalAccount(service);
  const browser = openWebBrowser(service);
  const inShop = await browser.enterPassword(await browser.visit(`${shop.url}/account`), address);
  await browser.visit(`${blog.url}/account`);
  await browser.submit(inShop, /log-out/);
  expect(whoIsOn(await browser.visit(`${shop.url}/`))).toBeUndefined();
  blog.advance(3600);
  await service.advance(3600);
  expect(whoIsOn(await browser.visit(`${blog.url}/account`))).toBe(address);
});
