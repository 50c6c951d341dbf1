// `audit`: what happened to an account, newest first, also after it is gone.
import * as z from 'zod/mini';
import type { Report } from '../../doctor/report.ts';
import { command, oneWord } from '../command.ts';
import { ask, type Context } from '../context.ts';
import { moreLines, type Part, readPages, readPart } from '../pages.ts';
import { findId } from '../person.ts';
import { type Cell, linesOf } from '../table.ts';

const Entry = z.object({
  id: z.string(),
  at: z.string(),
  what: z.string(),
  by: z.object({ kind: z.string(), who: z.optional(z.string()), network: z.optional(z.string()) }),
  reason: z.optional(z.string()),
  act: z.optional(z.string()),
  data: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});
type Entry = z.infer<typeof Entry>;
const Answer = z.object({ entries: z.array(Entry), cursor: z.optional(z.string()) });

const HEADINGS: readonly Cell[] = [
  { ko: '시각', en: 'AT' },
  { ko: '무엇', en: 'WHAT' },
  { ko: '누가', en: 'BY' },
  'ID',
  { ko: '이유와 내용', en: 'REASON AND FACTS' },
];

const BY: Readonly<Record<string, Cell>> = {
  admin: { ko: '관리자', en: 'admin' },
  user: { ko: '본인', en: 'the person' },
  system: { ko: '서비스', en: 'the service' },
};

const run = async (context: Context, { word, ...part }: Part & { readonly word: string }): Promise<Report> => {
  const userId = await findId(context, word);
  const read = await readPages(part, (_, from) =>
    ask(context, '/admin/users/audit', { userId, ...(from && { cursor: from }) }, Answer),
  );
  const entries = read.entries.slice(0, part.limit);
  // A page has as many as the service likes; the list goes on after any entry.
  const cursor = entries.length < read.entries.length ? entries.at(-1)?.id : read.cursor;
  const lines =
    entries.length > 0
      ? linesOf([HEADINGS, ...entries.map(rowOf)])
      : [{ ko: '남은 기록이 없습니다.', en: 'There is no record.' }];
  return { exitCode: 0, lines: [...lines, ...moreLines(cursor)], json: { userId, entries, ...(cursor && { cursor }) } };
};

const rowOf = ({ id, at, what, by, reason, data = {} }: Entry): readonly Cell[] => {
  const facts = Object.entries(data).map(([name, value]) => `${name}=${value}`);
  const said = reason === undefined ? [] : [`“${reason}”`];
  return [at, what, by.who ?? BY[by.kind] ?? by.kind, id, [...said, ...facts].join(' ')];
};

export const audit = command({
  name: 'audit',
  options: ['limit', 'cursor'],
  takes: (given) => ({ word: oneWord(given), ...readPart(given) }),
  run,
});
