// Writes docs/images/: the main pages and mails as people see them, on a Korean phone by day and an English desktop by night.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { LocalMessage } from '../../bin/local/local-message.ts';
import type { LocalService } from '../../bin/local/options.ts';
import { startLocal } from '../../bin/local/start.ts';
import type { Locale } from '../../functions/domain/locale.ts';
import { findChromium, startChromium } from './chromium.ts';

const FOLDER = join(import.meta.dirname, '../../docs/images');
const MAXIMUM_BYTES = 80 * 1024;
const PASSWORD = 'correct horse battery';

interface Look {
  readonly name: string;
  readonly locale: Locale;
  readonly address: string;
  readonly options: BrowserContextOptions & { readonly viewport: { readonly width: number; readonly height: number } };
  readonly mailSize: { readonly width: number; readonly height: number };
}

const LOOKS: readonly Look[] = [
  {
    name: 'ko-phone-light',
    locale: 'ko',
    address: 'haneul@naver.com',
    options: { viewport: { width: 360, height: 740 }, locale: 'ko-KR', colorScheme: 'light', timezoneId: 'Asia/Seoul' },
    mailSize: { width: 360, height: 740 },
  },
  {
    name: 'en-desktop-dark',
    locale: 'en',
    address: 'sky@gmail.com',
    options: { viewport: { width: 960, height: 820 }, locale: 'en-US', colorScheme: 'dark', timezoneId: 'Asia/Seoul' },
    mailSize: { width: 720, height: 720 },
  },
];

const save = async (page: Page, name: string): Promise<void> => {
  const path = join(FOLDER, `${name}.png`);
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  console.log(`${String(Math.ceil(size / 1024)).padStart(3)} KB  docs/images/${name}.png`);
  if (size > MAXIMUM_BYTES) throw new Error(`${name}.png is larger than ${MAXIMUM_BYTES} bytes`);
};

/** The newest mail to `address` once it links to `path`. */
const mailTo = async ({ url }: LocalService, address: string, path: string): Promise<LocalMessage> => {
  for (let attempt = 0; attempt < 500; attempt++) {
    const messages = (await (await fetch(`${url}/_local/messages`)).json()) as LocalMessage[];
    const found = messages.findLast(({ to, link }) => to === address && link?.includes(path));
    if (found) return found;
    await wait(20);
  }
  throw new Error(`no mail to ${address} links to ${path}`);
};

/** All mails and attempts come from this machine, so a minute passes to stay under the limits. */
const letTimePass = ({ url }: LocalService) =>
  fetch(`${url}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"advanceSeconds":61}',
  });

const press = (page: Page, form: string) => page.locator(`#${form} button[type="submit"]`).click();

const saveMail = async (page: Page, { html }: LocalMessage, { name, mailSize }: Look, mail: string) => {
  const { width, height } = page.viewportSize() ?? mailSize;
  const reader = await page.context().newPage();
  await reader.setViewportSize(mailSize);
  await reader.setContent(html);
  await save(reader, `mail-${mail}-${name}`);
  await reader.close();
  await page.setViewportSize({ width, height });
};

/** One person's way through the pages, from sign-up to account. */
const walk = async (browser: Browser, service: LocalService, look: Look): Promise<void> => {
  const { name, address, options } = look;
  const context = await browser.newContext({ ...options, baseURL: service.url });
  // A countdown that stands still is the same in every picture.
  await context.clock.setFixedTime(new Date());
  const page = await context.newPage();
  await page.goto('/signup');
  await page.locator('#email').fill(address);
  await page.locator('#password').fill(PASSWORD);
  await save(page, `sign-up-${name}`);
  await press(page, 'signup-form');
  await page.locator('#code').waitFor();
  await page.locator('#loading').waitFor({ state: 'hidden' });
  await save(page, `check-your-mail-${name}`);
  const verification = await mailTo(service, address, '/verify');
  await saveMail(page, verification, look, 'verification');
  await page.goto(verification.link ?? '');
  await save(page, `verify-${name}`);
  await press(page, 'link-form');
  await page.locator('#go-on').waitFor();

  await page.goto('/login');
  await page.locator('#email').fill(address);
  await save(page, `log-in-${name}`);
  await letTimePass(service);
  await page.goto('/reset');
  await page.locator('#email').fill(address);
  await press(page, 'mail-form');
  await page.locator('#code').waitFor();
  const reset = await mailTo(service, address, '/reset');
  await saveMail(page, reset, look, 'reset');
  await page.goto(reset.link ?? '');
  await page.locator('#password').fill(PASSWORD);
  await save(page, `reset-${name}`);

  await page.goto('/account');
  await page.locator('#account-email').waitFor();
  await save(page, `account-${name}`);
  await context.close();
};

const program = findChromium();
if (program === undefined) {
  console.error('Install Chromium (apt install chromium fonts-noto-cjk) or set CHROMIUM.');
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
const dataFolder = mkdtempSync(join(tmpdir(), 'latchkey-screenshots-'));
const server = await startChromium(program);
const service = await startLocal({
  port: 0,
  mail: { transport: 'ses' },
  dataFolder,
  writeLog: () => undefined,
});
try {
  const browser = await chromium.connect(server.wsEndpoint());
  for (const look of LOOKS) {
    await letTimePass(service);
    await walk(browser, service, look);
  }
} finally {
  await service.stop();
  await server.close();
  rmSync(dataFolder, { recursive: true, force: true });
}
