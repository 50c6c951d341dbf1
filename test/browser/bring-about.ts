// Brings a page into one of its states: opens it, mocks the service's answers, fills in its forms and sends them.
import type { Page } from 'playwright-core';
import { PASSWORD } from '../support/local/local-service.ts';
import { deleteWordIn } from './actions.ts';
import { PLAYED } from './faults.ts';
import { ADDRESS, type State } from './states.ts';

const SCRIPT = '/turnstile/v0/api.js';

/** The values to fill in, by name or type of field. */
const VALUES: Readonly<Record<string, string>> = { email: ADDRESS, tel: '010-2345-6789', text: 'x' };

/** Opens the page as if for the first time and goes on until the state is there. The pointer rests on nothing. */
export const bringAbout = async (
  page: Page,
  { path, forms = [], isEmpty, isLoggedIn, buttons = [], presses = [], answers = {}, human, reads = {} }: State,
): Promise<void> => {
  await page.unrouteAll();
  await page.route('**/*', (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    // Blockers answer with an empty script.
    if (human?.is === 'blocked' && pathname === SCRIPT)
      return route.fulfill({ contentType: 'text/javascript', body: '' });
    const isSolved = human?.answer && request.postData()?.includes('"humanToken"');
    const answer = isSolved ? human.answer : (request.method() === 'GET' ? reads : answers)[pathname];
    return answer ? route.fulfill({ status: answer.status, json: answer.body, headers: PLAYED }) : route.fallback();
  });
  // A page of the same origin without a script: whatever the page before still does, it can store nothing any more.
  await page.goto('/health');
  await page.evaluate((isMarked) => {
    for (const store of [sessionStorage, localStorage]) store.clear();
    if (isMarked) localStorage.setItem('session', '1');
  }, isLoggedIn === true);
  await page.goto(path);
  await settle(page);
  for (const button of buttons) await page.locator(button).first().click();
  for (const form of forms) {
    await send(page, form, isEmpty === true);
    if (form === forms.at(-1) && human && human.is !== 'blocked') await meetWidget(page, human.is === 'pressed');
    await settle(page, human?.is === 'shown');
  }
  for (const id of presses) await page.locator(`#${id}`).click();
  await page.mouse.move(0, 0);
};

const send = async (page: Page, form: string, isEmpty: boolean): Promise<void> => {
  if (!(await fillIn(page, form, isEmpty))) await page.locator(`#${form} button[type="submit"]`).click();
};

const meetWidget = async (page: Page, isPressed: boolean): Promise<void> => {
  const box = page.frameLocator('#human iframe').getByRole('checkbox');
  await box.waitFor();
  if (!isPressed) return;
  await box.click();
  await page.locator('#human').waitFor({ state: 'detached' });
};

/** Fills in what is seen of a form. True if that has sent it. */
export const fillIn = async (page: Page, form: string, isEmpty = false): Promise<boolean> => {
  const language = (await page.locator('html').getAttribute('lang')) ?? '';
  // A complete code is sent by itself.
  const isCodeAlone = !isEmpty && (await page.locator(`#${form} input:visible`).count()) === 1;
  const isSent = isCodeAlone && (await page.locator(`#${form} input.code:visible`).count()) === 1;
  const fields = isEmpty ? [] : await page.locator('main input:visible:not([type="radio"], [type="checkbox"])').all();
  for (const field of fields) {
    const part = (name: string) => field.getAttribute(name);
    const [id, name, type, digits] = await Promise.all(['id', 'name', 'type', 'data-digits'].map(part));
    const value = VALUES[name ?? ''] ?? VALUES[type ?? ''] ?? '';
    const isElsewhere = typeof digits === 'string' && (await page.locator(`#${form} #${id}`).count()) === 0;
    if (isElsewhere) continue;
    if (digits) await field.fill('1'.repeat(Number(digits)));
    else if (id === 'confirmation') await field.fill(deleteWordIn(language));
    else await field.fill(type === 'password' ? PASSWORD : value);
  }
  return isSent;
};

/** Waits until the answer is shown, on this page or the next one. With a widget the button waits for the person. */
const settle = async (page: Page, hasWidget = false): Promise<void> => {
  if (!hasWidget) await page.locator('main button[aria-busy="true"]').waitFor({ state: 'detached' });
  await page.locator('#loading').waitFor({ state: 'hidden' });
  await page.locator('[data-state="loading"]:visible').waitFor({ state: 'detached' });
  await page.locator('#here[data-here=""]:not([hidden])').waitFor({ state: 'detached' });
};
