// `find`: the accounts of an email address, a phone number or an id.
import type { Report } from '../../doctor/report.ts';
import { accountLines, accountTable } from '../account.ts';
import { command, oneWord } from '../command.ts';
import type { Context } from '../context.ts';
import { findPeople, noOne } from '../person.ts';

const run = async (context: Context, word: string): Promise<Report> => {
  const users = await findPeople(context, word);
  const [user, ...others] = users;
  if (!user) throw noOne();
  return { exitCode: 0, lines: others.length > 0 ? accountTable(users) : accountLines(user), json: { users } };
};

export const find = command({ name: 'find', takes: oneWord, run });
