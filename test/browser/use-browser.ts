// A person's browser for a test: contexts of its own in the one process, watched until the test ends.
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import type { Locale } from '../../functions/domain/locale.ts';
import { MAKE_OLD } from '../support/browsers/old-browser.ts';
import type { useLocalService } from '../support/local/local-service.ts';
import { watchFaults } from './faults.ts';
import { watchSecrets } from './secrets.ts';

/** The narrow one is a small phone of today; 320 px is tested apart. */
const DEVICES = {
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} as const satisfies Record<string, BrowserContextOptions>;

export interface Person {
  readonly locale?: Locale;
  readonly device?: keyof typeof DEVICES;
  /** Without what the oldest browsers of the pages do not have. */
  readonly isOld?: boolean;
  readonly options?: BrowserContextOptions;
}

/** Each flow runs in each language, in each width, and in an old and a new browser once. */
export const PEOPLE = [
  { locale: 'ko', device: 'phone', isOld: true },
  { locale: 'en', device: 'desktop' },
] as const satisfies readonly Person[];

/** Longer than any answer takes on a busy machine, shorter than a test may last. */
const WAIT_MILLISECONDS = 15_000;

/** A browser and what it has done wrong so far. */
interface Watched {
  readonly context: BrowserContext;
  readonly faults: readonly string[];
  readonly leaks: () => Promise<readonly string[]>;
}

/**
 * Call it at the top level of a test file. Without a browser the file's tests are skipped. `humanOrigin`: of the human check, which
 * its pages may ask.
 */
export const useBrowser = (service: ReturnType<typeof useLocalService>, humanOrigin?: () => string) => {
  const endpoint = inject('browserEndpoint');
  let browser: Browser | undefined;
  const opened: BrowserContext[] = [];
  const watched: Watched[] = [];

  beforeAll(async () => {
    if (endpoint) browser = await chromium.connect(endpoint);
  });
  afterAll(() => browser?.close());
  beforeEach(({ skip }) => {
    if (!endpoint) skip('there is no browser on this machine');
  });
  const isOfHumanCheck = (fault: string) =>
    humanOrigin !== undefined && fault.startsWith(`asked elsewhere: ${humanOrigin()}/turnstile/`);
  afterEach(async () => {
    const faults: string[] = [];
    for (const { faults: seen, leaks } of watched.splice(0)) faults.push(...(await leaks()), ...seen);
    await Promise.all(opened.splice(0).map((context) => context.close()));
    expect(faults.filter((fault) => !isOfHumanCheck(fault))).toEqual([]);
  });

  /** Watched, but faults do not fail the test, which reads them itself. */
  const openWatched = async ({
    locale = 'ko',
    device = 'desktop',
    isOld = false,
    options = {},
  }: Person = {}): Promise<Watched> => {
    if (!browser) throw new Error('there is no browser');
    const context = await browser.newContext({
      ...DEVICES[device],
      locale: locale === 'ko' ? 'ko-KR' : 'en-US',
      baseURL: service.url,
      ...options,
    });
    if (isOld) await context.addInitScript(MAKE_OLD);
    context.setDefaultTimeout(WAIT_MILLISECONDS);
    opened.push(context);
    return { context, faults: await watchFaults(context, service.url), leaks: watchSecrets(context, service) };
  };
  /** A browser of its own: nothing is shared with others, as on another device. */
  const openContext = async (person?: Person): Promise<BrowserContext> => {
    const started = await openWatched(person);
    watched.push(started);
    return started.context;
  };
  const open = async (person?: Person): Promise<Page> => (await openContext(person)).newPage();

  return { openWatched, openContext, open };
};
