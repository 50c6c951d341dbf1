// How the pages look where a picture would be needed otherwise: what stands above the fold, where lines break, what a ring and a
// border look like.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter, press } from './actions.ts';
import { bringAbout } from './bring-about.ts';
import { enlarged } from './judges.ts';
import { ADDRESS } from './states.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

const LAPTOP = { viewport: { width: 1366, height: 625 } };
const SENT = { status: 202, body: { status: 'sent', address: ADDRESS, expiresInSeconds: 1800, resendInSeconds: 60 } };

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not seen`);
  return { ...box, bottom: box.y + box.height };
};

describe.each(PEOPLE)('in $locale', ({ locale }) => {
  it('on a laptop the ways to sign up and to a new password are above the fold of the log-in', async () => {
    const page = await open({ locale, options: LAPTOP });
    await page.goto('/login');
    await page.locator('#login-form').waitFor();
    const [forgot, label, signUp] = [
      await boxOf(page, '.aside'),
      await boxOf(page, 'label[for="password"]'),
      await boxOf(page, 'main section:visible a[href^="/signup"]'),
    ];
    expect(Math.max(forgot.bottom, signUp.bottom)).toBeLessThanOrEqual(LAPTOP.viewport.height);
    expect(Math.abs(forgot.bottom - label.bottom)).toBeLessThan(12);
  });

  it('the link to a new password does not stand between the address and the password for the keyboard', async () => {
    const page = await open({ locale });
    await page.goto('/login');
    await page.locator('#email').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('password');
  });

  it('on a page of the account the way back stands above the heading, and only its word is underlined', async () => {
    const page = await open({ locale, device: 'phone' });
    await enter(page.context(), service, await createAccount(service, locale));
    await page.goto('/account#change-email');
    await page.locator('#email-form').waitFor();
    expect((await boxOf(page, '.back')).bottom).toBeLessThanOrEqual((await boxOf(page, '#heading')).y);
    const display = () => getComputedStyle(document.querySelector('.back') ?? document.body, '::before').display;
    // An underline does not reach into a box of its own.
    expect(await page.evaluate(display)).toBe('inline-block');
  });
});

describe.each([320, 360])('at %i px', (width) => {
  const options = { viewport: { width, height: 740 } };

  it('an address breaks behind @ and dots only, and is copied as it is', async () => {
    const page = await open({ options });
    await bringAbout(page, { name: '', path: '/signup', forms: ['signup-form'], answers: { '/signup': SENT } });
    const breaks = await page.locator('#address').evaluate((element) => {
      const before: string[] = [];
      let last: number | undefined;
      for (const node of element.childNodes) {
        for (let place = 0; place < (node.textContent?.length ?? 0); place++) {
          const range = document.createRange();
          range.setStart(node, place);
          range.setEnd(node, place + 1);
          const { top } = range.getBoundingClientRect();
          if (last !== undefined && top > last + 4)
            before.push(place > 0 ? (node.textContent ?? '').charAt(place - 1) : '@.');
          last = top;
        }
      }
      getSelection()?.selectAllChildren(element);
      return { before, copied: getSelection()?.toString() };
    });
    expect(breaks.copied).toBe(ADDRESS);
    expect(breaks.before.length).toBeGreaterThan(0);
    // A hyphen is a place to break, too; only a part that is longer than the line may break within a word.
    expect(breaks.before.filter((sign) => /[a-z]/.test(sign))).toEqual([]);
  });

  it('a code of eight digits fits, also with text of twice the size', async () => {
    const page = await open({ options });
    await page.goto('/login?step=code');
    await page.locator('#code').fill('0000000');
    const missing = () =>
      page.locator('#code').evaluate((field: HTMLInputElement) => {
        // The last digit would send it.
        field.value = '00000000';
        return field.scrollWidth - field.clientWidth;
      });
    expect(await missing()).toBeLessThanOrEqual(0);
    expect(await enlarged(page, missing)).toBeLessThanOrEqual(0);
  });
});

it('the ring of a faulty field has the colour of its fault', async () => {
  const page = await open();
  await page.goto('/signup');
  await press(page, 'signup-form');
  await page.locator('#email-problem').waitFor();
  const colors = await page.locator('#email').evaluate((field) => {
    const { outlineColor, borderColor, outlineStyle } = getComputedStyle(field);
    return { outlineColor, borderColor, outlineStyle, isFocused: field === document.activeElement };
  });
  expect(colors).toMatchObject({ isFocused: true, outlineStyle: 'solid', outlineColor: colors.borderColor });
});

it('with forced colours the first button has a thicker border than the second', async () => {
  const page = await open({ options: { forcedColors: 'active' } });
  await page.goto('/login');
  const borderOf = (form: string) =>
    page.locator(`#${form} button[type="submit"]`).evaluate((button) => getComputedStyle(button).borderTopWidth);
  expect([await borderOf('login-form'), await borderOf('mail-form')]).toEqual(['3px', '1px']);
});
