// Runs Lighthouse in a process of its own, as a phone on a slow network, and reads its report.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const PROGRAM = join(import.meta.dirname, 'node_modules/lighthouse/cli/index.js');
const MAXIMUM_REPORT_BYTES = 64 * 1024 * 1024;
const OPTIONS = [
  ...['--quiet', '--output=json', '--no-enable-error-reporting'],
  '--only-categories=performance,accessibility,best-practices',
  '--chrome-flags=--headless=new --no-sandbox --disable-background-networking',
];

const Category = z.object({ score: z.number() });
const Report = z.object({
  environment: z.object({ benchmarkIndex: z.number() }),
  categories: z.object({ performance: Category, accessibility: Category, 'best-practices': Category }),
  audits: z.object({ 'first-contentful-paint': z.object({ numericValue: z.number() }) }),
});

export interface Verdict {
  /** Scores of 0 to 100. */
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  /** Simulated: a phone four times slower than this machine. */
  readonly firstPaintMilliseconds: number;
  /** How fast this machine was meanwhile. */
  readonly benchmarkIndex: number;
}

export const judge = async (url: string, chromium: string): Promise<Verdict> => {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, url, ...OPTIONS], {
    env: { ...process.env, CHROME_PATH: chromium },
    maxBuffer: MAXIMUM_REPORT_BYTES,
  });
  const { environment, categories, audits } = Report.parse(JSON.parse(stdout));
  const percent = ({ score }: { readonly score: number }) => Math.round(score * 100);
  return {
    performance: percent(categories.performance),
    accessibility: percent(categories.accessibility),
    bestPractices: percent(categories['best-practices']),
    firstPaintMilliseconds: audits['first-contentful-paint'].numericValue,
    benchmarkIndex: environment.benchmarkIndex,
  };
};
