// Puts the sentences that a team words itself over those of a language.
import type { OwnSentences } from '#domain/settings.ts';

/** Where a sentence stands in the texts of a language, and the key by which a team names it. */
export type KeyOf = (path: readonly string[]) => string;

/** Every sentence, by its key. */
export const sentencesIn = (texts: object, keyOf: KeyOf): ReadonlyMap<string, string> =>
  new Map(pathsOf(texts).map(([path, sentence]) => [keyOf(path), sentence]));

const pathsOf = (texts: object, parent: readonly string[] = []): [readonly string[], string][] =>
  Object.entries(texts).flatMap(([name, value]: [string, unknown]): [readonly string[], string][] => {
    const path = [...parent, name];
    if (typeof value === 'string') return [[path, value]];
    return typeof value === 'object' && value !== null ? pathsOf(value, path) : [];
  });

/** The texts with the sentences of `own`, by their keys, in the places of theirs. */
export const overlay = <Texts>(texts: Texts, keyOf: KeyOf, own: OwnSentences[string] | undefined): Texts =>
  own === undefined ? texts : (replace(texts, keyOf, own) as Texts);

const replace = (value: unknown, keyOf: KeyOf, own: OwnSentences[string], path: readonly string[] = []): unknown => {
  if (typeof value === 'string') return own[keyOf(path)] ?? value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, replace(part, keyOf, own, [...path, name])]);
  return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
};
