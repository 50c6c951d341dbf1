// An application sends a person to the pages and gets them back, and logs them out, in a browser.
import { expect, it } from 'vitest';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, press } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

/** Of this same origin, so that no request goes elsewhere. The port is that of the service. */
const CALLBACK = 'http://localhost/health';
const APP = {
  id: 'app',
  name: 'App',
  redirectUris: [CALLBACK],
  postLogoutRedirectUris: [CALLBACK],
};
const service = useLocalService({ clients: [APP] });
const { open } = useBrowser(service);

const REQUEST = {
  ...{ client_id: 'app', response_type: 'code', scope: 'openid', state: 'the state' },
  ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
};
const callback = () => `${service.url}/health`;
const pathOf = (fields: Readonly<Record<string, string>>) =>
  `/authorize?${new URLSearchParams({ ...REQUEST, redirect_uri: callback(), ...fields })}`;

it.each(PEOPLE)('from the application through the log-in and back, and out again, in $locale', async (person) => {
  const address = await createAccount(service, person.locale);
  const page = await open(person);
  await page.goto(pathOf({ ui_locales: person.locale, login_hint: address }));
  expect(await page.locator('html').getAttribute('lang')).toBe(person.locale);
  expect(await page.locator('#email').inputValue()).toBe(address);
  await page.locator('#password').fill(PASSWORD);
  await press(page, 'login-form');
  await page.waitForURL(({ pathname }) => pathname === '/health');
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('code')).toMatch(/^[\w-]{43}$/);
  expect(searchParams.get('state')).toBe('the state');

  await page.goto(`/logout?${new URLSearchParams({ client_id: 'app', post_logout_redirect_uri: callback() })}`);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(callback());
  await page.goto(pathOf({ prompt: 'none' }));
  await page.waitForURL(({ pathname }) => pathname === '/health');
  expect(new URL(page.url()).searchParams.get('error')).toBe('login_required');
});
