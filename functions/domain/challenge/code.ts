// The digits a person types: derived, never stored, so a dump of the tables holds none.
import { createHmac } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import type { ChallengeRef, Purpose } from '../purpose.ts';

/** Eight digits where a code opens an existing account, six elsewhere. */
const DIGITS: Readonly<Record<Purpose, number>> = {
  signup: 6,
  otp: 6,
  email_change: 6,
  phone_change: 6,
  email_undo: 8,
  reset: 8,
  login: 8,
};

/**
 * HMAC-SHA256 over the challenge, as HOTP (RFC 4226) does over its counter; all 256 bits modulo 10^digits,
 * which leaves a bias below 2^-229 where HOTP's 31 bits leave 2^-11.
 */
export const deriveCode = (keys: DerivedKeys, ref: ChallengeRef, id: string): string => {
  const digits = DIGITS[ref.purpose];
  const mac = createHmac('sha256', keys.code)
    .update(JSON.stringify([ref.purpose, ref.channel, ref.address, id]))
    .digest('hex');
  return (BigInt(`0x${mac}`) % 10n ** BigInt(digits)).toString().padStart(digits, '0');
};

/** Compares in constant time for codes of the right length. */
export const codeMatches = (expected: string, given: string): boolean => isSameText(expected, given);
