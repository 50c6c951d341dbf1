// `list`: the accounts, page by page.
import * as z from 'zod/mini';
import type { Report } from '../../doctor/report.ts';
import { AdminUser, accountTable } from '../account.ts';
import { command } from '../command.ts';
import { ask, type Context } from '../context.ts';
import { moreLines, type Part, readPages, readPart } from '../pages.ts';
import { misused } from '../usage.ts';

const PATH = '/admin/users/list';
const PAGE_MAXIMUM = 100;
const STATES = ['disabled', 'unverified'];
const Answer = z.object({ users: z.array(AdminUser), cursor: z.optional(z.string()) });

interface Listing extends Part {
  readonly state: string | undefined;
}

const run = async (context: Context, { state, ...part }: Listing): Promise<Report> => {
  const { entries: users, cursor } = await readPages(part, async (limit, from) => {
    const body = { limit: Math.min(limit, PAGE_MAXIMUM), ...(from && { cursor: from }), ...(state && { state }) };
    const answer = await ask(context, PATH, body, Answer);
    return { entries: answer.users, cursor: answer.cursor };
  });
  const lines =
    users.length > 0 ? accountTable(users) : [{ ko: '그런 계정이 없습니다.', en: 'There are no such accounts.' }];
  return { exitCode: 0, lines: [...lines, ...moreLines(cursor)], json: { users, ...(cursor && { cursor }) } };
};

export const list = command({
  name: 'list',
  options: ['state', 'limit', 'cursor'],
  takes: (given) => {
    const { state } = given.values;
    if (given.words.length > 0) throw misused('there are too many words');
    if (state !== undefined && !STATES.includes(state)) throw misused(`--state must be ${STATES.join(' or ')}`);
    return { state, ...readPart(given) };
  },
  run,
});
