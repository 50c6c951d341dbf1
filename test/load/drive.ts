// Sends requests: as many as are answered, or so many a second whether they are answered or not.
import { setTimeout as wait } from 'node:timers/promises';
import type { Done, Traffic } from './traffic.ts';

export interface Drive {
  readonly seconds: number;
  /** In the order of their answers, each with when it came: seconds since the start. */
  readonly done: readonly (Done & { readonly at: number })[];
}

type Timed = Done & { readonly at: number };

/** `workers` people, each of whom asks again as soon as there is an answer. */
export const drivePeople = async (
  { step }: Pick<Traffic, 'step'>,
  workers: number,
  seconds: number,
): Promise<Drive> => {
  const startedAt = performance.now();
  const done: Timed[] = [];
  const passed = () => (performance.now() - startedAt) / 1000;
  const work = async () => {
    while (passed() < seconds) done.push({ ...(await step()), at: passed() });
  };
  await Promise.all(Array.from({ length: workers }, work));
  return { seconds, done };
};

const TICK_MILLISECONDS = 20;

/** So many requests a second. Resolves when all of them are answered. */
export const driveRate = async (
  { step }: Pick<Traffic, 'step'>,
  perSecond: number,
  seconds: number,
): Promise<Drive> => {
  const startedAt = performance.now();
  const done: Timed[] = [];
  const passed = () => (performance.now() - startedAt) / 1000;
  const running: Promise<void>[] = [];
  const one = async () => {
    const result = await step();
    done.push({ ...result, at: passed() });
  };
  while (passed() < seconds) {
    const wanted = Math.floor(passed() * perSecond) - running.length;
    for (let index = 0; index < wanted; index++) running.push(one());
    await wait(TICK_MILLISECONDS);
  }
  await Promise.all(running);
  return { seconds, done };
};

/** Right answers a second between two moments of a drive. */
export const goodput = ({ done }: Drive, from: number, to: number): number =>
  done.filter(({ verdict, at }) => verdict === 'right' && at >= from && at < to).length / (to - from);

export const countOf = ({ done }: Drive, verdict: Done['verdict']): number =>
  done.filter((one) => one.verdict === verdict).length;

/** The time below which that share of the right answers came, in milliseconds. */
export const percentile = ({ done }: Drive, share: number): number => {
  const times = done
    .flatMap(({ verdict, answer }) => (verdict === 'right' ? [answer.milliseconds] : []))
    .sort((one, other) => one - other);
  return times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
};
