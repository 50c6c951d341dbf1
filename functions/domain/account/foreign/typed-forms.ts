// The forms of a typed password that another system may have hashed.
import type { ReadHash } from '../foreign-hash.ts';
import { normalisePassword } from '../password-policy.ts';

/** What comparing one password may cost, in hashes of ours: two of the most expensive. */
const MAXIMUM_COST = 80;

/**
 * Django, bcrypt's libraries, Firebase and passlib hash the bytes that they get. A phone or another browser may send the same
 * letters in another form than the one that was typed then. An ASCII password has one form.
 */
export const typedForms = (typed: string, { cost, work }: Pick<ReadHash, 'cost' | 'work'>): readonly string[] => {
  const compatible = typed.normalize('NFKC');
  if (work.by === 'scrypt' && work.isCompatible) return [compatible];
  const forms = [typed, typed.normalize('NFC'), normalisePassword(typed), typed.normalize('NFD'), compatible];
  return [...new Set(forms)].slice(0, Math.max(1, Math.floor(MAXIMUM_COST / cost)));
};
