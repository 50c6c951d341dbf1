// One run of the command, from the command line to the output and the exit code. Everything it touches is an argument.

import type { Language, Words } from '../doctor/finding.ts';
import type { Report } from '../doctor/report.ts';
import { UserError } from '../user-error.ts';
import { adminApi } from './api.ts';
import { type Arguments, languageIn, readArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { harmlessJson, harmlessLines } from './harmless.ts';
import { NotDone } from './not-done.ts';
import type { Surroundings } from './place.ts';
import { USAGE } from './usage.ts';

export interface AdminWorld extends Surroundings {
  /** Whether a person sits there, who can be asked. */
  readonly isTerminal: boolean;
  /** The next line of the standard input, without its end; `undefined` after the last. The question is shown at a terminal. */
  readonly readLine: (question: string) => Promise<string | undefined>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

export type ExitCode = 0 | 1 | 2;

/** Never throws for what a person can change: it prints that, and returns 1 or 2. */
export const runAdmin = async (words: readonly string[], world: AdminWorld): Promise<ExitCode> => {
  const language = languageIn(words, world.environment);
  try {
    const given = await readArguments(words, world.environment, () => world.readLine('- : '));
    const report = await obey(given, world);
    world.print(given.isJson ? `${harmlessJson(report.json)}\n` : toText(report.lines, language));
    return report.exitCode;
  } catch (error) {
    const { exitCode, code, lines, facts } = whyOf(error);
    if (words.includes('--json')) {
      const fault = lines.map((line) => line[language]).join('\n');
      world.print(`${harmlessJson({ exitCode, code, fault, ...facts })}\n`);
    } else world.printError(toText(lines, language));
    return exitCode;
  }
};

const toText = (lines: readonly Words[], language: Language): string =>
  `${harmlessLines(lines.map((line) => line[language]).join('\n'))}\n`;

/** Any other error is a bug. */
const whyOf = (error: unknown): NotDone['why'] => {
  if (error instanceof NotDone) return error.why;
  if (error instanceof UserError) return { exitCode: 2, code: 'not_run', lines: [error.words] };
  throw error;
};

const obey = async ({ ready, place, isJson, language, values }: Arguments, world: AdminWorld): Promise<Report> => {
  if (!ready) return { exitCode: 0, lines: [USAGE], json: { usage: USAGE[language] } };
  const confirm: Context['confirm'] = async (lines) => {
    if (!world.isTerminal || isJson) return 'unasked';
    world.printError(toText(lines, language));
    const answer = await world.readLine(language === 'ko' ? '진행할까요? (네/아니요) ' : 'Go on? (yes/no) ');
    return /^(?:y|yes|네|예)$/i.test(answer?.trim() ?? '') ? 'yes' : 'no';
  };
  return ready.run({
    api: await adminApi(place, world),
    reason: values.reason,
    isDryRun: values['dry-run'],
    isConfirmed: values.yes,
    confirm,
  });
};
