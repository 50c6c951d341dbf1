// What the judges of the pages find, that no page is left out, and that elements under the pointer keep their contrast.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGE_NAMES } from '../../functions/texts/page-texts.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { overflowOn, violationsOn } from './judges.ts';
import { STATES } from './states.ts';
import { useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open } = useBrowser(service);

it('each page has its states here', () => {
  const paths = new Set(STATES.map(({ path }) => path.split(/[?#]/)[0]));
  expect(paths).toEqual(new Set(PAGE_NAMES.map((name) => `/${name}`)));
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it('nothing on the log-in page loses its contrast under the pointer', async () => {
    const page = await open({ options: { colorScheme } });
    await page.goto('/login');
    const found: string[] = [];
    for (const button of await page.locator('main button:visible, main a:visible').all()) {
      await button.hover();
      found.push(...(await violationsOn(page)));
    }
    expect(found).toEqual([]);
  });
});

describe('the judges', () => {
  /** Each of these faults must be found, or the tests of the pages prove nothing. */
  const spoilt = async (spoil: () => void): Promise<Page> => {
    const page = await open();
    await page.goto('/login');
    await page.evaluate(spoil);
    return page;
  };

  it('see a field without a label', async () => {
    const page = await spoilt(() => document.querySelector('label[for="email"]')?.remove());
    expect((await violationsOn(page)).join()).toContain('label');
  });

  it('see grey text on a grey ground', async () => {
    const page = await spoilt(() => document.querySelector('h1')?.parentElement?.style.setProperty('color', '#999'));
    expect((await violationsOn(page)).join()).toContain('color-contrast');
  });

  it('see what is too wide', async () => {
    const page = await spoilt(() => document.querySelector('main')?.style.setProperty('min-width', '2000px'));
    expect((await overflowOn(page)).join()).toContain('scrolls');
  });
});
