// The refusal of a typed text: which field, what is wrong with it, and which character.
import { type Outcome, refuse } from '../errors.ts';
import type { InputFault, InputReason, ReadText } from './typed-text.ts';

const DETAILS: Readonly<Record<Exclude<InputReason, 'digits' | 'number'>, string>> = {
  character: 'it must not contain {character}',
  several: 'there must be one, not several',
  at_sign: 'it must have one "@", with a name in front of it',
  dot: 'no dot may be at an end or beside another',
  domain: 'behind "@" must be the name of a mail domain, such as example.com',
  too_long: 'it is too long',
};
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** `path` names the field; `expected` says what belongs there, as in "must be an email address". */
export const readInput = (read: ReadText, path: string, expected: string): Outcome<string> =>
  read.ok ? read : refuseInput(read, path, expected);

export const refuseInput = ({ reason, character }: InputFault, path: string, expected: string) => {
  const detail = reason === 'digits' || reason === 'number' ? '' : `: ${DETAILS[reason]}`;
  const message = `${expected}${detail}`.replace('{character}', () => nameOf(character ?? ''));
  return refuse('invalid_request', {
    errors: [{ path, message, reason, ...(character !== undefined && { character }) }],
  });
};

const nameOf = (character: string): string => {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (character === ' ') return `a space (${code})`;
  return VISIBLE.test(character) ? `"${character}" (${code})` : code;
};
