// What the deployed functions logged, all of it as one text.
import { setTimeout as wait } from 'node:timers/promises';
import { callAws } from './aws-calls.ts';
import type { MiniStack } from './ministack.ts';

const WAIT_MILLISECONDS = 10_000;
const QUIET_MILLISECONDS = 4000;
const NOISE_WITHIN_MILLISECONDS = 60_000;

/** Waits until `expected` is in it. */
export const readLogs = async (miniStack: MiniStack | undefined, expected: string): Promise<string> => {
  const deadline = Date.now() + WAIT_MILLISECONDS;
  while (miniStack && Date.now() < deadline) {
    const text = await readAll(miniStack);
    if (text.includes(expected)) return text;
    await wait(200);
  }
  throw new Error(`no log line names ${expected}`);
};

/**
 * Waits until no function has logged for some seconds. One that logs while its stack is destroyed makes its log group again
 * here; on AWS its role may not.
 */
export const untilQuiet = async (miniStack: MiniStack): Promise<void> => {
  const deadline = Date.now() + NOISE_WITHIN_MILLISECONDS;
  let before = '';
  for (let text = await readAll(miniStack); text !== before; text = await readAll(miniStack)) {
    if (Date.now() > deadline) throw new Error('the functions do not come to rest');
    before = text;
    await wait(QUIET_MILLISECONDS);
  }
};

const readAll = async (miniStack: MiniStack): Promise<string> => {
  const { logGroups } = await call(miniStack, 'DescribeLogGroups', {});
  const groups = logGroups.map(({ logGroupName }: { logGroupName: string }) =>
    call(miniStack, 'FilterLogEvents', { logGroupName, limit: 10_000 }),
  );
  const answers = await Promise.all(groups);
  return answers.flatMap(({ events }) => events.map(({ message }: { message: string }) => message)).join('\n');
};

const call = async (miniStack: MiniStack, operation: string, body: unknown) =>
  JSON.parse(await callAws(miniStack, { service: 'logs', target: `Logs_20140328.${operation}`, body }));
