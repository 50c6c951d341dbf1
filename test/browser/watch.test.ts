// The faults that fail every browser test are really found: a broken policy, another origin, an error, a secret in storage.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { freshAddress, useLocalService } from '../support/local/local-service.ts';
import { signUp } from './actions.ts';
import { useBrowser } from './use-browser.ts';

const service = useLocalService();
const { openWatched } = useBrowser(service);

const FAULTS: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['an inline style', () => document.body.setAttribute('style', 'color: red'), /policy: style-src/],
  [
    'an inline handler',
    () => document.body.setAttribute('onclick', 'alert(1)'),
    /policy: (?:script-src|require-trusted-types-for)/,
  ],
  ['markup from a script', () => (document.body.innerHTML = '<p>x'), /policy: require-trusted-types-for/],
  ['a request to elsewhere', () => fetch('https://elsewhere.example/'), /policy: connect-src/],
  ['a logged error', () => console.error('x'), /console: x/],
  ['an error nobody catches', () => setTimeout(() => JSON.parse('no')), /script: .*JSON/],
  [
    'a missing file',
    () => document.head.append(Object.assign(new Image(), { src: '/assets/none.png' })),
    /404: .*none/,
  ],
  ['a page elsewhere', () => location.assign('http://127.0.0.1:9/'), /asked elsewhere: http:\/\/127/],
];

describe('is seen', () => {
  it.each(FAULTS)('%s', async (_name, misbehave, fault) => {
    const { context, faults } = await openWatched();
    const page = await context.newPage();
    await page.goto('/login');
    expect(faults).toEqual([]);
    // It is refused there as well, or the page is gone.
    await page.evaluate(misbehave).catch(() => undefined);
    await expect.poll(() => faults.join('\n')).toMatch(fault);
  });

  const LEAKS: readonly (readonly [string, (page: Page, secret: string) => Promise<void>, RegExp])[] = [
    [
      'session storage',
      (page, secret) => page.evaluate((text) => sessionStorage.setItem('x', `[${text}]`), secret),
      /stored/,
    ],
    [
      'local storage',
      (page, secret) => page.evaluate((text) => localStorage.setItem('x', `[${text}]`), secret),
      /stored/,
    ],
    [
      'a cookie for scripts',
      (page, secret) => page.context().addCookies([{ name: 'x', value: secret, url: service.url }]),
      /can be read/,
    ],
  ];

  it.each(LEAKS)('a code in %s', async (_name, leak, found) => {
    await service.advance(61);
    const { context, leaks } = await openWatched();
    const page = await context.newPage();
    const address = freshAddress();
    await signUp(page, address);
    const { code } = await service.waitForLink(address);
    expect(await leaks()).toEqual([]);
    await leak(page, code);
    expect((await leaks()).join('\n')).toMatch(found);
  });
});
