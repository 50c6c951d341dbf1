// A person in a browser goes through oauth2-proxy to a web server: the log-in page, back, the question of the log-out, and out.
import { expect, it } from 'vitest';
import {
  BUILD_AND_RUN_MILLISECONDS,
  logOutAddress,
  PROXY_CLIENT,
  withOAuth2Proxy,
} from '../relying/oauth2-proxy/proxy-flow.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, press } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService({ clients: [PROXY_CLIENT] });
const { openWatched } = useBrowser(service);

it.for(PEOPLE)('in $locale', { timeout: BUILD_AND_RUN_MILLISECONDS }, async (person, test) => {
  const address = await createAccount(service, person.locale);
  await withOAuth2Proxy(test, service.url, {}, async ({ url }) => {
    const { context, faults } = await openWatched(person);
    const page = await context.newPage();
    await page.goto(`${url}/orders`);
    await page.waitForURL(`${service.url}/login?**`);
    await page.locator('#email').fill(address);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    await page.waitForURL(`${url}/orders`);
    const told = JSON.parse((await page.locator('body').textContent()) ?? '');
    expect(told['x-forwarded-email']).toBe(address);

    await page.goto(logOutAddress(url, service.url));
    await page.locator('button[type=submit]').click();
    await page.waitForURL(`${url}/bye`);
    await page.goto(`${url}/orders`);
    await page.waitForURL(`${service.url}/login?**`);
    expect(faults.filter((fault) => !fault.startsWith('asked elsewhere'))).toEqual([]);
  });
});
