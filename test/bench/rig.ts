// What cold starts and warm requests have in common: the double of AWS, the program of the child, and the events to send.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoise } from '#adapters/memoise.ts';
import { bundleOther } from './bundles.ts';
import { type AwsDouble, startAwsDouble } from './double/aws.ts';
import { functionVariables, type Variables } from './environment.ts';
import type { Scenario } from './scenarios.ts';
import { openStage } from './stage.ts';

/** What a function answered: an HTTP result, the failures of a batch, or something else that ended well. */
interface Result {
  readonly statusCode?: number;
  readonly body?: string;
  readonly batchItemFailures?: readonly unknown[];
}

/** Something that answers an event. */
export interface Answering {
  readonly name: string;
  readonly prepare: Scenario['prepare'];
  readonly answers: Scenario['answers'];
}

export interface Prepared<One extends Answering> {
  readonly one: One;
  readonly eventFile: string;
  readonly variables: Variables;
  /** Puts the rows back as the event expects them. */
  readonly restore: () => void;
}

/** Access tokens and links of the events grow old. */
const FRESH_MILLISECONDS = 5 * 60_000;

export interface Rig {
  readonly aws: AwsDouble;
  /** The bundled program of `measure/child.ts`. */
  readonly child: string;
  /** Gives the same events and rows for five minutes, then new ones in the same files. */
  readonly prepare: <One extends Answering>(all: readonly One[]) => () => Promise<readonly Prepared<One>[]>;
}

/** The handlers of this process keep their clients, and so the address of the first double, until it ends. */
const theDouble = memoise((_one: 'double') => startAwsDouble());

export const createRig = async (folder: string): Promise<Rig> => {
  const aws = await theDouble('double');
  const child = (await bundleOther('measure/child', folder)).file;
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, aws.authority);
  const variables = { ...functionVariables(aws.url), NODE_EXTRA_CA_CERTS: authority };
  return { aws, child, prepare: (all) => whileFresh(() => prepareAll(aws, folder, variables, all)) };
};

const whileFresh = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: { readonly value: Value; readonly at: number } | undefined;
  return async () => {
    if (!made || performance.now() - made.at > FRESH_MILLISECONDS)
      made = { value: await make(), at: performance.now() };
    return made.value;
  };
};

const prepareAll = async <One extends Answering>(
  aws: AwsDouble,
  folder: string,
  variables: Variables,
  all: readonly One[],
): Promise<readonly Prepared<One>[]> => {
  const stage = openStage(aws);
  const prepared: Prepared<One>[] = [];
  for (const one of all) {
    aws.database.clear();
    const eventFile = join(folder, `${one.name}.json`);
    writeFileSync(eventFile, JSON.stringify(await one.prepare(stage)));
    const own = one.name === 'courier' ? { ...variables, BENCH_WITHOUT_DNS: 'yes' } : variables;
    prepared.push({ one, eventFile, variables: own, restore: aws.database.keep() });
  }
  return prepared;
};

/** What fails is fast, so every answer is checked. @throws Error with what was answered */
export const checkAnswer = ({ name, answers }: Answering, answer: unknown): void => {
  const result = answer as Result | null;
  const failures = result?.batchItemFailures?.length ?? 0;
  const said = result?.statusCode ?? (failures === 0 ? 'done' : `${failures} failures`);
  if (said !== answers) throw new Error(`${name} answered ${said}, not ${answers}: ${result?.body ?? ''}`);
};
