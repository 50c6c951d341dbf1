// Speed of the hand: the cursor waits in the field, a fault goes while it is mended, nothing is asked twice, and no form stays dead.
import { describe, expect, it } from 'vitest';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { enterCode, expectState, press, signUp, submitButton } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;

  it('the cursor waits in the first empty field where no keyboard covers the page', async () => {
    const page = await open(person);
    const isFine = () => matchMedia('(pointer: fine)').matches;
    for (const path of ['/signup', '/login', '/reset']) {
      await page.goto(path);
      await page.locator('#email').waitFor();
      const focused = await page.evaluate(() => document.activeElement?.id);
      expect([path, focused]).toEqual([path, (await page.evaluate(isFine)) ? 'email' : '']);
    }
  });

  it('a fault goes as soon as it is mended, and others stay', async () => {
    const page = await open(person);
    await page.goto('/signup');
    await page.locator('#email').fill('nobody');
    await page.locator('#password').fill('short');
    await press(page, 'signup-form');
    await page.locator('#password-problem').waitFor();
    await page.locator('#email').fill('nobody@');
    await page.locator('#email-problem').waitFor({ state: 'hidden' });
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('#password').getAttribute('aria-invalid')).toBe('true');
  });

  it('a wrong code is sent once by itself, and the next one too', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    const { code } = await service.waitForLink(address);
    const wrong = code === '000000' ? '000001' : '000000';
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && new URL(request.url()).pathname === '/verify') posts.push(request.url());
    });
    await enterCode(page, wrong);
    await page.locator('#code-problem').waitFor();
    expect(posts).toHaveLength(1);
    await enterCode(page, code);
    await expectState(page, 'verify', 'done', locale);
    expect(posts).toHaveLength(2);
  });

  it('who goes back and signs up again within the cool-down goes on to the code', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await signUp(page, address);
    await page.goto('/signup');
    await page.locator('#email').fill(address);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'signup-form');
    await expectState(page, 'verify', 'mail', locale);
  });

  it('a service that is slow says so after five seconds, and one that never answers is not called a lost connection', async () => {
    const page = await open(person);
    await page.clock.install();
    const { promise, resolve } = Promise.withResolvers<void>();
    await page.route('**/login', (route) => (route.request().method() === 'POST' ? promise : route.fallback()));
    await page.goto('/login');
    await page.locator('#email').fill(freshAddress());
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'login-form');
    const texts = clientTextsOf('login', locale);
    await page.clock.fastForward(5500);
    await expect.poll(() => page.locator('#status').textContent()).toBe(texts.slow);
    await page.clock.fastForward(30_000);
    await expect.poll(() => page.locator('#problem').textContent()).toBe(texts.late);
    expect(await page.locator('#status').textContent()).toBe('');
    expect(await submitButton(page, 'login-form').isEnabled()).toBe(true);
    resolve();
  });

  it('works without what is newer than Safari 15 and Chrome 100', async () => {
    await service.advance(61);
    const page = await open({ ...person, isOld: true });
    const address = freshAddress();
    await page.goto('/login?returnTo=/account');
    await signUp(page, address);
    await enterCode(page, (await service.waitForLink(address)).code);
    await expectState(page, 'verify', 'done', locale);
  });

  it('a fault of the script leaves no form dead', async () => {
    const page = await open(person);
    await page.addInitScript(() => {
      Object.defineProperty(crypto, 'getRandomValues', {
        value: () => {
          throw new Error('not here');
        },
      });
    });
    await page.goto('/signup');
    await page.locator('#email').fill(freshAddress());
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'signup-form');
    await expect
      .poll(() => page.locator('#problem').textContent())
      .toBe(clientTextsOf('signup', locale).errors.internal_error);
    expect(await submitButton(page, 'signup-form').isEnabled()).toBe(true);
  });
});
