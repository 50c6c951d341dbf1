// Who judges a page as it stands: axe-core for people who see, hear or point differently, and a look for what sticks out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core holds against the page, one line each. */
export const violationsOn = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const judge = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await judge.run({
      resultTypes: ['violations'],
      rules: { 'target-size': { enabled: true } },
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
};

/** What is seen beyond the right edge of the window, or makes the page scroll sideways. */
export const overflowOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const tooWide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, left } = element.getBoundingClientRect();
      return element.checkVisibility() && (right > clientWidth + 0.5 || left < -0.5);
    });
    const names = tooWide.map(({ tagName, id, className }) => `${tagName}#${id}.${className}`);
    return scrollWidth > clientWidth ? [`scrolls ${scrollWidth - clientWidth} px`, ...names] : names;
  });
