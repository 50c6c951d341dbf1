// What keyboards, input methods and copied texts put in place of plain characters. The pages import this file too, so it uses
// nothing of Node, and no syntax that is newer than their browsers.

/** Why a typed text has not one meaning. Part of the API: `errors[].reason`. */
export const INPUT_REASONS = [
  'character',
  'several',
  'at_sign',
  'dot',
  'domain',
  'digits',
  'number',
  'too_long',
] as const;
export type InputReason = (typeof INPUT_REASONS)[number];

export interface InputFault {
  readonly reason: InputReason;
  /** With the reason `character`: the first one that is in the way. */
  readonly character?: string;
}

export type ReadText = { readonly ok: true; readonly value: string } | ({ readonly ok: false } & InputFault);

export const found = (value: string): ReadText => ({ ok: true, value });
export const faulty = (reason: InputReason): ReadText => ({ ok: false, reason });
export const wrongCharacter = (character: string): ReadText => ({ ok: false, reason: 'character', character });

/** Room for a name, a label or a sentence around the value. */
export const TYPED_MAXIMUM_LENGTH = 512;

/** Shows the letters behind it in reverse order, so what a person reads is not what the text says. */
const REVERSING = '\u202e';
/** Shown as nothing: zero-width characters, byte order marks, soft hyphens, variation selectors, marks of direction. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** In some scripts they are part of a name, behind its letters. */
const JOINER = /[\u200c\u200d]/;
const NOT_JOINING = 'Common Inherited Latin Hangul Han Hiragana Katakana'.split(' ');
const JOINING = new RegExp(`(?![${NOT_JOINING.map((script) => `\\p{Script=${script}}`).join('')}])[\\p{L}\\p{M}]`, 'u');
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

/** Dashes in numbers, among them the letters that a Korean or Japanese keyboard has at their place. */
export const DASH = '\\p{Dash}\u30fc\uff70\u3161\u2500\u4e00';

/** Without what cannot be seen, in half width, and with one kind of space; `undefined` for a text that hides its order. */
export const plainText = (typed: string): string | undefined => {
  if (typed.includes(REVERSING)) return undefined;
  return withoutInvisible(typed)
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/[\s\u0085]+/g, ' ')
    .replace(/\ufe6b/g, '@')
    .replace(/[\u3002\uff61\ufe52]/g, '.')
    .replace(/[\u3001\uff64\ufe50]/g, ',')
    .trim();
};

/** The fault of a text that `plainText` does not take. */
export const reversed = (): ReadText => wrongCharacter(REVERSING);

const withoutInvisible = (text: string): string =>
  text.replace(INVISIBLE, (character, place: number) =>
    JOINER.test(character) && JOINING.test(text.charAt(place - 1)) ? character : '',
  );

/** The digits of every script as 0 to 9. If there are none, digits that are spelled out in Korean, as in 공일공. */
export const withDigits = (text: string): string => {
  const written = text.replace(KEYCAP, '').replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  if (/\d/.test(written) || !SPOKEN.test(written)) return written;
  return written.replace(/[^에 .,-]/g, (word) => String(SPOKEN_DIGITS[word])).replace(/에/g, ' ');
};

const KEYCAP = /\u20e3/g;

/** Unicode keeps the ten digits of a script in a row, from zero. */
const digitOf = (digit: string): number => {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
};

const SPOKEN = /^[영공일이삼사오육륙칠팔구에 .,-]+$/;
const SPOKEN_DIGITS: Readonly<Record<string, number>> = {
  영: 0,
  공: 0,
  일: 1,
  이: 2,
  삼: 3,
  사: 4,
  오: 5,
  육: 6,
  륙: 6,
  칠: 7,
  팔: 8,
  구: 9,
};
