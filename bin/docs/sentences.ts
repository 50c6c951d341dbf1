// The tables of docs/texts.md: every sentence with its key, as it is in Korean and in English.
import { sentencesOf } from '#texts/catalogue.ts';
import { table } from './table.ts';

/** `surface`: what the keys begin with. */
export const sentencesTable = (surface: 'page' | 'mail' | 'oauth' | 'sms'): string => {
  const english = sentencesOf('en');
  const rows = [...sentencesOf('ko')]
    .filter(([key]) => key.startsWith(`${surface}.`))
    .map(([key, korean]) => [`\`${key}\``, escapeCell(korean), escapeCell(english.get(key) ?? '')]);
  return table(['key', 'Korean', 'English'], rows);
};

const escapeCell = (sentence: string): string => sentence.replaceAll('|', '\\|').replaceAll('<', '&lt;');
