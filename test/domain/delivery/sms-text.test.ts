// Proves that bytes are counted as Korean carriers count them, and that an sms is sent whole or not at all.
import { describe, expect, it } from 'vitest';
import { eucKrBytes, fitSms } from '#domain/delivery/sms-text.ts';

describe('the bytes of an sms', () => {
  // First: the table is read once, so only the first test that reads it can notice a mutant of the reading.
  it('count two for all 2,350 syllables and 8,224 characters of KS X 1001, and no other', () => {
    const twos = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => eucKrBytes(character) === 2,
    );
    expect(twos).toHaveLength(8224);
    expect(twos.filter((character) => character >= '가' && character <= '힣')).toHaveLength(2350);
  });

  it.each([
    ['', 0],
    ['abc XYZ 019 ~!@#$', 17],
    ['a\nb', 3],
    ['가', 2],
    ['힝', 2],
    ['인증번호', 8],
    ['[모두의마켓] 인증번호 012345', 28],
    ['漢字', 4],
    ['ㆍ…“”♥☎', 12],
    ['Ａ', 2],
  ])('of "%s" are %i', (text, bytes) => {
    expect(eucKrBytes(text)).toBe(bytes);
  });

  it.each([
    ['an emoji', '🎉'],
    ['an emoji of one code unit', '⌚'],
    ['half of an emoji', '\ud83c'],
    ['an emoji in a hangul text', '인증번호🔒'],
    ['a syllable that only Windows-949 has', '뷁'],
    ['an accent', 'é'],
    ['a euro sign', '€'],
    ['a long dash', '—'],
    ['a control character', '\u0007'],
    ['a tab', '\t'],
    ['the end of ASCII', '\u007f'],
    ['a byte of another code page', '\u0080'],
    ['a private character', '\ue000'],
    ['what a decoder puts in place of garbage', '\ufffd'],
    ['old letters', 'ᄒ'],
  ])('are not to be had for %s', (_name, text) => {
    expect(eucKrBytes(text)).toBeUndefined();
  });
});

/** Bodies of exactly so many bytes: in hangul (an odd byte is a digit), in Latin, and mixed. */
const bodies = (bytes: number) => ({
  hangul: '가'.repeat(Math.floor(bytes / 2)) + '1'.repeat(bytes % 2),
  latin: 'x'.repeat(bytes),
  mixed: `[모두] ${'x'.repeat(bytes - 15)}인증번호`,
});
const KINDS = ['hangul', 'latin', 'mixed'] as const;

describe('a body alone, too long for the last line beside it', () => {
  const lastLine = '@auth.modu.example #012345';

  it.each(KINDS.flatMap((kind) => [88, 89, 90].map((bytes) => [bytes, kind] as const)))(
    'of %i bytes in %s goes as SMS, whole',
    (bytes, kind) => {
      const body = bodies(bytes)[kind];
      expect(eucKrBytes(body)).toBe(bytes);
      expect(fitSms({ body, lastLine }, { allowsLong: true })).toEqual({ type: 'SMS', content: body });
    },
  );

  it.each(KINDS.flatMap((kind) => [91, 92].map((bytes) => [bytes, kind] as const)))(
    'of %i bytes in %s goes as LMS, whole and with the last line, and not at all where LMS is not allowed',
    (bytes, kind) => {
      const body = bodies(bytes)[kind];
      expect(eucKrBytes(body)).toBe(bytes);
      expect(fitSms({ body, lastLine }, { allowsLong: true })).toEqual({
        type: 'LMS',
        content: `${body}\n${lastLine}`,
      });
      expect(fitSms({ body, lastLine }, { allowsLong: false })).toBeUndefined();
    },
  );

  it.each([88, 89, 90, 91, 92])('of %i bytes with an emoji is sent neither as SMS nor as LMS', (bytes) => {
    const body = `${'x'.repeat(bytes - 4)}🎉`;
    expect(fitSms({ body, lastLine }, { allowsLong: true })).toBeUndefined();
  });
});

describe('a body and its last line', () => {
  const lastLine = '@modu.example #012345';

  it.each(KINDS.flatMap((kind) => [88, 89, 90, 91, 92].map((bytes) => [bytes, kind] as const)))(
    'of %i bytes together, in %s, are one SMS up to 90, and from 91 on the body alone',
    (bytes, kind) => {
      const body = bodies(bytes - lastLine.length - 1)[kind];
      const whole = `${body}\n${lastLine}`;
      expect(eucKrBytes(whole)).toBe(bytes);
      const content = bytes <= 90 ? whole : body;
      expect(fitSms({ body, lastLine }, { allowsLong: true })).toEqual({ type: 'SMS', content });
    },
  );

  it('end with the line that browsers read, on its own', () => {
    const fitted = fitSms({ body: '[모두] 인증번호 012345', lastLine }, { allowsLong: false });
    expect(fitted?.content.split('\n')).toEqual(['[모두] 인증번호 012345', lastLine]);
  });

  it('may have 2,000 bytes as LMS, and not one more', () => {
    const body = 'x'.repeat(2000 - lastLine.length - 1);
    expect(fitSms({ body, lastLine }, { allowsLong: true })?.type).toBe('LMS');
    expect(fitSms({ body: `${body}x`, lastLine }, { allowsLong: true })).toBeUndefined();
  });

  it('may contain decomposed hangul from a Mac, which is composed into syllables', () => {
    const body = '[모두] 인증번호 012345';
    const fitted = fitSms({ body: body.normalize('NFD'), lastLine }, { allowsLong: false });
    expect(fitted).toEqual({ type: 'SMS', content: `${body}\n${lastLine}` });
  });
});
