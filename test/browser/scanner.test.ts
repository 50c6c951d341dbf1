// Mail scanners open links, run the scripts of the page, and wait. This must change nothing.
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PageName } from '../../functions/texts/page-texts.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import {
  askForEmailChange,
  askForMail,
  createAccount,
  expectState,
  press,
  sessionOf,
  signUp,
  undoLink,
} from './actions.ts';
import { useBrowser } from './use-browser.ts';

const STAY_MILLISECONDS = 5000;
const LOCALE = 'ko';

const service = useLocalService();
const { open } = useBrowser(service);

interface Mailed {
  readonly name: PageName;
  readonly link: string;
  /** The browser that asked for the mail; it may look ahead at the link, too. */
  readonly owner: BrowserContext;
}

const mailALink: Readonly<Record<string, () => Promise<Mailed>>> = {
  verify: async () => {
    const page = await open();
    const address = freshAddress();
    await signUp(page, address);
    return { name: 'verify', link: (await service.waitForLink(address)).link, owner: page.context() };
  },
  confirm: async () => {
    const page = await open();
    const { mail } = await askForEmailChange(page, service, LOCALE);
    return { name: 'email/confirm', link: mail.link, owner: page.context() };
  },
  undo: async () => {
    const page = await open();
    const { oldAddress, mail } = await askForEmailChange(page, service, LOCALE);
    await page.goto(mail.link);
    await press(page, 'link-form');
    await expectState(page, 'email/confirm', 'done', LOCALE);
    return { name: 'email/undo', link: await undoLink(service, oldAddress), owner: page.context() };
  },
  // Their links live shortest, and each mail moves the clock.
  reset: () => mailTo('reset'),
  login: () => mailTo('login'),
};

const mailTo = async (name: 'login' | 'reset'): Promise<Mailed> => {
  const address = await createAccount(service, LOCALE);
  const page = await open();
  await askForMail(page, `/${name}`, address);
  return { name, link: (await service.waitForLink(address, 2)).link, owner: page.context() };
};

/** They change nothing. */
const HARMLESS = ['/verify/status', '/links/inspect'];

/** Every POST of `context` from now on, except those. */
const postsOf = (context: BrowserContext): readonly string[] => {
  const posts: string[] = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!['GET', 'HEAD'].includes(request.method()) && !HARMLESS.includes(pathname)) posts.push(pathname);
  });
  return posts;
};

/** Moves the pointer over everything that can be pressed, and focuses it, without pressing. */
const lookAround = async (page: Page, link: string): Promise<void> => {
  await page.goto(link);
  for (const part of await page.locator('a:visible, button:visible, input:visible').all()) {
    await part.hover();
    await part.focus();
  }
  await page.mouse.wheel(0, 500);
  await wait(STAY_MILLISECONDS);
  await page.reload();
};

it('a link that a scanner asked for, rendered and looked at still waits for its owner', async () => {
  const mailed: Mailed[] = [];
  for (const mail of Object.values(mailALink)) {
    await service.advance(61);
    mailed.push(await mail());
  }
  const scanner = await open();
  const contexts = [scanner.context(), ...mailed.map(({ owner }) => owner)];
  const posts = contexts.map(postsOf);

  for (const { link } of mailed) {
    const path = link.slice(service.url.length);
    for (const method of ['HEAD', 'GET']) {
      for (const headers of [
        {},
        { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' },
        { 'user-agent': 'scanner' },
      ]) {
        expect((await service.request(method, path, headers)).status).toBe(200);
      }
    }
  }
  await Promise.all(
    mailed.flatMap(({ link, owner }) =>
      [scanner.context(), owner].map(async (context) => lookAround(await context.newPage(), link)),
    ),
  );
  expect(posts.flat()).toEqual([]);
  expect(await sessionOf(scanner.context(), service)).toBeUndefined();

  for (const { name, link, owner } of mailed) {
    const page = await owner.newPage();
    await page.goto(link);
    if (name === 'reset') await page.locator('#password').fill(`${PASSWORD} 2`);
    await press(page, name === 'reset' ? 'confirm-form' : 'link-form');
    await expectState(page, name, 'done', LOCALE);
  }
}, 120_000);
