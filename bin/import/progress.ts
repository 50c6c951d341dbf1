// The file beside the export that says how far a run has come, so that one that was killed continues there.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { UserError } from '../user-error.ts';
import type { Fingerprint } from './fingerprint.ts';
import { emptyTally, Tally } from './tally.ts';

const ProgressFile = z.object({
  file: z.object({ bytes: z.int(), sha256: z.string() }),
  from: z.string(),
  /** The service that it goes to. */
  to: z.string(),
  /** Of the ids that the importer makes: the same line has the same id in every run with this file. */
  seed: z.string(),
  /** Records that are done. */
  records: z.int(),
  /** The size of the report up to them. */
  reportBytes: z.int(),
  tally: Tally,
});
export type Progress = z.infer<typeof ProgressFile>;

const SEED_BYTES = 32;

export interface RunIdentity {
  readonly file: Fingerprint;
  readonly from: string;
  readonly to: string;
}

const progressFileOf = (file: string): string => `${file}.progress.json`;

export const newProgress = (run: RunIdentity): Progress => ({
  ...run,
  seed: randomBytes(SEED_BYTES).toString('base64url'),
  records: 0,
  reportBytes: 0,
  tally: emptyTally(),
});

/** Begins, or continues. @throws UserError if the other of the two is right, or the file is of another run. */
export const beginProgress = (file: string, run: RunIdentity, isResumed: boolean): Progress => {
  const path = progressFileOf(file);
  const isThere = existsSync(path);
  if (!isThere && !isResumed) return newProgress(run);
  if (!isThere)
    throw new UserError({
      ko: `이어서 할 실행이 없습니다: ${path}이(가) 없습니다. --resume 없이 실행하세요.`,
      en: `There is no run to continue: ${path} is missing. Run it without --resume.`,
    });
  if (!isResumed)
    throw new UserError({
      ko: `끝나지 않은 실행이 있습니다. --resume으로 이어서 하거나, ${path}을(를) 지우고 처음부터 하세요.`,
      en: `A run did not come to its end. Continue it with --resume, or delete ${path} to begin anew.`,
    });
  const progress = read(path);
  if (progress.file.sha256 !== run.file.sha256 || progress.from !== run.from || progress.to !== run.to)
    throw new UserError({
      ko: `${path}은(는) 다른 실행의 것입니다: 파일 내용, --from, 보내는 곳이 그때와 같아야 합니다. 처음부터 하려면 지우세요.`,
      en: `${path} is of another run: the content of the file, --from and the service must be the same. Delete it to begin anew.`,
    });
  return progress;
};

const read = (path: string): Progress => {
  try {
    return z.parse(ProgressFile, JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UserError(
      {
        ko: `${path}을(를) 읽을 수 없습니다. 처음부터 하려면 지우세요.`,
        en: `${path} is damaged. Delete it to begin anew.`,
      },
      error,
    );
  }
};

/** Whole or not at all: a kill in the middle leaves the old one. */
export const saveProgress = (file: string, progress: Progress): void => {
  const path = progressFileOf(file);
  writeFileSync(`${path}.new`, JSON.stringify(progress), { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

export const endProgress = (file: string): void => rmSync(progressFileOf(file), { force: true });
