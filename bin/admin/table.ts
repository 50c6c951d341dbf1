// Tables for a terminal that line up with Korean letters too.
import stringWidth from 'string-width';
import type { Language, Words } from '../doctor/finding.ts';
import { padded } from '../padded.ts';
import { harmless } from './harmless.ts';

/** A plain text is shown in both languages. */
export type Cell = string | Words;

const LANGUAGES = ['ko', 'en'] as const satisfies readonly Language[];
const GAP = '  ';

const inLanguage = (cell: Cell, language: Language): string =>
  harmless(typeof cell === 'string' ? cell : cell[language]);

/** A line for each row. */
export const linesOf = (rows: readonly (readonly Cell[])[]): readonly Words[] => {
  const [ko, en] = LANGUAGES.map((language) => align(rows.map((row) => row.map((cell) => inLanguage(cell, language)))));
  return rows.map((_, index) => ({ ko: ko?.[index] ?? '', en: en?.[index] ?? '' }));
};

const align = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((text, column) => padded(text, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
};
