// The judges of a page: axe-core for accessibility, and a check for elements beyond the edge of the window.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The violations that axe-core finds, one line each. */
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

/** What is larger than the box that cuts it off. An ellipsis is meant: the place of that line is kept. */
export const clippedOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *, header *, footer *')]
      .filter((element) => element.getClientRects().length > 0 && !element.closest('.unseen, template'))
      .filter((element) => element.matches('.code, button, a, p, h1, dd, label'))
      .filter((element) => getComputedStyle(element).textOverflow !== 'ellipsis')
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ tagName, id, className }) => `${tagName}#${id}.${className} is cut off`),
  );

/** Runs `judge` with text of twice the size, as a person sets it in the browser. */
export const enlarged = async <Result>(page: Page, judge: () => Promise<Result>): Promise<Result> => {
  const resize = (size: string) => page.evaluate((text) => (document.documentElement.style.fontSize = text), size);
  await resize('200%');
  const result = await judge();
  await resize('');
  return result;
};

/** The elements that are visible beyond the right edge of the window, or make the page scroll sideways. */
export const overflowOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const tooWide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, left } = element.getBoundingClientRect();
      return element.getClientRects().length > 0 && (right > clientWidth + 0.5 || left < -0.5);
    });
    const names = tooWide.map(({ tagName, id, className }) => `${tagName}#${id}.${className}`);
    return scrollWidth > clientWidth ? [`scrolls ${scrollWidth - clientWidth} px`, ...names] : names;
  });
