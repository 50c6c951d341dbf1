// Reads a stage from cdk.json, as `cdk deploy` does.
import { readFileSync } from 'node:fs';
import { ConfigError } from '../lib/config/faults.ts';
import { readConfig } from '../lib/config/read-config.ts';
import type { StageConfig } from '../lib/config/stage-config.ts';
import { UserError } from './user-error.ts';

/** `stage`: `undefined` for the one that the file names. @throws UserError if there is no such file, or with every fault of the stage. */
export const readStage = (file: string, stage: string | undefined): StageConfig => {
  const context = readContext(file);
  const read = (key: string) => (key === 'stage' && stage !== undefined ? stage : context[key]);
  return asUserError(() => readConfig(read, Object.keys(context)));
};

/** The faults of a configuration are for the user to mend. */
export const asUserError = (read: () => StageConfig): StageConfig => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.message, error);
    throw error;
  }
};

/** @throws UserError if there is no such file. */
export const readContext = (file: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).context ?? {};
  } catch (error) {
    throw new UserError(
      {
        ko: 'cdk.json을 읽지 못했습니다: 프로젝트 폴더에서 실행하고, 올바른 JSON인지 확인하세요.',
        en: 'cdk.json cannot be read: run this in the project folder, and check that the file is valid JSON.',
      },
      error,
    );
  }
};
