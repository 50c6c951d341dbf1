// The digits that a person types. They are derived and never stored, so a copy of the tables contains none.
import { createHmac } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import type { Outcome } from '../errors.ts';
import { readCodeText } from '../input/code-text.ts';
import { readInput } from '../input/input-error.ts';
import type { ChallengeRef, Purpose } from '../purpose.ts';

/** Eight digits if the code opens an existing account, otherwise six. Invitations and undo mails have a link alone. */
const DIGITS: Readonly<Record<Purpose, number>> = {
  signup: 6,
  otp: 6,
  email_change: 6,
  phone_change: 6,
  email_undo: 8,
  reset: 8,
  login: 8,
  invitation: 8,
};

/** The code in what a person typed or pasted. */
export const readCode = (text: string, purpose: Purpose): Outcome<string> => {
  const digits = DIGITS[purpose];
  return readInput(readCodeText(text, digits), 'code', `must be ${digits} digits`);
};

/**
 * HMAC-SHA256 of the challenge, as HOTP (RFC 4226) uses it for its counter. All 256 bits modulo 10^digits: the bias is below
 * 2^-229, while the 31 bits of HOTP leave 2^-11.
 */
export const deriveCode = (keys: DerivedKeys, ref: ChallengeRef, id: string): string => {
  const digits = DIGITS[ref.purpose];
  const mac = createHmac('sha256', keys.code)
    .update(JSON.stringify([ref.purpose, ref.channel, ref.address, id]))
    .digest('hex');
  return (BigInt(`0x${mac}`) % 10n ** BigInt(digits)).toString().padStart(digits, '0');
};

/** Compares codes of the right length in constant time. */
export const codeMatches = (expected: string, given: string): boolean => isSameText(expected, given);
