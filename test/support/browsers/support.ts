// What the oldest browsers of the pages support, by MDN's data.
import { createRequire } from 'node:module';
import type { CompatData, CompatStatement, Identifier, SimpleSupportStatement } from '@mdn/browser-compat-data/types';

/** `PAGE_BROWSERS` of the build, and the browsers that are made of the same engines. */
const OLDEST = {
  chrome: 99,
  chrome_android: 99,
  // Samsung Internet 18 is Chromium 99.
  samsunginternet_android: 18,
  webview_android: 99,
  safari: 15,
  safari_ios: 15,
  webview_ios: 15,
} as const;

export const DATA: CompatData = createRequire(import.meta.url)('@mdn/browser-compat-data');

const isIn = (statement: SimpleSupportStatement, version: number): boolean =>
  typeof statement.version_added === 'string' &&
  Number.parseFloat(statement.version_added.replace('≤', '')) <= version &&
  ![statement.version_removed, statement.flags, statement.prefix, statement.alternative_name].some(Boolean);

const isEverywhere = ({ support }: CompatStatement): boolean =>
  Object.entries(OLDEST).every(([browser, version]) => {
    const statements = support[browser as keyof typeof OLDEST];
    return statements === undefined || [statements].flat().some((statement) => isIn(statement, version));
  });

/** Whether an entry is a feature, and an old browser has it. */
export const verdictOn = (entry: Identifier | undefined): 'old' | 'new' | 'unknown' => {
  if (!entry?.__compat) return 'unknown';
  return isEverywhere(entry.__compat) ? 'old' : 'new';
};

/** The entries below another; `__compat` and `__meta` are none. */
export const entriesIn = (entry: Identifier | undefined): readonly (readonly [string, Identifier])[] =>
  Object.entries(entry ?? {}).filter(([name]) => !name.startsWith('__')) as [string, Identifier][];
