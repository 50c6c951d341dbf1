// Does an act, after it has said what it does to whom.
import type * as z from 'zod/mini';
import type { Words } from '../doctor/finding.ts';
import type { Report } from '../doctor/report.ts';
import { ask, type Context } from './context.ts';
import { NotDone } from './not-done.ts';

export interface Act<Schema extends z.ZodMiniType> {
  readonly path: string;
  readonly body: object;
  /** What it does, before it is done. */
  readonly does: Words;
  /** To whom. */
  readonly whom: readonly Words[];
  /** It cannot be undone, or locks a person out: it needs `--yes`, or the answer to a question. */
  readonly isGrave?: boolean;
  readonly answer: Schema;
  readonly report: (answer: z.infer<Schema>) => Omit<Report, 'exitCode'>;
}

/** @throws NotDone if it is not confirmed or is refused. */
export const perform = async <Schema extends z.ZodMiniType>(
  context: Context,
  { path, body, does, whom, isGrave, answer, report }: Act<Schema>,
): Promise<Report> => {
  const { name } = context.api;
  const summary = [{ ko: `${name.ko}: ${does.ko}`, en: `${name.en}: ${does.en}` }, ...whom];
  if (context.isDryRun)
    return { exitCode: 0, lines: [...summary, DRY_RUN], json: { dryRun: true, would: { path, body } } };
  if (isGrave && !context.isConfirmed) {
    const answered = await context.confirm(summary);
    if (answered === 'no') throw notConfirmed([NOT_DONE]);
    if (answered === 'unasked') throw notConfirmed([...summary, NEEDS_YES]);
  }
  return { exitCode: 0, ...report(await ask(context, path, body, answer)) };
};

const notConfirmed = (lines: readonly Words[]): NotDone => new NotDone({ exitCode: 1, code: 'not_confirmed', lines });

const DRY_RUN: Words = {
  ko: '시험 실행입니다: 아무것도 바꾸지 않았습니다.',
  en: 'This is a dry run: nothing was changed.',
};
const NOT_DONE: Words = { ko: '아무것도 바꾸지 않았습니다.', en: 'Nothing was changed.' };
const NEEDS_YES: Words = {
  ko: '아무것도 바꾸지 않았습니다: 이대로 하려면 --yes를 붙이세요.',
  en: 'Nothing was changed: to do this, add --yes.',
};
