// `explain`: why a person got no mail.
import * as z from 'zod/mini';
import type { Report } from '../../doctor/report.ts';
import { command, oneWord } from '../command.ts';
import { ask, type Context } from '../context.ts';
import { findPerson, identityOf } from '../person.ts';
import { linesOf } from '../table.ts';

const Answer = z.object({
  address: z.string(),
  timeline: z.array(
    z.object({
      at: z.string(),
      mail: z.string(),
      status: z.string(),
      reason: z.optional(z.string()),
      sentence: z.string(),
    }),
  ),
  suppressed: z.optional(z.unknown()),
  limits: z.optional(z.unknown()),
  advice: z.array(z.string()),
});

const run = async (context: Context, word: string): Promise<Report> => {
  const identity = identityOf(word);
  const body = 'phone' in identity ? { userId: (await findPerson(context, word)).userId } : identity;
  const told = await ask(context, '/admin/users/explain', body, Answer);
  return {
    exitCode: 0,
    lines: linesOf(told.timeline.map(({ at, mail, status, sentence }) => [at, mail, status, sentence])),
    json: told,
  };
};

export const explain = command({ name: 'explain', takes: oneWord, run });
