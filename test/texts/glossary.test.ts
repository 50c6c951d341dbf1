// One word for one thing: no sentence has a word that docs/words.md has a better one for.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { sentencesOf } from '#texts/catalogue.ts';

const DOCUMENT = readFileSync(new URL('../../docs/words.md', import.meta.url), 'utf8');

/** The last column: the Korean words, and after a semicolon the English ones. */
const avoided = [...DOCUMENT.matchAll(/^\|(?! what | ---).*\| ([^|]*) \|$/gm)].map(([, cell = '']) => {
  const [korean = '', english = ''] = cell.split(';').map((words) => words.split(',').map((word) => word.trim()));
  return { ko: korean, en: english };
});
const wordsOf = (locale: 'ko' | 'en'): string[] => avoided.flatMap((row) => row[locale]).filter(Boolean);

const PATTERNS: Readonly<Record<'ko' | 'en', RegExp>> = {
  ko: new RegExp(wordsOf('ko').join('|')),
  en: new RegExp(`\\b(?:${wordsOf('en').join('|')})\\b`, 'i'),
};
const isListed = (locale: Locale): locale is 'ko' | 'en' => locale in PATTERNS;
const sentences = LOCALES.filter(isListed).flatMap((locale) =>
  [...sentencesOf(locale)].map(([key, sentence]) => ({ locale, key, sentence })),
);
const having = (locale: 'ko' | 'en', pattern: RegExp) =>
  sentences
    .filter((one) => one.locale === locale && pattern.test(one.sentence))
    .map(({ key, sentence }) => [key, sentence]);

describe('the glossary', () => {
  it('has words to avoid in both languages', () => {
    expect(wordsOf('ko')).toContain('이메일 주소');
    expect(wordsOf('en')).toContain('sign in');
    expect(wordsOf('en')).not.toContain('이메일 주소');
  });

  it.each(['ko', 'en'] as const)('is kept by every sentence in %s', (locale) => {
    expect(having(locale, PATTERNS[locale])).toEqual([]);
  });
});

describe('the voice', () => {
  it('is 해요체 in Korean', () => {
    expect(having('ko', /(?:니다|시오|십니까)(?![가-힣])/)).toEqual([]);
  });

  it('has contractions in English, with the typographic apostrophe', () => {
    expect(having('en', /\b(?:did not|do not|does not|cannot|is not|could not)\b|\w'\w/i).map(([key]) => key)).toEqual([
      'sms.code',
    ]);
  });
});
