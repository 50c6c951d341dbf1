// Measures three kinds of one request, interleaved, over HTTP: what is tested, and twice what it is compared with.
import { setTimeout as wait } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import type { LocalAnswer } from '../local/local-service.ts';
import type { Service } from '../local/people.ts';
import { compareTimes, judgeTimes, type Verdict } from './compare-times.ts';

/** `same` and `again` are one kind: how far they differ is the noise of this machine. */
export const KINDS = ['tested', 'same', 'again'] as const;
export type Kind = (typeof KINDS)[number];

export const ROUNDS = 160;
/** So that no kind always follows another. */
const ORDERS: readonly (readonly Kind[])[] = [
  ['tested', 'same', 'again'],
  ['again', 'same', 'tested'],
  ['same', 'again', 'tested'],
  ['tested', 'again', 'same'],
  ['again', 'tested', 'same'],
  ['same', 'tested', 'again'],
];
/** The first requests also compile code and open connections. */
const WARM_UP = 12;

/** A hash that is long enough to be missed: about 3 ms of a core. The deployed one takes ten times as long. */
export const SHORT_HASHING = { memoryKibibytes: 4096, passes: 1, parallelism: 1 } as const;

type Send = (kind: Kind, round: number) => Promise<LocalAnswer>;

export interface Measured {
  readonly verdict: Verdict;
  readonly times: Readonly<Record<Kind, readonly number[]>>;
  /** What was answered, each once. */
  readonly answers: readonly string[];
}

/** Each request begins when every mail of the one before is sent: on AWS another function sends them. */
export const measure = async (service: Service, send: Send): Promise<Measured> => {
  const times: Record<Kind, number[]> = { tested: [], same: [], again: [] };
  const answers = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ORDERS[round % ORDERS.length] ?? KINDS) {
      const startedAt = performance.now();
      const { status, body } = await send(kind, round);
      const milliseconds = performance.now() - startedAt;
      if (round >= WARM_UP) times[kind].push(milliseconds);
      answers.add(`${status} ${body?.code ?? body?.status}`);
      while (!service.isSettled()) await wait(1);
    }
  }
  return { verdict: judgeTimes(times.tested, times.same, times.again), times, answers: [...answers] };
};

/** Fails if the times differ, and skips, loudly, if this machine is too busy to tell. */
export const expectAlike = (name: string, { verdict, times }: Measured, context: TestContext): void => {
  const said = [compareTimes(times.tested, times.same), compareTimes(times.again, times.same)]
    .map(({ area, medians: [one, other] }) => `${one.toFixed(1)}/${other.toFixed(1)} ms, AUC ${area.toFixed(3)}`)
    .join('; the same against itself ');
  console.info(`${name}: ${said}`);
  if (verdict === 'different') throw new Error(`${name}: the answer times differ: ${said}`);
  if (verdict === 'alike') return;
  console.warn(`TOO NOISY, NOT MEASURED: ${name}: ${said}`);
  context.skip(`too noisy: ${said}`);
};
