// Measures cold starts: each round starts every bundle once, in an order of chance, and checks what it answers.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOther } from '../bundles.ts';
import { type AwsDouble, startAwsDouble } from '../double/aws.ts';
import { functionVariables, type Variables } from '../environment.ts';
import { type ColdStart, coldStart } from '../measure/cold-start.ts';
import type { Pinned } from '../measure/pin.ts';
import { shuffle } from '../measure/statistics.ts';
import type { Result } from '../scenarios.ts';
import { openStage } from '../stage.ts';
import type { Contender } from './contenders.ts';

/** What one start took, by contender. */
export type Round = Readonly<Record<string, Sample>>;
export type Sample = Omit<ColdStart, 'result'> & { readonly calls: readonly string[] };

export interface ColdOptions {
  readonly contenders: readonly Contender[];
  readonly folder: string;
  readonly pinned: Pinned;
  readonly rounds: number;
  /** Called after each round. */
  readonly onRound: (round: Round) => void;
}

/** Access tokens and links of the events grow old. */
const FRESH_MILLISECONDS = 5 * 60_000;

export const measureCold = async ({ contenders, folder, pinned, rounds, onRound }: ColdOptions): Promise<void> => {
  const aws = await startAwsDouble();
  try {
    const child = (await bundleOther('measure/child', folder)).file;
    const authority = join(folder, 'authority.pem');
    writeFileSync(authority, aws.authority);
    const variables = { ...functionVariables(aws.url), NODE_EXTRA_CA_CERTS: authority };
    const start = async (prepared: Prepared): Promise<Sample> => {
      prepared.restore();
      aws.takeCalls();
      const { result, ...times } = await coldStart(pinned.prefix, child, {
        bundle: prepared.contender.bundle.file,
        eventFile: prepared.eventFile,
        variables: { ...variables, ...prepared.variables },
      });
      checkAnswer(prepared.contender, result as Result | null);
      return { ...times, calls: aws.takeCalls() };
    };
    let prepared: readonly Prepared[] = [];
    let preparedAt = Number.NEGATIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      if (performance.now() - preparedAt > FRESH_MILLISECONDS) {
        prepared = await prepareAll(aws, contenders, folder);
        preparedAt = performance.now();
        // The first start of a bundle reads it from the disk, and shows whether it works.
        if (round === 0) for (const one of prepared) await start(one);
      }
      const samples: Record<string, Sample> = {};
      for (const one of shuffle(prepared)) samples[one.contender.name] = await start(one);
      onRound(samples);
    }
  } finally {
    aws.stop();
  }
};

interface Prepared {
  readonly contender: Contender;
  readonly eventFile: string;
  readonly variables: Variables;
  /** Puts the rows back as the event expects them. */
  readonly restore: () => void;
}

const prepareAll = async (
  aws: AwsDouble,
  contenders: readonly Contender[],
  folder: string,
): Promise<readonly Prepared[]> => {
  const stage = openStage(aws);
  const prepared: Prepared[] = [];
  for (const contender of contenders) {
    aws.database.clear();
    const eventFile = join(folder, `${contender.name}.json`);
    writeFileSync(eventFile, JSON.stringify(await contender.prepare(stage)));
    const variables: Variables = contender.name === 'courier' ? { BENCH_WITHOUT_DNS: 'yes' } : {};
    prepared.push({ contender, eventFile, variables, restore: aws.database.keep() });
  }
  return prepared;
};

/** A bundle that fails is fast: what it answered is checked each time. */
const checkAnswer = ({ name, answers }: Contender, result: Result | null): void => {
  const failures = result?.batchItemFailures?.length ?? 0;
  const said = result?.statusCode ?? (failures === 0 ? 'done' : `${failures} failures`);
  if (!answers.some((answer) => answer === said))
    throw new Error(`${name} answered ${said}, not ${answers.join(' or ')}: ${result?.body ?? ''}`);
};
