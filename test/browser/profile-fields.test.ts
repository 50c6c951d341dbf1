// Fields of a profile: asked for at sign-up and with a new password, shown and changed on the account page.
import { describe, expect, it } from 'vitest';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { PROFILE, PROFILE_FIELDS } from '../support/profile-fields.ts';
import { createAccount, enter, expectHeading, expectState, press, type Service } from './actions.ts';
import { accountHeadings, accountTexts } from './headings.ts';
import { violationsOn } from './judges.ts';
import { keyboardOf } from './keys.ts';
import { PEOPLE, useBrowser } from './use-browser.ts';

const service = useLocalService({ settingsFor: () => ({ profileFields: [...PROFILE_FIELDS] }) });
const plain = useLocalService();
const { open } = useBrowser(service);
const { open: openPlain } = useBrowser(plain);

const profileOf = async ({ url }: Service, address: string) => {
  const answer = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: address, password: PASSWORD }),
  });
  return (await answer.json()).user.profile;
};

describe.each(PEOPLE)('in $locale on a $device', (person) => {
  const { locale } = person;
  const texts = clientTextsOf('signup', locale).fields;

  it('a person signs up with a name and a choice, and changes them on the account page, by keyboard', async () => {
    await service.advance(61);
    const page = await open(person);
    const { tabTo, type, press: key } = keyboardOf(page);
    const address = freshAddress();
    await page.goto(`/signup?lang=${locale}`);
    await page.locator('#email').waitFor();
    await page.locator('#heading').focus();
    await tabTo('email');
    await type(address);
    await tabTo('password');
    await type(PASSWORD);
    await key('Enter');
    // Both that are missing are named, and the first has the focus.
    expect(await page.locator('#profile-name-problem').textContent()).toBe(texts.missing);
    expect(await page.locator('#profile-plan-problem').textContent()).toBe(texts.choice);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('profile-name');
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await type('김민지');
    await page.locator('#profile-name-problem').waitFor({ state: 'hidden' });
    await tabTo('profile-plan');
    await page.keyboard.press('ArrowDown');
    await page.locator('#profile-plan-problem').waitFor({ state: 'hidden' });
    await tabTo('profile-birthYear');
    await type('1995');
    await tabTo('profile-news');
    await key('Space');
    await tabTo('signup-form button');
    await key('Enter');
    await expectState(page, 'verify', 'mail', locale);
    const { code } = await service.waitForLink(address);
    await page.locator('#code').fill(code);
    await expectState(page, 'verify', 'done', locale);
    expect(await profileOf(service, address)).toEqual({ ...PROFILE, news: true });

    await page.goto(`/account?lang=${locale}`);
    await page.locator('#account-profile').waitFor();
    const [work, home] = PROFILE_FIELDS[1]?.choices?.map(({ label }) => label[locale]) ?? [];
    expect(await page.locator('#account-profile').textContent()).toContain(`김민지 · ${work}`);
    await tabTo('open-profile');
    await key('Enter');
    await expectHeading(page, accountHeadings(locale).profile);
    expect(await page.locator('#profile-form label').allTextContents()).toHaveLength(4);
    // What was only asked for at sign-up is shown, not asked again.
    expect(await page.locator('#profile-kept dd').allTextContents()).toEqual(['1995']);
    expect(await violationsOn(page)).toEqual([]);
    await tabTo('profile-name');
    await page.keyboard.press('ControlOrMeta+A');
    await type('민지');
    await tabTo('profile-plan');
    await page.keyboard.press('ArrowDown');
    await tabTo('profile-news');
    await key('Space');
    await tabTo('profile-organization');
    await type('하늘');
    await key('Enter');
    await page.locator('#account-profile').waitFor();
    expect(await page.locator('#account-profile').textContent()).toContain(`민지 · ${home}`);
    expect(await profileOf(service, address)).toEqual({
      name: '민지',
      plan: 'home',
      birthYear: 1995,
      news: false,
      organization: '하늘',
    });
  });

  it('a new password of a sign-up link asks for the fields', async () => {
    await service.advance(61);
    const { address, mail } = await service.signUp({ locale, profile: PROFILE });
    const page = await open(person);
    await page.goto(mail.link);
    await press(page, 'link-form');
    await expectState(page, 'verify', 'password', locale);
    await page.locator('#unknown-password').click();
    await page.locator('#new-password').fill(PASSWORD);
    await press(page, 'new-password-form');
    expect(await page.locator('#profile-name-problem').textContent()).toBe(texts.missing);
    await page.locator('#profile-name').fill('민지');
    await page.locator('#profile-plan').selectOption('home');
    await page.locator('#profile-birthYear').fill('십구');
    await press(page, 'new-password-form');
    expect(await page.locator('#profile-birthYear-problem').textContent()).toBe(texts.number);
    await page.locator('#profile-birthYear').fill('２００１');
    expect(await violationsOn(page)).toEqual([]);
    await press(page, 'new-password-form');
    await expectState(page, 'verify', 'done', locale);
    expect(await profileOf(service, address)).toEqual({ name: '민지', plan: 'home', birthYear: 2001, news: false });
  });

  it('an empty profile is added, one with values is changed', async () => {
    const address = await createAccount(service, locale, PROFILE);
    const page = await open(person);
    await enter(page.context(), service, address);
    // As of an account from before the stage had fields.
    await page.route('**/token/refresh', async (route) => {
      const response = await route.fetch();
      const body = await response.json();
      await route.fulfill({ response, json: { ...body, user: { ...body.user, profile: {} } } });
    });
    await page.goto(`/account?lang=${locale}`);
    await page.locator('#account-profile').waitFor();
    const { add, change, headings } = accountTexts(locale);
    expect(await page.locator('#open-profile').textContent()).toBe(add);
    await page.locator('#open-profile').click();
    await expectHeading(page, headings['profile-new']);
    await page.locator('#profile-name').fill('민지');
    await page.locator('#profile-plan').selectOption('home');
    await press(page, 'profile-form');
    await page.locator('#account-profile').waitFor();
    expect(await page.locator('#open-profile').textContent()).toBe(change);
  });

  it('what is optional can be removed, and what is long takes two lines', async () => {
    const name = '가나다라마바사아자차카타파하거너더러머버';
    const profile = { ...PROFILE, name, organization: '하늘'.repeat(50) };
    const address = await createAccount(service, locale, profile);
    const page = await open(person);
    await enter(page.context(), service, address);
    await page.goto(`/account?lang=${locale}`);
    const row = page.locator('#account-profile');
    await row.waitFor();
    const lines = await row.evaluate((element) => {
      const height = Number.parseFloat(getComputedStyle(element).lineHeight);
      return Math.round(element.getBoundingClientRect().height / height);
    });
    expect(lines).toBeLessThanOrEqual(2);
    await page.locator('#open-profile').click();
    await page.locator('#profile-organization').fill('');
    await press(page, 'profile-form');
    await page.locator('#account-profile').waitFor();
    expect(await profileOf(service, address)).toEqual({ ...PROFILE, name });
    // A required one cannot.
    await page.locator('#open-profile').click();
    await page.locator('#profile-plan').selectOption('');
    await press(page, 'profile-form');
    expect(await page.locator('#profile-plan-problem').textContent()).toBe(texts.choice);
  });
});

describe('without fields', () => {
  it('the row is hidden while there is nothing, and shows what there is under its key', async () => {
    const page = await openPlain({ locale: 'ko', device: 'phone' });
    const empty = await createAccount(plain, 'ko');
    await enter(page.context(), plain, empty);
    await page.goto('/account?lang=ko');
    await page.locator('#account-email').waitFor();
    expect(await page.locator('#profile-row').isVisible()).toBe(false);
    const full = await createAccount(plain, 'ko', { nickName: '민지', isAdult: true });
    await enter(page.context(), plain, full);
    await page.reload();
    await page.locator('#profile-row').waitFor();
    await page.locator('#open-profile').click();
    expect(await page.locator('#profile-form label').allTextContents()).toEqual(['nickName', 'isAdult']);
  });
});
