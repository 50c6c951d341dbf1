// The passwords that are refused (NIST SP 800-63B: length and a list of common passwords, no composition rules).
import { accept, type Outcome, type PasswordReason, refuse } from '../errors.ts';
import type { CommonPasswords } from '../ports/passwords.ts';
import { isKeyboardWalk } from './keyboard-walk.ts';

const PASSWORD_MINIMUM_LENGTH = 8;
const PASSWORD_MAXIMUM_LENGTH = 128;
const LOCAL_PART_MINIMUM_LENGTH = 4;

/**
 * The form in which a password is hashed, as the OpaqueString profile prepares it (RFC 8265, section 4.2): every space is
 * U+0020, and hangul typed on macOS and on Windows is the same.
 */
export const normalisePassword = (password: string): string => password.replace(/\p{Zs}/gu, ' ').normalize('NFC');

/** The form in which hashes up to release 0.1 were made, with its spaces as typed; `undefined` if it is the same. */
export const earlierForm = (password: string): string | undefined => {
  const earlier = password.normalize('NFC');
  return earlier === normalisePassword(password) ? undefined : earlier;
};

/** The password in its normal form, if it is allowed for this address. */
export const checkPassword = async (
  input: string,
  address: string,
  common: CommonPasswords,
): Promise<Outcome<string>> => {
  const password = normalisePassword(input);
  const reason = await passwordFault(password, address, common);
  return reason ? refuse('weak_password', { reason }) : accept(password);
};

/** The reason to refuse a normalised password for this address, or `undefined`. The length is in code points. */
export const passwordFault = async (
  password: string,
  address: string,
  common: CommonPasswords,
): Promise<PasswordReason | undefined> => {
  const length = [...password].length;
  if (length < PASSWORD_MINIMUM_LENGTH) return 'too_short';
  if (length > PASSWORD_MAXIMUM_LENGTH) return 'too_long';
  const lowerCase = password.toLowerCase();
  const localPart = address.slice(0, address.lastIndexOf('@'));
  if (lowerCase.includes(address)) return 'contains_address';
  if (localPart.length >= LOCAL_PART_MINIMUM_LENGTH && lowerCase.includes(localPart)) return 'contains_address';
  if (isKeyboardWalk(lowerCase) || (await common.has(lowerCase))) return 'common';
  const word = commonWordIn(lowerCase);
  return word !== undefined && (SHORT_WORDS.has(word) || (await common.has(word))) ? 'common' : undefined;
};

/** The list holds no word below the minimum length. */
const SHORT_WORDS: ReadonlySet<string> = new Set(['qwerty', 'asdf', 'zxcv', 'qwer', 'admin', 'hello', 'latchkey']);
const DECORATION_MAXIMUM_LENGTH = 8;

/** The word inside a few digits and signs, as in `password2024!`. More of them can be a secret of their own. */
const commonWordIn = (password: string): string | undefined => {
  const word = password.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  const decoration = password.length - word.length;
  return word !== '' && decoration > 0 && decoration <= DECORATION_MAXIMUM_LENGTH ? word : undefined;
};
