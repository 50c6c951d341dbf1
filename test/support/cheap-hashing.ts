// The least that argon2id takes: for tests whose subject is not the hash, which as deployed costs 30 ms of a core.
import type { Argon2Parameters } from '#adapters/passwords/argon2.ts';

export const CHEAP_HASHING: Argon2Parameters = { memoryKibibytes: 8, passes: 1, parallelism: 1 };
