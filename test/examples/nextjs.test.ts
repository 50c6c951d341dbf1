// What the Next.js example alone has: a server action that calls the API as the person.
import { expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { useApp } from './apps.ts';
import { openWebBrowser, type Page } from './web-browser.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS });
const app = useApp('nextjs', () => ({ ISSUER: service.url, CLIENT_ID: 'local' }));

const ordersOn = ({ text }: Page): string | undefined => /id="orders">(\d+)</.exec(text)?.[1];

it('calls the API with a fresh access token, from a page and from a server action', async () => {
  const { address } = await createLocalAccount(service);
  const browser = openWebBrowser(service);
  const page = await browser.enterPassword(await browser.visit(`${app.url}/account`), address);
  expect(ordersOn(page)).toBe('0');
  const ordered = await browser.submit(page, /Order</);
  expect(ordersOn(ordered)).toBe('1');
  app.advance(3600);
  await service.advance(3600);
  const before = app.countTokenRequests();
  expect(ordersOn(await browser.submit(ordered, /Order</))).toBe('2');
  expect(app.countTokenRequests() - before).toBe(1);
});

it('takes a server action from its own pages alone', async () => {
  const { address } = await createLocalAccount(service);
  const browser = openWebBrowser(service);
  const page = await browser.enterPassword(await browser.visit(`${app.url}/account`), address);
  await browser.submit(page, /Order</, 'https://evil.example');
  expect(ordersOn(await browser.visit(`${app.url}/account`))).toBe('0');
});
