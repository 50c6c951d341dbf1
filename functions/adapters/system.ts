// The machine's own randomness.
import { randomBytes } from 'node:crypto';
import type { Randomness } from '../domain/ports.ts';

export const systemRandomness: Randomness = { bytes: (count) => randomBytes(count) };
