// How long a hash of another system takes, and what is too long or needs too much memory.
import { PASSWORD_HASH_DEFAULT } from '../password-hash.ts';
import type { HashWork } from './work.ts';

/** A function has 1,769 MB and computes one hash at a time. The laptop computes up to three. */
const MAXIMUM_MEMORY_KIBIBYTES = 256 * 1024;

/** In hashes of ours with the default strength. bcrypt with 14 rounds takes 38: a second where ours takes 25 ms. */
const MAXIMUM_COST = 40;

/** Work that takes as long as a hash of ours with the default strength, as measured (ADR 0056). */
const EQUAL = {
  argon2: PASSWORD_HASH_DEFAULT.memoryKibibytes * PASSWORD_HASH_DEFAULT.passes,
  bcrypt: 430,
  pbkdf2: { sha1: 220_000, sha256: 220_000, sha512: 80_000 },
  scrypt: 100_000,
} as const;

export const costOf = (work: HashWork): number => {
  if (work.by === 'argon2') return (work.memoryKibibytes * work.passes) / EQUAL.argon2;
  if (work.by === 'bcrypt') return 2 ** work.rounds / EQUAL.bcrypt;
  if (work.by === 'pbkdf2') return work.iterations / EQUAL.pbkdf2[work.digest];
  return (work.N * work.r * work.p) / EQUAL.scrypt;
};

/** RFC 7914 section 2: N blocks of 128·r bytes, and p of them. */
export const memoryKibibytesOf = (work: HashWork): number => {
  if (work.by === 'argon2') return work.memoryKibibytes;
  return work.by === 'scrypt' ? (128 * work.r * (work.N + work.p)) / 1024 : 0;
};

export const isWithinBounds = (work: HashWork): boolean =>
  costOf(work) <= MAXIMUM_COST && memoryKibibytesOf(work) <= MAXIMUM_MEMORY_KIBIBYTES + 1024;
