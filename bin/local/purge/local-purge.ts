// The schedule of the purge on this machine: every hour of the clock that can be moved, so soon after each move.
import { randomUUID } from 'node:crypto';
import type { Clock } from '#domain/ports.ts';
import { HOUR_MILLISECONDS } from '#domain/window.ts';

const LOOK_MILLISECONDS = 1000;

/** `run` fails where a run stops early: the next one goes on. */
export const createLocalPurge = (
  clock: Clock,
  run: (context: { readonly awsRequestId: string }) => Promise<void>,
): { stop(): void } => {
  let last: number | undefined;
  let isRunning = false;
  const look = async () => {
    const now = clock.now();
    const isDue = last === undefined || now < last || now >= last + HOUR_MILLISECONDS;
    if (isRunning || !isDue) return;
    isRunning = true;
    last = now;
    await run({ awsRequestId: randomUUID() }).catch(() => undefined);
    isRunning = false;
  };
  const timer = setInterval(() => void look(), LOOK_MILLISECONDS);
  timer.unref();
  void look();
  return { stop: () => clearInterval(timer) };
};
