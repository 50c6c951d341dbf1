// The machine's own clock and randomness.
import { randomBytes } from 'node:crypto';
import type { Clock, Randomness } from '../domain/ports.ts';

export const systemClock: Clock = { now: () => Date.now() };

export const systemRandomness: Randomness = { bytes: (count) => randomBytes(count) };
