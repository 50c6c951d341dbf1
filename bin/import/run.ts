// One run of the command, from the command line to the output and the exit code. Everything it touches is an argument.
import { adminApi } from '../admin/api.ts';
import { harmlessJson, harmlessLines } from '../admin/harmless.ts';
import type { Surroundings } from '../admin/place.ts';
import { languageOf } from '../doctor/arguments.ts';
import type { Language, Words } from '../doctor/finding.ts';
import { UserError } from '../user-error.ts';
import { type Arguments, type ImportOptions, readArguments } from './arguments.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { type Ended, runImport } from './importer.ts';
import { createDisplay, endingOf } from './show.ts';
import { USAGE } from './usage.ts';

export interface ImportWorld extends Surroundings {
  /** Whether a person sits there, who can be asked and sees a bar. */
  readonly isTerminal: boolean;
  readonly ask: (question: string) => Promise<string>;
  readonly print: (text: string) => void;
  /** What goes on, and what went wrong. */
  readonly printError: (text: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export type ExitCode = 0 | 1 | 2;

/** Never throws for what a person can change: it prints that, and returns 2. */
export const runImporter = async (words: readonly string[], world: ImportWorld): Promise<ExitCode> => {
  let language: Language = languageOf(world.environment);
  try {
    const given = readArguments(words, world.environment);
    language = given.language;
    if (given.options) return await obey(given.options, given, world);
    world.print(`${USAGE[language]}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const why = error.words[language];
    if (words.includes('--json')) world.print(`${harmlessJson({ exitCode: 2, fault: why })}\n`);
    else world.printError(`${harmlessLines(why)}\n`);
    return 2;
  }
};

const obey = async (options: ImportOptions, { language, isJson }: Arguments, world: ImportWorld): Promise<ExitCode> => {
  const file = await fingerprintOf(options.file);
  const api = await adminApi(options.place, world);
  if (!(await isConfirmed(options, file, api.name, { language, world }))) return 2;
  const { isTerminal, printError: write, now } = world;
  const display = createDisplay({ isTerminal, language, write, now });
  const ended = await runImport({ options, api, file, show: display.update, now }).catch((error: unknown) => {
    display.end();
    throw error instanceof UserError && !options.isDryRun ? withWayOn(error) : error;
  });
  display.end();
  const exitCode = ended.tally.invalid + ended.tally.duplicate > 0 ? 1 : 0;
  const { isDryRun, reportFile } = options;
  world.print(
    isJson
      ? `${harmlessJson({ exitCode, isDryRun, ...ended.tally, report: reportFile })}\n`
      : textOf(ended, options, language),
  );
  return exitCode;
};

const textOf = (ended: Ended, { isDryRun, reportFile }: ImportOptions, language: Language): string => {
  const lines = endingOf({ ...ended, isDryRun, reportFile }).map((line) => line[language]);
  return `${harmlessLines(lines.join('\n'))}\n`;
};

const withWayOn = ({ words, cause }: UserError): UserError =>
  new UserError(
    {
      ko: `${words.ko}\n여기까지는 저장되었습니다. 같은 명령에 --resume을 붙이면 이어서 합니다.`,
      en: `${words.en}\nWhat is done so far is saved. The same command with --resume goes on.`,
    },
    cause,
  );

interface Asking {
  readonly language: Language;
  readonly world: ImportWorld;
}

const isConfirmed = async (
  { file, isDryRun, isConfirmed: isYes }: ImportOptions,
  { bytes }: Fingerprint,
  to: Words,
  { language, world }: Asking,
): Promise<boolean> => {
  if (isDryRun || isYes) return true;
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const question: Words = {
    ko: `${file} (${size})의 계정을 ${to.ko}(으)로 가져올까요? (네/아니요) `,
    en: `Take the accounts of ${file} (${size}) over into ${to.en}? (yes/no) `,
  };
  if (!world.isTerminal)
    throw new UserError({
      ko: '물어볼 사람이 없습니다: 확인했으면 --yes를 붙이세요.',
      en: 'Nobody can be asked here: add --yes when you are sure.',
    });
  return /^(?:y|yes|네|예)$/i.test((await world.ask(question[language])).trim());
};
