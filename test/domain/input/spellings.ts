// How people and their devices spell one text: for property tests that each spelling means the same.
import fc from 'fast-check';

const INVISIBLE = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\ufe0f', '\u180e', '\u200e', '\u200f'];
const DIRECTIONS = ['\u202a', '\u202b', '\u202c', '\u202d', '\u2066', '\u2067', '\u2068', '\u2069', '\u061c'];
export const SPACES = [' ', '\u00a0', '\u2003', '\u2009', '\u202f', '\u205f', '\u3000', '\t', '\n', '\r\n', '\u0085'];
export const HYPHENS = ['-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212', '\ufe63', '\uff0d'];
export const NUMBER_DASHES = [...HYPHENS, '\u2014', '\u2015', '\u30fc', '\u3161', '\u2500', '\ufe58', '\u301c'];

export const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));

/** `text` with each character spelled by `spell`, which gets one number of chance for each. */
export const spelled = (text: string, spell: (character: string, chance: number) => string): fc.Arbitrary<string> =>
  fc
    .array(fc.nat(), { minLength: [...text].length, maxLength: [...text].length })
    .map((chances) => [...text].map((character, index) => spell(character, chances[index] ?? 0)).join(''));

/** With characters that nobody sees, anywhere. */
export const withInvisible = (text: string): fc.Arbitrary<string> => {
  const unseen = [...INVISIBLE, ...DIRECTIONS];
  return spelled(text, (character, chance) =>
    chance % 3 === 0 ? character + (unseen[chance % unseen.length] ?? '') : character,
  );
};

export const oneOf = (values: readonly string[], chance: number): string => values[chance % values.length] ?? '';
