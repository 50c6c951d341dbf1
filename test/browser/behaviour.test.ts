// Unusual behaviour: press twice, go back and forward, wait, change the language half-way, prefer no motion.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { expectState, press, signUp, submitButton } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

const postsTo = (page: Page, path: string): readonly string[] => {
  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && new URL(request.url()).pathname === path) posts.push(path);
  });
  return posts;
};

/** Fills the log-in form and keeps its answer waiting until `go` is called. */
const holdLogIn = async (page: Page): Promise<() => void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/login', async (route) => {
    if (route.request().method() === 'POST') await promise;
    await route.fallback();
  });
  await page.goto('/login');
  await page.locator('#email').fill(freshAddress());
  await page.locator('#password').fill(PASSWORD);
  return resolve;
};

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;

  it('two presses and an Enter send one request', async () => {
    await service.advance(61);
    const page = await open(person);
    const posts = postsTo(page, '/login');
    const go = await holdLogIn(page);
    await submitButton(page, 'login-form').dblclick();
    await page.locator('#password').press('Enter');
    go();
    await expect.poll(() => page.locator('#password').getAttribute('aria-invalid')).toBe('true');
    expect(posts).toHaveLength(1);
  });

  it('back from the mail shows a form that works, forward the mail again', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    await page.goBack();
    await page.locator('#signup-form').waitFor();
    expect(await submitButton(page, 'signup-form').isEnabled()).toBe(true);
    expect(await page.locator('#password').inputValue()).toBe('');
    await page.goForward();
    await expectState(page, 'verify', 'mail', locale);
    expect(await page.locator('#address').textContent()).toContain(address);
    await page.reload();
    expect(await page.locator('#address').textContent()).toContain(address);
  });

  it('another mail can be asked for after a minute, not before', async () => {
    await service.advance(61);
    const page = await open(person);
    await page.clock.install();
    const address = freshAddress();
    await signUp(page, address);
    const posts = postsTo(page, '/signup/resend');
    const button = submitButton(page, 'resend-form');
    await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
    expect(await page.locator('#resend-wait').textContent()).toMatch(/\d/);
    await button.focus();
    await page.keyboard.press('Enter');
    expect(posts).toEqual([]);
    await page.clock.fastForward(61_000);
    await service.advance(61);
    await expect.poll(() => button.getAttribute('aria-disabled')).toBe('false');
    await button.click();
    await service.waitForMessages(address, 2);
    await expect.poll(() => page.locator('#status').textContent()).not.toBe('');
    expect(posts).toHaveLength(1);
  });

  it('changing the language keeps the link, and it still works', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    await page.goto((await service.waitForLink(address)).link);
    await page.locator('#language').click();
    const other = locale === 'ko' ? 'en' : 'ko';
    await page.locator(`html[lang="${other}"]`).waitFor();
    await press(page, 'link-form');
    await expectState(page, 'verify', 'done', other);
  });

  it.each([
    ['reduce', 0],
    ['no-preference', 1],
  ] as const)('where motion is %s a busy button has %i animations', async (reducedMotion, count) => {
    await service.advance(61);
    const page = await open({ ...person, options: { reducedMotion } });
    const go = await holdLogIn(page);
    await press(page, 'login-form');
    await page.locator('#login-form button[aria-busy="true"]').waitFor();
    const endless = () =>
      document.getAnimations().filter((animation) => animation.effect?.getTiming().iterations === Infinity).length;
    expect(await page.evaluate(endless)).toBe(count);
    go();
    await expect.poll(() => page.locator('#password').getAttribute('aria-invalid')).toBe('true');
  });
});
