// Every state of every page: no violation for axe-core, nothing beyond the edge on the smallest phone, nothing cut off
// on another with text of twice the size.
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../functions/domain/locale.ts';
import { PAGE_NAMES } from '../../functions/texts/page-texts.ts';
import { createAccount, enter } from './actions.ts';
import { bringAbout } from './bring-about.ts';
import { useHumanCheck } from './human-check.ts';
import { clippedOn, enlarged, overflowOn, violationsOn } from './judges.ts';
import { statesOf } from './states.ts';
import { useBrowser } from './use-browser.ts';

const WINDOW = { width: 1280, height: 800 };
const SMALLEST_PHONE = { width: 320, height: 568 };
const PHONE = { width: 360, height: 740 };

/** One field of each kind. */
const PROFILE = { nickName: '무지개', age: 30, likesNews: true };

/** The tests of a file: one colour scheme in one language. Two files can run at once. */
export const judgeStates = (locale: Locale, colorScheme: 'light' | 'dark'): void => {
  const { service, origin } = useHumanCheck('whenBombed');
  const { open } = useBrowser(service, origin);

  describe(`in ${locale}, ${colorScheme}`, () => {
    it.each(PAGE_NAMES)(
      'every state of the /%s page',
      async (name) => {
        const page = await open({ locale, options: { colorScheme } });
        if (name.startsWith('account'))
          await enter(page.context(), service, await createAccount(service, locale, PROFILE));
        const found: string[] = [];
        for (const state of statesOf(`/${name}`)) {
          // A widget keeps the size that fits where it was made.
          if (state.human) await page.setViewportSize(SMALLEST_PHONE);
          await bringAbout(page, state);
          found.push(...(await violationsOn(page)).map((violation) => `${state.name}: ${violation}`));
          await page.setViewportSize(SMALLEST_PHONE);
          found.push(...(await overflowOn(page)).map((part) => `${state.name}, 320 px: ${part}`));
          await page.setViewportSize(PHONE);
          const cut = await enlarged(page, async () => [...(await overflowOn(page)), ...(await clippedOn(page))]);
          found.push(...cut.map((part) => `${state.name}, 360 px, 200 %: ${part}`));
          await page.setViewportSize(WINDOW);
        }
        expect(found).toEqual([]);
      },
      120_000,
    );
  });
};
