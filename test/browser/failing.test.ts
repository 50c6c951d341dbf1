// What a person sees where something fails: no JavaScript, a script that does not come, no connection, a service that hangs.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGE_NAMES } from '../../functions/texts/page-texts.ts';
import { clientTextsOf, PAGE_TEXTS } from '../../functions/texts/pages.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter, submitButton } from './actions.ts';
import { bringAbout, fillIn } from './bring-about.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { openWatched } = useBrowser(service);

const TOKEN = 'A'.repeat(24);

/** Each form of each flow, by the page it is on. */
const FORMS = [
  ['/signup', 'signup-form'],
  ['/verify', 'confirm-form'],
  [`/verify?${TOKEN}`, 'link-form'],
  ['/login', 'login-form'],
  ['/login', 'mail-form'],
  ['/login?step=code', 'confirm-form'],
  [`/login?${TOKEN}`, 'link-form'],
  ['/reset', 'mail-form'],
  ['/reset?step=code', 'confirm-form'],
  [`/reset?${TOKEN}`, 'confirm-form'],
  ['/email/confirm', 'confirm-form'],
  [`/email/confirm?${TOKEN}`, 'link-form'],
  [`/email/undo?${TOKEN}`, 'link-form'],
  ['/account', 'logout-form'],
  ['/account#change-email', 'email-form'],
  ['/account#change-phone', 'phone-form'],
  ['/account#change-password', 'password-form'],
  ['/account#change-language', 'language-form'],
  ['/account#see-devices', 'logout-all-form'],
  ['/account#delete-account', 'delete-form'],
] as const;

const textsOf = (path: string, locale: 'ko' | 'en') => {
  const name = PAGE_NAMES.find((page) => page !== '' && path.slice(1).startsWith(page)) ?? '';
  return clientTextsOf(name, locale);
};

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;
  /** Each form fails in one way for each of them: the sentences of a language differ, what a form does is the same. */
  const [offlineForms, hangingForms] = locale === 'ko' ? [FORMS, []] : [[], FORMS];

  /** The browser complains of what is missing, as it should. */
  const openPage = async (options = {}): Promise<Page> =>
    (await openWatched({ ...person, isOld: false, options })).context.newPage();

  /** Logged in where the page needs it. */
  const openForm = async (path: string): Promise<Page> => {
    const page = await openPage();
    if (path.startsWith('/account')) await enter(page.context(), service, await createAccount(service, locale));
    await page.clock.install();
    await bringAbout(page, { name: '', path });
    return page;
  };

  it.each(PAGE_NAMES)('without JavaScript /%s says so, and shows no form that would do nothing', async (name) => {
    const page = await openPage({ javaScriptEnabled: false });
    await page.goto(`/${name}`);
    expect(await page.locator('noscript .notice').textContent()).toBe(PAGE_TEXTS[locale].html['scriptNeeded']);
    expect(await page.locator('noscript .notice').isVisible()).toBe(true);
    expect(await page.locator('main :is(input, button):visible').count()).toBe(0);
  });

  it.each(['/signup', '/login', '/reset', `/verify?${TOKEN}`, '/account'])(
    'where the script of %s does not come, a sentence says so and nothing can be pressed',
    async (path) => {
      const page = await openPage();
      await page.route('**/assets/*.js', (route) => route.abort());
      await page.goto(path);
      const notice = page.locator('#loading');
      await expect.poll(() => notice.evaluate((line) => line.getBoundingClientRect().height)).toBeGreaterThan(20);
      expect(await notice.textContent()).toBe(PAGE_TEXTS[locale].html['loading']);
      const reached: string[] = [];
      for (let stop = 0; stop < 12; stop++) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate(() => document.activeElement?.closest('form')?.id ?? ''));
      }
      expect(reached.join('')).toBe('');
    },
  );

  it.each(offlineForms)('offline, %s says so in #%s, keeps what was typed and works again', async (path, form) => {
    const page = await openForm(path);
    await page.context().setOffline(true);
    const isSent = await fillIn(page, form);
    if (!isSent) await submitButton(page, form).click();
    await expect
      .poll(async () => {
        await page.clock.fastForward(1500);
        return page.locator('#problem').textContent();
      })
      .toBe(textsOf(path, locale).network);
    expect(await submitButton(page, form).isEnabled()).toBe(true);
    const values = await page.locator(`#${form} input:visible:not([type="radio"], [type="checkbox"])`).all();
    for (const value of values) expect(await value.inputValue()).not.toBe('');
    await page.context().setOffline(false);
    await page.route('**/*', (route) =>
      route.request().method() === 'GET' ? route.fallback() : route.fulfill({ status: 503, json: {} }),
    );
    await submitButton(page, form).click();
    await expect.poll(() => page.locator('#problem').textContent()).toBe(textsOf(path, locale).errors.unavailable);
  });

  it.each(hangingForms)(
    'with a service that hangs, %s first says in #%s that it takes long, then that no answer came',
    async (path, form) => {
      const page = await openForm(path);
      const texts = textsOf(path, locale);
      await page.route('**/*', (route) =>
        route.request().method() === 'GET' ? route.fallback() : new Promise(() => {}),
      );
      const isSent = await fillIn(page, form);
      if (!isSent) await submitButton(page, form).click();
      await page.locator(`#${form} button[aria-busy="true"]`).waitFor();
      await page.clock.fastForward(5500);
      await expect.poll(() => page.locator('#status').textContent()).toBe(texts.slow);
      await expect
        .poll(async () => {
          await page.clock.fastForward(31_000);
          return page.locator('#problem').textContent();
        })
        .toBe(texts.late);
      expect(await page.locator('#status').textContent()).toBe('');
      expect(await submitButton(page, form).isEnabled()).toBe(true);
    },
  );
});

describe.each(['ko', 'en'] as const)('at a host that is none of the service, in %s', (locale) => {
  it('every form that asks for a mail or a log-in says so, and operators how to allow it', async () => {
    for (const [path, form] of [
      ['/signup', 'signup-form'],
      ['/login', 'login-form'],
      ['/login', 'mail-form'],
      ['/reset', 'mail-form'],
    ] as const) {
      const { context } = await openWatched({ locale, device: 'desktop' });
      const page = await context.newPage();
      await bringAbout(page, { name: '', path });
      // As a browser sends it from a tunnel or a preview, whose pages are those of the service.
      await page.route('**/*', async (route) => {
        if (route.request().method() === 'GET') return route.fallback();
        const headers = { ...(await route.request().allHeaders()), origin: 'https://preview.example' };
        return route.fulfill({ response: await route.fetch({ headers }) });
      });
      const isSent = await fillIn(page, form);
      if (!isSent) await submitButton(page, form).click();
      await expect.poll(() => page.locator('#problem').textContent()).toBe(textsOf(path, locale).errors.origin_refused);
      expect(textsOf(path, locale).errors.origin_refused).toContain('allowedOrigins');
      expect(await submitButton(page, form).isEnabled()).toBe(true);
    }
  });
});
