// A phone number as people type, paste and dictate it. Which numbers there are is for the numbering plans to say.
import {
  DASH,
  faulty,
  found,
  plainText,
  type ReadText,
  reversed,
  TYPED_MAXIMUM_LENGTH,
  withDigits,
  wrongCharacter,
} from './typed-text.ts';

const WORDS = '\\p{L}\\p{M}\\p{Dash} .:,"\'“”‘’<>\\[\\]「」『』';
/** Words, the number from its first to its last digit, and words. */
const NUMBER = new RegExp(`^[${WORDS}]*?([+(]*\\d(?:.*\\d)?)[)${WORDS}]*$`, 'u');
const SEPARATOR = `[ .,·・/()${DASH}]`;
const SEPARATORS = new RegExp(SEPARATOR, 'gu');
const OUTSIDE = new RegExp(`[^\\d+()${WORDS}${DASH}]`, 'u');
/** ITU-T E.164. More digits are more than one number. */
const DIGITS_MAXIMUM = 15;
/** What is left out when the number is called from abroad, as in +82 (0)10. */
const TRUNK_PREFIX = /^(\+[^()]*)\(0\)/;

/** The digits, with `+` in front of a calling code. */
export const readPhoneText = (typed: string): ReadText => {
  if (typed.length > TYPED_MAXIMUM_LENGTH) return faulty('too_long');
  const plain = plainText(typed);
  if (plain === undefined) return reversed();
  const text = withDigits(plain).replace(/^tel:/i, '');
  const [, number] = NUMBER.exec(text) ?? [];
  if (number === undefined) {
    const [odd] = OUTSIDE.exec(text) ?? [];
    return odd === undefined ? faulty('digits') : wrongCharacter(odd);
  }
  const digits = number.replace(/^\(\+/, '+').replace(TRUNK_PREFIX, '$1').replace(SEPARATORS, '');
  const [odd] = /[^\d]/u.exec(digits.replace(/^\+/, '')) ?? [];
  if (odd !== undefined) return wrongCharacter(odd);
  return digits.length > DIGITS_MAXIMUM + 1 ? faulty('too_long') : found(digits);
};
