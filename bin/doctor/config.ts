// Reads the stage from cdk.json, as `cdk deploy` does.
import { readFileSync } from 'node:fs';
import { ConfigError } from '../../lib/config/faults.ts';
import { readConfig } from '../../lib/config/read-config.ts';
import type { StageConfig } from '../../lib/config/stage-config.ts';
import { CannotRun } from './cannot-run.ts';
import { plain } from './finding.ts';

/** @throws CannotRun if there is no such file, or with every fault of the configuration. */
export const readStageConfig = (file: string, stage: string | undefined): StageConfig => {
  const context = readContext(file);
  try {
    return readConfig((key) => (key === 'stage' && stage !== undefined ? stage : context[key]));
  } catch (error) {
    if (error instanceof ConfigError) throw new CannotRun(plain(error.message), error);
    throw error;
  }
};

const readContext = (file: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).context ?? {};
  } catch (error) {
    throw new CannotRun(
      {
        ko: 'cdk.json을 읽지 못했습니다: 프로젝트 폴더에서 실행하세요.',
        en: 'cdk.json cannot be read: run this in the folder of the project.',
      },
      error,
    );
  }
};
