// The oldest browsers of the pages: every flow runs in one (`isOld`), and here is what holds besides.
import { describe, expect, it } from 'vitest';
import { useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter, press } from './actions.ts';
import { overflowOn, violationsOn } from './judges.ts';
import { useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

it('an old browser lacks what is new, and has the rest', async () => {
  const page = await open({ isOld: true });
  await page.goto('/login');
  const has = () => [
    ...['canParse' in URL, 'timeout' in AbortSignal, 'at' in [], 'hasOwn' in Object, 'withResolvers' in Promise],
    ...['BroadcastChannel' in window, 'structuredClone' in window, 'locks' in navigator, 'randomUUID' in crypto],
    ...['parse' in URL, 'any' in AbortSignal, 'toSorted' in [], 'findLast' in [], 'groupBy' in Object],
    ...['isWellFormed' in String.prototype, 'requestSubmit' in HTMLFormElement.prototype],
  ];
  expect(new Set(await page.evaluate(has))).toEqual(new Set([false]));
  expect(
    await page.evaluate(() => 'closest' in document.body && 'replaceAll' in String.prototype && 'any' in Promise),
  ).toBe(true);
});

describe('with the style as Chrome 99 and Safari 15 read it', () => {
  /** What they do not know they drop, each in its own way: a selector with its rule, a value with its declaration. */
  const age = (style: string): string =>
    style
      .replace(/:has\(/g, ':-unknown-(')
      .replace(/:focus-visible/g, ':-unknown')
      .replace(/color-mix\(/g, '-unknown-(')
      .replace(/\ddvh/g, '1-unknown')
      .replace(/" ?\/ ?""/g, '" / -unknown')
      .replace(/overflow-wrap:anywhere/g, 'overflow-wrap:-unknown');

  it.each(['/', '/signup', '/login', '/reset', '/verify', '/account', '/account#change-email', '/account#see-devices'])(
    'nothing of %s is too wide or too pale, nor under the pointer',
    async (path) => {
      const page = await open({ device: 'phone' });
      await page.route('**/assets/*.css', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: age(await response.text()) });
      });
      await enter(page.context(), service, await createAccount(service, 'ko', { nickName: '무지개' }));
      await page.goto(path);
      await page.locator('main :is(a, button):visible').first().waitFor();
      expect(await overflowOn(page)).toEqual([]);
      await page.locator('main :is(a, button):visible').first().hover();
      expect(await violationsOn(page)).toEqual([]);
    },
  );

  it('a primary button under the pointer keeps its ground', async () => {
    const page = await open();
    await page.route('**/assets/*.css', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: age(await response.text()) });
    });
    await page.goto('/login');
    await page.locator('#login-form .primary').hover();
    expect(
      await page.locator('#login-form .primary').evaluate((button) => getComputedStyle(button).backgroundColor),
    ).not.toBe('rgba(0, 0, 0, 0)');
    await press(page, 'login-form');
    await page.locator('#email-problem').waitFor();
  });
});
