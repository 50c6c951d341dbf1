// The clock, the random numbers and the timer of the machine.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Pause, Randomness } from '#domain/ports.ts';

export const systemClock: Clock = { now: () => Date.now() };

export const systemRandomness: Randomness = { bytes: (count) => randomBytes(count) };

export const systemPause: Pause = { wait: (milliseconds) => wait(milliseconds) };
