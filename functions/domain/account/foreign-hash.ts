// Reads the hash of a password that another system made: what it takes to compare it, or why it is refused. Nothing is computed
// here, so that what is too expensive never begins.
import { costOf, isWithinBounds } from './foreign/cost.ts';
import { FORMS } from './foreign/forms.ts';
import { weakKindOf } from './foreign/weak.ts';
import type { HashWork } from './foreign/work.ts';

/**
 * `weak`: so fast that a stolen one is as good as the password. `too_expensive`: more memory or time than one request may take.
 * `unreadable`: no form that we know.
 */
export type HashRefusalReason = 'weak' | 'too_expensive' | 'unreadable';

export interface HashRefusal {
  readonly ok: false;
  readonly reason: HashRefusalReason;
  /** Its name, if it has a form that we know. */
  readonly kind?: string;
}

export interface ReadHash {
  readonly ok: true;
  /** Such as `bcrypt` or `pbkdf2_sha256`. */
  readonly kind: string;
  /** How many hashes of ours, with the default strength, take as long. */
  readonly cost: number;
  /** What a row of an account holds. */
  readonly stored: string;
  readonly work: HashWork;
}

/**
 * Stands before argon2id of another system that looks like ours. Without it only the normal form of a password would be compared,
 * and the other system may have hashed another one.
 */
const MARK = 'imported';
const OF_ARGON2ID = '$argon2id$';

/** Longer than any known form with a long salt. */
const MAXIMUM_LENGTH = 1024;

export const readHash = (text: string): ReadHash | HashRefusal => {
  if (text.length > MAXIMUM_LENGTH) return { ok: false, reason: 'unreadable' };
  const hash = text.startsWith(MARK + OF_ARGON2ID) ? text.slice(MARK.length) : text;
  const weak = weakKindOf(hash);
  if (weak !== undefined) return { ok: false, reason: 'weak', kind: weak };
  for (const { kind, pattern, read } of FORMS) {
    const groups = pattern.exec(hash)?.groups;
    if (!groups) continue;
    const work = read(groups);
    if (!work) return { ok: false, reason: 'unreadable', kind };
    if (!isWithinBounds(work)) return { ok: false, reason: 'too_expensive', kind };
    return { ok: true, kind, cost: costOf(work), stored: hash.startsWith(OF_ARGON2ID) ? MARK + hash : hash, work };
  }
  return { ok: false, reason: 'unreadable' };
};
