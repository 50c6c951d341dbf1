// What a person does on the pages, and what the tests ask about it afterwards.
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Locale } from '../../functions/domain/locale.ts';
import { ACCOUNT as ACCOUNT_EN } from '../../functions/texts/en/account.ts';
import { ACCOUNT as ACCOUNT_KO } from '../../functions/texts/ko/account.ts';
import type { PageName } from '../../functions/texts/page-texts.ts';
import { clientTextsOf } from '../../functions/texts/pages.ts';
import {
  freshAddress,
  PASSWORD,
  type useLocalService,
  type VerificationMessage,
} from '../support/local/local-service.ts';

export type Service = ReturnType<typeof useLocalService>;

export const submitButton = (page: Page, form: string) => page.locator(`#${form} button[type="submit"]`);
export const press = (page: Page, form: string): Promise<void> => submitButton(page, form).click();

/** Waits until the page's heading says `text`. */
export const expectHeading = async (page: Page, text: string): Promise<void> => {
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(text);
};

type Heading = keyof ReturnType<typeof clientTextsOf>['headings'];

/** Waits for the state that has this heading on this page. */
export const expectState = async (page: Page, name: PageName, state: Heading, locale: Locale): Promise<void> => {
  await expectHeading(page, clientTextsOf(name, locale).headings[state]);
  expect(await page.locator('html').getAttribute('lang')).toBe(locale);
};

/** Fills in the first form and sends it; the page then waits for the mail. */
export const signUp = async (page: Page, address: string, password = PASSWORD): Promise<void> => {
  await page.goto('/signup');
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(password);
  await press(page, 'signup-form');
  await page.waitForURL('**/verify*');
};

export const logIn = async (page: Page, address: string, password = PASSWORD): Promise<void> => {
  await page.goto('/login');
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(password);
  await press(page, 'login-form');
};

/** Asks on `/login` or `/reset` for a mail. */
export const askForMail = async (page: Page, path: '/login' | '/reset', address: string): Promise<void> => {
  await page.goto(path);
  await page.locator('#email').fill(address);
  await press(page, 'mail-form');
  await page.waitForURL('**/*step=code*');
};

export const enterCode = async (page: Page, code: string): Promise<void> => {
  // It is sent when it is complete.
  await page.locator('#code').fill(code);
};

/** What a person types to delete the account. */
export const deleteWordIn = (language: string): string =>
  (language === 'ko' ? ACCOUNT_KO : ACCOUNT_EN).client.account.deleteWord;

/** The address of the account logged in in this browser; `undefined` if there is none. */
export const sessionOf = async (context: BrowserContext, { url }: Service): Promise<string | undefined> => {
  const options = { headers: { origin: url }, data: { credentials: 'cookie' } };
  const answer = await context.request.post(`${url}/token/refresh`, options);
  return answer.ok() ? (await answer.json()).user.email : undefined;
};

/** An account made without the pages; the clock moves on, so that its mails do not count against the test's own. */
export const createAccount = async (service: Service, locale: Locale = 'ko', profile = {}): Promise<string> => {
  const { address, continuation, mail } = await service.signUp({ locale, profile });
  const { token } = mail;
  expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  await service.advance(61);
  return address;
};

/** Logs a browser in without the pages; resolves to the access token. */
export const enter = async (context: BrowserContext, { url }: Service, email: string): Promise<string> => {
  const data = { email, password: PASSWORD, credentials: 'cookie' };
  const answer = await context.request.post(`${url}/login`, { headers: { origin: url }, data });
  expect(answer.status()).toBe(200);
  return (await answer.json()).accessToken;
};

export interface EmailChange {
  readonly oldAddress: string;
  readonly newAddress: string;
  readonly mail: VerificationMessage;
}

/** Logs the page in and asks for another address in its browser, as an app on the same site does. */
export const askForEmailChange = async (page: Page, service: Service, locale: Locale): Promise<EmailChange> => {
  const oldAddress = await createAccount(service, locale);
  const newAddress = freshAddress();
  const accessToken = await enter(page.context(), service, oldAddress);
  await page.context().request.post(`${service.url}/me/email`, {
    headers: { origin: service.url, authorization: `Bearer ${accessToken}` },
    data: { newEmail: newAddress, password: PASSWORD, locale, credentials: 'cookie' },
  });
  return { oldAddress, newAddress, mail: await service.waitForLink(newAddress) };
};

/** The link that the old address got after an email change. */
export const undoLink = async (service: Service, address: string): Promise<string> => {
  const messages = await service.waitForMessages(address, 2);
  const link = messages.map((message) => message.link).find((found) => found?.includes('/email/undo'));
  if (link === undefined) throw new Error('the old address got no undo link');
  return link;
};
