// The example of a single-page app on an origin of its own, and what a person does in it.
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { createApp } from '../../examples/spa/server.ts';
import { PASSWORD } from '../support/local/local-service.ts';
import { press, type Service } from './actions.ts';

export interface ServedApp {
  readonly origin: string;
  close(): void;
}

export const serveApp = async (service: Service, clientId: string): Promise<ServedApp> => {
  const server = createApp(service.url, clientId).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => void server.close() };
};

/** Who is logged in, as the app shows it. */
export const userOf = (page: Page) => page.locator('body').getAttribute('data-user');

/** The status and body of a call of the app's own API. */
export const callApi = async (page: Page): Promise<string> => {
  await page.locator('#answer').evaluate((element) => element.replaceChildren());
  await page.locator('#call').click();
  await expect.poll(() => page.locator('#answer').textContent()).not.toBe('');
  return (await page.locator('#answer').textContent()) ?? '';
};

/** By the pages, with the password. */
export const logInToApp = async (page: Page, service: Service, address: string): Promise<void> => {
  const { origin } = new URL(page.url());
  await page.locator('#log-in').click();
  await page.waitForURL(`${service.url}/login*`);
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
  await press(page, 'login-form');
  await page.waitForURL(`${origin}/**`);
  await expect.poll(() => userOf(page)).toBe(address);
};

/** The clock of all tabs, as after a sleep. */
export const sleep = async (context: BrowserContext, seconds: number): Promise<void> => {
  for (const page of context.pages())
    await page.evaluate((milliseconds) => {
      const { now } = Date;
      Date.now = () => now() + milliseconds;
    }, seconds * 1000);
};
