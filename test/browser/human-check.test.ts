// The human check on the pages: nothing is asked of Cloudflare before an answer asks for it; then the widget, and the request once more.
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Locale } from '../../functions/domain/locale.ts';
import { clientTextsOf, PAGE_TEXTS } from '../../functions/texts/pages.ts';
import { SITE_KEY } from '../support/human.ts';
import { freshAddress, PASSWORD } from '../support/local/local-service.ts';
import { expectState, press, submitButton } from './actions.ts';
import { useHumanCheck } from './human-check.ts';
import { PEOPLE, type Person, useBrowser } from './use-browser.ts';

const { service, cloudflare, origin } = useHumanCheck('on');
const { openWatched, open: openPage } = useBrowser(service, origin);

const open = async (person: Person, work: (page: Page) => Promise<void>): Promise<void> => work(await openPage(person));

const box = (page: Page) => page.frameLocator('#human iframe').getByRole('checkbox');
const leadIn = (locale: Locale): string => PAGE_TEXTS[locale].html.humanLead;
const problemIn = (locale: Locale): string => clientTextsOf('signup', locale).errors.human_check_required;

const fillSignUp = async (page: Page, address: string, path = '/signup'): Promise<void> => {
  await page.goto(path);
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
};

/** By the keyboard: the group has the focus, and the next stop is in the widget. */
const solve = async (page: Page): Promise<void> => {
  await box(page).waitFor();
  await page.keyboard.press('Tab');
  await expect.poll(() => box(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Space');
};

/** A browser that has its trusted types taken away still asks for them: one that never had any does not. */
const NEW_BROWSERS = PEOPLE.map((person) => ({ ...person, isOld: false }));

afterEach(() => {
  cloudflare().failWith();
  cloudflare().failWidgetWith();
  cloudflare().blockScript(false);
});

describe.each(NEW_BROWSERS)('in $locale on a $device', (person) => {
  const { locale } = person;

  it('a sign-up asks Cloudflare for nothing before it is asked for a person; then it goes on by itself', async () => {
    await service.advance(61);
    await open(person, async (page) => {
      const [loads, shown] = [cloudflare().loads(), cloudflare().shown().length];
      const address = freshAddress();
      await fillSignUp(page, address);
      expect(cloudflare().loads()).toBe(loads);
      await press(page, 'signup-form');
      await box(page).waitFor();
      expect(await page.locator('#human').getAttribute('role')).toBe('group');
      expect(await page.locator('#human-lead').textContent()).toBe(leadIn(locale));
      expect(await page.locator('#human').evaluate((group) => group === document.activeElement)).toBe(true);
      expect(cloudflare().shown().slice(shown)).toMatchObject([
        { sitekey: SITE_KEY, action: 'signup', language: locale, hostname: 'localhost' },
      ]);
      await solve(page);
      await expectState(page, 'verify', 'mail', locale);
      await service.waitForLink(address);
    });
  });

  it.each([
    ['/login', 'login'],
    ['/reset', 'reset'],
  ] as const)('the mail of %s is asked for by a person, and so is the next one', async (path, action) => {
    const address = await createAccountOfPerson();
    await open(person, async (page) => {
      const shown = cloudflare().shown().length;
      await page.clock.install();
      await page.goto(path);
      await page.locator('#email').fill(address);
      await press(page, 'mail-form');
      await solve(page);
      await page.waitForURL('**/*step=code*');
      await service.advance(61);
      await page.clock.fastForward(61_000);
      await expect.poll(() => submitButton(page, 'resend-form').getAttribute('aria-disabled')).toBe('false');
      await press(page, 'resend-form');
      await solve(page);
      await expect.poll(() => page.locator('#status').textContent()).toBe(clientTextsOf(action, locale).resent);
      expect(
        cloudflare()
          .shown()
          .slice(shown)
          .map((widget) => widget['action']),
      ).toEqual([action, action]);
    });
  });

  it('a widget that fails says so at the form, and the next press tries again', async () => {
    await service.advance(61);
    await open(person, async (page) => {
      await fillSignUp(page, freshAddress());
      cloudflare().failWidgetWith('300030');
      await press(page, 'signup-form');
      await solve(page);
      await expect.poll(() => page.locator('#problem').textContent()).toBe(problemIn(locale));
      expect(await page.locator('#human').count()).toBe(0);
      expect(await submitButton(page, 'signup-form').isEnabled()).toBe(true);
      cloudflare().failWidgetWith();
      await press(page, 'signup-form');
      await solve(page);
      await expectState(page, 'verify', 'mail', locale);
    });
  });
});

/** The check is for this service too: its own sign-up brings a token. */
const createAccountOfPerson = async (): Promise<string> => {
  const humanToken = cloudflare().issue({ action: 'signup', hostname: 'localhost' });
  const address = freshAddress();
  const { body } = await service.post('/signup', { email: address, password: PASSWORD, humanToken });
  const { link } = await service.waitForLink(address);
  const token = new URL(link).search.slice(1).split('.')[0];
  const verified = await service.post('/verify', { token, continuation: body.continuation });
  expect(verified.status).toBe(200);
  await service.advance(61);
  return address;
};

const KOREAN = { locale: 'ko', device: 'phone' } as const;

it('Cloudflare is told nothing of where the person comes from or goes to', async () => {
  await service.advance(61);
  await open(KOREAN, async (page) => {
    const shown = cloudflare().shown().length;
    const address = freshAddress();
    await fillSignUp(page, address, `/signup?lang=ko&login_hint=${address}&returnTo=${service.url}/account&again=1`);
    await press(page, 'signup-form');
    await box(page).waitFor();
    const [widget] = cloudflare().shown().slice(shown);
    expect(widget?.['href']).toBe(`${service.url}/signup?lang=ko`);
    await solve(page);
    await expectState(page, 'verify', 'mail', 'ko');
  });
});

it('a script that is blocked is said at the form, and loaded once it may be', async () => {
  await service.advance(61);
  const { context } = await openWatched(KOREAN);
  const page = await context.newPage();
  await fillSignUp(page, freshAddress());
  cloudflare().blockScript(true);
  await press(page, 'signup-form');
  await expect.poll(() => page.locator('#problem').textContent()).toBe(problemIn('ko'));
  cloudflare().blockScript(false);
  await press(page, 'signup-form');
  await solve(page);
  await expectState(page, 'verify', 'mail', 'ko');
});

it('a check that Cloudflare cannot make is refused, and said', async () => {
  await service.advance(61);
  await open(KOREAN, async (page) => {
    await fillSignUp(page, freshAddress());
    cloudflare().failWith('internal_error');
    await press(page, 'signup-form');
    await solve(page);
    await expect.poll(() => page.locator('#problem').textContent()).toBe(problemIn('ko'));
  });
});

it('a person who takes their time is not told to wait', async () => {
  await service.advance(61);
  await open(KOREAN, async (page) => {
    await fillSignUp(page, freshAddress());
    await press(page, 'signup-form');
    await box(page).waitFor();
    await page.waitForTimeout(5500);
    expect(await page.locator('#status').textContent()).toBe('');
    await solve(page);
    await expectState(page, 'verify', 'mail', 'ko');
  });
});
