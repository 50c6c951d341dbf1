// The code in what a person typed or pasted, which may be the whole message.
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

/** Links contain digits too. */
const LINK = /\S*:\/\/\S*/g;
const BETWEEN = `[ .,·${DASH}]`;
const SEPARATORS = new RegExp(BETWEEN, 'gu');
const NUMBERS = new RegExp(`\\d+(?:${BETWEEN}{1,3}\\d+)*`, 'gu');
/** A longer part of a number in parts is a number of its own. */
const PART_MAXIMUM_LENGTH = 4;

/** The digits of the one code of that length. Separators in it and words around it do not matter. */
export const readCodeText = (typed: string, length: number): ReadText => {
  if (typed.length > TYPED_MAXIMUM_LENGTH) return faulty('too_long');
  const plain = plainText(typed);
  if (plain === undefined) return reversed();
  const text = withDigits(plain).replace(LINK, ' ');
  const joined = text.replace(SEPARATORS, '');
  if (/^\d+$/.test(joined) && joined.length === length) return found(joined);
  const [code, ...others] = new Set((text.match(NUMBERS) ?? []).flatMap((number) => codesIn(number, length)));
  if (others.length > 0) return faulty('several');
  if (code !== undefined) return found(code);
  const [odd] = /\D/u.exec(joined) ?? [];
  return odd !== undefined && [...joined].length === length ? wrongCharacter(odd) : faulty('digits');
};

const codesIn = (number: string, length: number): readonly string[] => {
  const parts = number.split(SEPARATORS).filter((part) => part !== '');
  const whole = parts.filter((part) => part.length === length);
  if (whole.length > 0 || !isOneNumber(parts)) return whole;
  const joined = parts.join('');
  return joined.length === length ? [joined] : [];
};

/** As people split a code: in equal parts, of which the last may be shorter. So no date is taken for a code. */
const isOneNumber = (parts: readonly string[]): boolean => {
  const size = parts[0]?.length ?? 0;
  return (
    size <= PART_MAXIMUM_LENGTH &&
    parts.every((part, index) => part.length === size || isShorterLast(parts, index, size))
  );
};

const isShorterLast = (parts: readonly string[], index: number, size: number): boolean =>
  index === parts.length - 1 && (parts[index]?.length ?? 0) < size;
