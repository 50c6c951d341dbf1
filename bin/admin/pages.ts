// Reads a list of the API page by page, up to as many entries as are asked for.
import type { Words } from '../doctor/finding.ts';
import type { Given } from './command.ts';
import { misused } from './usage.ts';

export interface Part {
  readonly limit: number;
  readonly cursor: string | undefined;
}

interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly cursor?: string | undefined;
}

const DEFAULT_LIMIT = '50';

export const readPart = ({ values }: Given): Part => {
  const text = values.limit ?? DEFAULT_LIMIT;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw misused('--limit must be a number from 1 on');
  return { limit: Number(text), cursor: values.cursor };
};

/** `load`: of at most so many entries, from the cursor on. */
export const readPages = async <Entry>(
  { limit, cursor }: Part,
  load: (limit: number, cursor: string | undefined) => Promise<Page<Entry>>,
): Promise<Page<Entry>> => {
  const entries: Entry[] = [];
  let next = cursor;
  do {
    const page = await load(limit - entries.length, next);
    entries.push(...page.entries);
    next = page.cursor;
  } while (next !== undefined && entries.length < limit);
  return { entries, cursor: next };
};

/** How to go on, if there is more. */
export const moreLines = (cursor: string | undefined): readonly Words[] =>
  cursor === undefined ? [] : [{ ko: `더 있습니다: --cursor ${cursor}`, en: `There is more: --cursor ${cursor}` }];
