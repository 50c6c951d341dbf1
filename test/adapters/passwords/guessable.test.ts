// Guessable passwords with the real list, and strong ones, none of which may be refused.
import { describe, expect, it } from 'vitest';
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { toLatinKeys } from '#adapters/passwords/dubeolsik.ts';
import { passwordFault } from '#domain/account/password-policy.ts';
import { ADDRESS } from '../../support/builders.ts';

const fault = (password: string, brandName = 'Blue Moss 파란이끼') =>
  passwordFault(password, ADDRESS, createCommonPasswords(brandName));

describe('toLatinKeys', () => {
  it.each([
    ['이지은', 'dlwldms'],
    ['사랑해', 'tkfkdgo'],
    ['괜찮아', 'rhoscksgdk'],
    ['닭값', 'ekfrrkqt'],
    ['의원 뷁', 'dmldnjs qnpfr'],
    ['꽃 abc 1', 'rhc abc 1'],
  ])('types %s as %s', (text, keys) => {
    expect(toLatinKeys(text)).toBe(keys);
  });
});

describe('a guessable password', () => {
  it.each([
    ['dlwldms12', '이지은'],
    ['DLWLDMS!!', '이지은, with shift'],
    ['김민준2024!', 'a name in hangul'],
    ['rlaalswns2024', '김민준'],
    ['alswns1234!', '민준'],
    ['tkfkdgo100', '사랑해'],
    ['12dkssud34', '안녕'],
  ])('%s is refused: %s', async (password) => {
    expect(await fault(password)).toBe('common');
  });

  it.each(['qweasdzxc', 'qwe123qwe!', '1qaz@2wsx', 'poiuytrewq', 'asdfgh12', 'zxcvbn,./', 'qwertqwert', 'q1w2e3!!!'])(
    '%s is refused: it walks over the keyboard',
    async (password) => {
      expect(await fault(password)).toBe('common');
    },
  );

  it.each(['bluemoss2026', 'Moss!!2026', '파란이끼2026!', 'vkfksdlRl1', '--BlueMoss--'])(
    '%s is refused: it is the name of the team',
    async (password) => {
      expect(await fault(password)).toBe('common');
    },
  );

  it('is another one for a team of another name', async () => {
    expect(await fault('bluemoss2026', 'Example')).toBeUndefined();
    expect(await fault('example2026', 'Example')).toBe('common');
  });
});

/** The same numbers in every run (mulberry32). */
const seeded = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const ENGLISH =
  'moss lantern otter copper river velvet anchor pepper harbor willow cactus marble puzzle saddle timber walnut ' +
  'yellow zipper basket candle dragon engine forest garden hammer island jacket kitten ladder meadow power were';
const KOREAN =
  '사랑 하늘 바다 구름 강아지 고양이 자전거 연필 책상 냉장고 은하수 소나무 지하철 김치 우산 안경 달력 봄날 엄마 친구 서울 지은 민준 도서관';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

describe('a strong password', () => {
  const COUNT = 1500;
  const random = seeded(20_260_101);
  const some = (count: number, words: readonly string[], between: string): string =>
    Array.from({ length: count }, () => words[random(words.length)]).join(between);
  const [english, korean, letters] = [ENGLISH.split(' '), KOREAN.split(' '), [...LETTERS]];

  it.each([
    ['of four English words', () => some(4, english, '-')],
    ['of four English words run together', () => some(4, english, '')],
    ['of four Korean words', () => some(4, korean, ' ')],
    ['of four Korean words run together', () => some(4, korean, '')],
    ['of four Korean words typed in Latin', () => toLatinKeys(some(4, korean, ''))],
    ['of words and digits', () => `${some(3, english, '.')}${some(3, letters.slice(26), '')}`],
    ['of 16 letters and digits', () => some(16, letters, '')],
  ])('%s is taken', async (_name, make) => {
    const common = createCommonPasswords('Blue Moss');
    const made = Array.from({ length: COUNT }, make);
    const faults = await Promise.all(made.map((password) => passwordFault(password, ADDRESS, common)));
    expect(made.filter((_password, index) => faults[index] !== undefined)).toEqual([]);
  });
});
