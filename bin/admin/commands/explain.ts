// `explain`: why a person got no mail.
import * as z from 'zod/mini';
import { AdminExplainResponse } from '#schemas/admin/answers.ts';
import type { Words } from '../../doctor/finding.ts';
import type { Report } from '../../doctor/report.ts';
import { command, oneWord } from '../command.ts';
import { ask, type Context } from '../context.ts';
import { identityOf } from '../person.ts';
import { linesOf } from '../table.ts';

const Answer = z.object(AdminExplainResponse.shape);
type Explanation = z.infer<typeof Answer>;

const run = async (context: Context, word: string): Promise<Report> => {
  const told = await ask(context, '/admin/users/explain', identityOf(word), Answer);
  const { address, timeline, limits, advice } = told;
  const lines = [
    { ko: `${address}: 메일과 그 결과`, en: `${address}: what was sent, and what became of it` },
    ...(timeline.length > 0 ? linesOf(timeline.map(({ at, sentence }) => ['', at, sentence])) : [NOTHING]),
    ...suppressionLines(told),
    ...part({ ko: '지금 막고 있는 한도', en: 'Limits that stand now' }, limits, ({ until, sentence }) => [
      { ko: `${until}까지`, en: `until ${until}` },
      sentence,
    ]),
    ...part({ ko: '할 일', en: 'What to do' }, advice, (sentence) => ['→', sentence]),
  ];
  return { exitCode: 0, lines, json: told };
};

const NOTHING: Words = { ko: '  기록이 없습니다.', en: '  There is no record.' };

const suppressionLines = ({ suppressed }: Explanation): readonly Words[] => {
  if (!suppressed) return [];
  const { reason, at, until } = suppressed;
  const end = until === undefined ? { ko: '', en: '' } : { ko: `, ${until}까지`, en: `, until ${until}` };
  return [
    {
      ko: `발송 금지: ${reason}, ${at}부터${end.ko}`,
      en: `Suppressed: ${reason}, since ${at}${end.en}`,
    },
  ];
};

/** Nothing for none. */
const part = <Entry>(
  title: Words,
  entries: readonly Entry[],
  rowOf: (entry: Entry) => readonly (string | Words)[],
): readonly Words[] => (entries.length === 0 ? [] : [title, ...linesOf(entries.map((entry) => ['', ...rowOf(entry)]))]);

export const explain = command({ name: 'explain', takes: oneWord, run });
