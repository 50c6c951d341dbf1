// The random value that ties sessions to the state of their account.
import type { Randomness } from '#domain/ports.ts';

const EPOCH_BYTES = 9;

export const newEpoch = (random: Randomness): string => random.bytes(EPOCH_BYTES).toString('base64url');
