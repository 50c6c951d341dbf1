// The language of an answer: the requested one, else the browser's preference, else Korean, whatever the header contains.
import { describe, expect, it } from 'vitest';
import { DEFAULT_LANGUAGES } from '#domain/locale.ts';
import { chooseLocale } from '#http/locale.ts';
import { processorTime } from '../support/processor-time.ts';

describe('the language asked for', () => {
  it.each([
    ['en', 'en'],
    ['ko', 'ko'],
    ['EN', 'en'],
    [' en-GB ', 'en'],
    ['ko-KR', 'ko'],
    ['en_US', 'en'],
  ] as const)('%s wins over the browser', (asked, locale) => {
    const other = locale === 'ko' ? 'en' : 'ko';
    expect(chooseLocale(DEFAULT_LANGUAGES, asked, other)).toBe(locale);
  });

  it.each(['fr', '', 'english', 'en,ko', 'constructor', '-', 'k'])('%s is ignored', (asked) => {
    expect(chooseLocale(DEFAULT_LANGUAGES, asked, 'en')).toBe('en');
    expect(chooseLocale(DEFAULT_LANGUAGES, asked, undefined)).toBe('ko');
  });
});

describe('the browser’s preference', () => {
  const prefer = (header: string | undefined) => chooseLocale(DEFAULT_LANGUAGES, undefined, header);

  it.each([
    ['en', 'en'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'],
    ['ko;q=0.1, en;q=0.2', 'en'],
    ['en;q=0.5,ko', 'ko'],
    ['en ; q=0.9 , ko ; q=0.8', 'en'],
    ['ko;q=0.8,EN;Q=0.9', 'en'],
    ['fr-FR,fr;q=0.9,en;q=0.1', 'en'],
    ['en;q=0.5,ko;q=0.5', 'en'],
    ['ko;q=0.5,en;q=0.5', 'ko'],
    ['en;level=1;q=0.1,ko;q=0.2', 'ko'],
    ['en_US', 'en'],
    ['KO_kr;q=0.3,EN_gb;q=0.8', 'en'],
  ] as const)('%s gives %s', (header, locale) => {
    expect(prefer(header)).toBe(locale);
  });

  it('leaves out what has the quality 0', () => {
    expect(prefer('ko;q=0,en;q=0.1')).toBe('en');
    expect(prefer('en;q=0')).toBe('ko');
    expect(prefer('en;q=0.000')).toBe('ko');
  });

  it.each([undefined, '', '*', ',,,', ';;;', 'q=1', 'fr', 'en;q=1.2.3', '\u0000', '영어'])(
    'is Korean for %j',
    (header) => {
      expect(prefer(header)).toBe('ko');
    },
  );

  it('reads only the beginning of a long header, in a moment', () => {
    const taken = processorTime(() => {
      expect(prefer(`${'fr,'.repeat(200)}en`)).toBe('ko');
      expect(prefer(`en,${'x'.repeat(1_000_000)}`)).toBe('en');
      expect(prefer(`en;${' '.repeat(1_000_000)}q=1`)).toBe('en');
      expect(prefer(`en;q=${'1'.repeat(1_000_000)}`)).toBe('en');
    });
    expect(taken).toBeLessThan(500);
  });
});
