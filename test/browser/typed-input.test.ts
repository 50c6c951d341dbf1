// What a person types or pastes into the fields: shown as it is understood, or refused with the character that is in the way.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { expectState, press, sessionOf, signUp } from './actions.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

/** As a clipboard brings it, with its lines. */
const paste = (page: Page, id: string, text: string) =>
  page.locator(`#${id}`).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

const problemOf = async (page: Page, form: string): Promise<string | null> => {
  await press(page, form);
  await expect.poll(() => page.locator('#email').getAttribute('aria-invalid')).toBe('true');
  return page.locator('#email-problem').textContent();
};

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;
  const { typed, fields } = clientTextsOf('signup', locale);

  it('an address in its frame signs up, is shown as understood, and the sentence with the code verifies it', async () => {
    await service.advance(61);
    const page = await open(person);
    const address = freshAddress();
    await page.goto('/signup');
    await page.locator('#email').fill(`김민지 <${address.toUpperCase()}>`);
    await page.locator('#password').fill(PASSWORD);
    expect(await page.locator('#email').inputValue()).toBe(address);
    await press(page, 'signup-form');
    await expectState(page, 'verify', 'mail', locale);
    expect(await page.locator('#address').textContent()).toBe(address);
    const { code } = await service.waitForLink(address);
    await paste(page, 'code', `[Latchkey]\n인증번호 ${code.slice(0, 3)} ${code.slice(3)}\n입니다`);
    expect(await page.locator('#code').inputValue()).toBe(code);
    await expectState(page, 'verify', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it.each([
    ['민지@example.com', typed.character.replace('{character}', '민')],
    ['\u212aim@example.com', typed.character.replace('{character}', '\u212a')],
    ['kim@\u212aorea.com', typed.character.replace('{character}', '\u212a')],
    ['minji\u202e@example.com', typed.character.replace('{character}', 'U+202E')],
    ['minji kim@example.com', typed.space],
    ['a@example.com, b@example.com', typed.several],
    ['minji@example..com', typed.dot],
    ['minji', fields.email],
    ['minji@-example.com', fields.email],
  ])('%j is refused by name', async (text, sentence) => {
    const page = await open(person);
    await page.goto('/reset');
    await page.locator('#email').fill(text);
    expect(await problemOf(page, 'mail-form')).toBe(sentence);
    expect(await page.locator('#email').inputValue()).toBe(text);
  });

  it('two codes are not reduced to one, and the page says so', async () => {
    await service.advance(61);
    const page = await open(person);
    await signUp(page, freshAddress());
    await page.locator('#code').fill('123456 654321');
    await press(page, 'confirm-form');
    await expect.poll(() => page.locator('#code-problem').textContent()).toBe(typed.several);
    expect(await page.locator('#code').inputValue()).toBe('123456 654321');
  });

  it('an international domain stays in letters on the pages, also on that of the link', async () => {
    await service.advance(61);
    const page = await open(person);
    const [name = ''] = freshAddress().split('@');
    await page.goto('/signup');
    await page.locator('#email').fill(`${name}@한국.com`);
    await page.locator('#password').fill(PASSWORD);
    await press(page, 'signup-form');
    await expectState(page, 'verify', 'mail', locale);
    expect(await page.locator('#address').textContent()).toBe(`${name}@한국.com`);
    const { link } = await service.waitForLink(`${name}@한국.com`);
    await page.goto(link);
    await expect.poll(() => page.locator('#link-account').textContent()).toContain('***@한국.com');
  });
});
