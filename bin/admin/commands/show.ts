// `show`: one account with its sessions, consents, suppressions and open links.
import * as z from 'zod/mini';
import type { Words } from '../../doctor/finding.ts';
import type { Report } from '../../doctor/report.ts';
import { AdminUser, accountLines } from '../account.ts';
import { command, oneWord } from '../command.ts';
import { ask, type Context } from '../context.ts';
import { findId } from '../person.ts';
import { linesOf } from '../table.ts';

const Entry = z.record(z.string(), z.unknown());
const Answer = z.object({
  user: AdminUser,
  sessions: z.array(Entry),
  consents: z.array(Entry),
  suppressed: z.array(Entry),
  challenges: z.array(Entry),
});

const TITLES = [
  ['sessions', { ko: '세션', en: 'sessions' }],
  ['consents', { ko: '동의', en: 'consents' }],
  ['suppressed', { ko: '발송 금지', en: 'suppressed' }],
  ['challenges', { ko: '열린 링크와 인증번호', en: 'open links and codes' }],
] as const satisfies readonly (readonly [keyof z.infer<typeof Answer>, Words])[];

const run = async (context: Context, word: string): Promise<Report> => {
  const userId = await findId(context, word);
  const held = await ask(context, '/admin/users/show', { userId }, Answer);
  const parts = TITLES.flatMap(([key, title]) => partOf(title, held[key]));
  return { exitCode: 0, lines: [...accountLines(held.user), ...parts], json: held };
};

/** A table whose columns are the fields of the entries. */
const partOf = ({ ko, en }: Words, entries: readonly z.infer<typeof Entry>[]): readonly Words[] => {
  const title = { ko: `\n${ko}: ${entries.length}`, en: `\n${en}: ${entries.length}` };
  if (entries.length === 0) return [title];
  const fields = [...new Set(entries.flatMap(Object.keys))];
  const rows = entries.map((entry) => fields.map((field) => textOf(entry[field])));
  return [title, ...linesOf([fields, ...rows])];
};

const textOf = (value: unknown): string => {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

export const show = command({ name: 'show', takes: oneWord, run });
