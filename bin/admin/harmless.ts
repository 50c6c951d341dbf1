// Makes stored text harmless for a terminal: people choose their names, and a terminal obeys control characters.

/** Control and format characters, which also turn the direction of text or hide it, separators of lines, and half characters. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const hexOf = (character: string): string => (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');

/** Shows such a character as `\u{001b}`. */
export const harmless = (text: string): string => text.replaceAll(OBEYED, (character) => `\\u{${hexOf(character)}}`);

/** The same for a text of several lines. */
export const harmlessLines = (text: string): string => text.split('\n').map(harmless).join('\n');

/** JSON that a parser reads as `JSON.stringify` has it. */
export const harmlessJson = (value: unknown): string =>
  JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => line.replaceAll(OBEYED, (character) => [...codeUnits(character)].join('')))
    .join('\n');

const codeUnits = function* (character: string) {
  for (let at = 0; at < character.length; at++) yield `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
};
