// The tables of docs/texts.md: every sentence with its key, as it is in Korean and in English.
import { sentencesOf } from '#texts/catalogue.ts';
import { table } from './table.ts';

/** `surface`: what the keys begin with. */
export const sentencesTable = (surface: 'page' | 'mail' | 'sms'): string => {
  const english = sentencesOf('en');
  const rows = [...sentencesOf('ko')]
    .filter(([key]) => key.startsWith(`${surface}.`))
    .map(([key, korean]) => [`\`${key}\``, escaped(korean), escaped(english.get(key) ?? '')]);
  return table(['key', 'Korean', 'English'], rows);
};

const escaped = (sentence: string): string => sentence.replaceAll('|', '\\|').replaceAll('<', '&lt;');
