// Phone numbers as people type, paste and dictate them, read together with the numbering plans as the service does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { readPhoneText } from '#domain/input/phone-text.ts';
import { fullWidth, NUMBER_DASHES, oneOf, SPACES, spelled, withInvisible } from './spellings.ts';

const reader = (...countries: string[]) => {
  const numbers = createPhoneNumbers(countries);
  return async (text: string) => {
    const read = readPhoneText(text);
    return read.ok ? numbers.normalise(read.value) : read;
  };
};
const korean = reader('KR');

describe('a Korean number', () => {
  it.each([
    '010-1234-5678',
    '01012345678',
    '010.1234.5678',
    '010·1234·5678',
    '010/1234/5678',
    '(010) 1234-5678',
    '010ㅡ1234ㅡ5678',
    '010ー1234ー5678',
    '010–1234—5678',
    '０１０－１２３４－５６７８',
    '+82 10-1234-5678',
    '+82 (0)10-1234-5678',
    '+82 (0) 10 1234 5678',
    '+82 010 1234 5678',
    '(+82) 10-1234-5678',
    '＋８２　１０　１２３４　５６７８',
    '82-10-1234-5678',
    '82 10 1234 5678',
    '0082 10 1234 5678',
    'tel:010-1234-5678',
    'tel:+82-10-1234-5678',
    'TEL: 010-1234-5678',
    'sms:01012345678',
    '휴대폰: 010-1234-5678',
    '010-1234-5678 입니다.',
    'call 010-1234-5678',
    'M. 010-1234-5678',
    '<010-1234-5678>',
    '"010-1234-5678"',
    '- 010-1234-5678',
    '\u202d+82 10-1234-5678\u202c',
    '\u2068010-1234-5678\u2069',
    '010\u00ad1234\u200b5678',
    '010-1234-5678\n',
    '공일공 일이삼사 오육칠팔',
    '공일공에 일이삼사에 오육칠팔',
    '٠١٠ ١٢٣٤ ٥٦٧٨',
  ])('is known as typed: %j', async (text) => {
    expect(await korean(text)).toBe('+821012345678');
  });

  it.each([
    ['010-1234-5678 ext. 5', { reason: 'character', character: 'e' }],
    ['010-1234-5678 내선 5', { reason: 'character', character: '내' }],
    ['010-1234-5678#5', { reason: 'character', character: '#' }],
    ['*23#01012345678', { reason: 'character', character: '*' }],
    ['01012345678@evil.example', { reason: 'character', character: '@' }],
    ['tel:010-1234-5678;phone-context=evil.example', { reason: 'character', character: ';' }],
    ['+82+821012345678', { reason: 'character', character: '+' }],
    ['010\u0000-1234-5678', { reason: 'character', character: '\u0000' }],
    ['010-1234-5678\u202e', { reason: 'character', character: '\u202e' }],
    ['010-1234-5678, 010-8765-4321', { reason: 'too_long' }],
    ['010-1234-5678/010-8765-4321', { reason: 'too_long' }],
    ['9'.repeat(254), { reason: 'too_long' }],
    ['1'.repeat(513), { reason: 'too_long' }],
    ['call me', { reason: 'digits' }],
    ['', { reason: 'digits' }],
    ['((((', { reason: 'digits' }],
  ])('is refused by name: %j', async (text, fault) => {
    expect(await korean(text)).toEqual({ ok: false, ...fault });
  });

  it.each(['010-CALL-NOW', '010-1234-567', '02-1234-5678', '+1 202-555-0123', '82 2 1234 5678', '0082'])(
    'is not one of the plan: %j',
    async (text) => {
      expect(await korean(text)).toBeUndefined();
    },
  );

  it('is one number in every spelling', async () => {
    const separators = [...SPACES, ...NUMBER_DASHES, '.', '', ' - '];
    const prefixes = fc.constantFrom('010', '(010)', '+82 10', '+82 (0)10', '82-10', '+82 010', '0082 10');
    const around = fc.constantFrom(['', ''], ['tel:', ''], ['휴대폰: ', ''], ['<', '>'], ['', ' 입니다'], ['"', '"']);
    const spelling = fc.integer({ min: 2_000_0000, max: 9_999_9999 }).chain((rest) => {
      const digits = String(rest);
      const [middle, end] = [digits.slice(0, 4), digits.slice(4)];
      return fc
        .tuple(prefixes, fc.constantFrom(...separators), around)
        .chain(([prefix, separator, [before = '', after = '']]) =>
          spelled([prefix, middle, end].join(separator), (character, chance) =>
            oneOf([character, fullWidth(character)], chance),
          )
            .chain(withInvisible)
            .map((text) => ({ digits, text: before + text + after })),
        );
    });
    await fc.assert(
      fc.asyncProperty(spelling, async ({ digits, text }) => {
        // Some ranges are not assigned.
        expect(await korean(text)).toBe(await korean(`010${digits}`));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a number of another country', () => {
  it.each([
    ['JP', '090-1234-5678', '+819012345678'],
    ['JP', '81-90-1234-5678', '+819012345678'],
    ['JP', '+81 (0)90 1234 5678', '+819012345678'],
    ['GB', '+44 (0) 7400 123456', '+447400123456'],
    ['GB', '0044 7400 123456', '+447400123456'],
    ['IT', '312 345 6789', '+393123456789'],
    ['IT', '39 312 345 6789', '+393123456789'],
    ['US', '(213) 373-4253', '+12133734253'],
    ['US', '1-213-373-4253', '+12133734253'],
    ['SJ', '412 34 567', '+4741234567'],
  ])('is known by its calling code: in %s, %s', async (country, text, expected) => {
    expect(await reader(country)(text)).toBe(expected);
  });

  it('may be typed with its calling code alone where another country is home', async () => {
    const both = reader('KR', 'JP');
    expect(await both('81 90 1234 5678')).toBe('+819012345678');
    expect(await both('82 10 1234 5678')).toBe('+821012345678');
  });

  it('is that of the country at home wherever it is one there', async () => {
    // 8210123456 could be begun for +82 10 12 34 56; at home in the United States it is no number of Korea.
    expect(await reader('US', 'KR')('213-373-4253')).toBe('+12133734253');
  });
});

describe('readPhoneText', () => {
  it('gives digits, with a plus or none, and its own form back, for any text', () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789+-() .;=ext가*#\u200b'), maxLength: 32 });
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary', maxLength: 40 })), (text) => {
        const read = readPhoneText(text);
        if (!read.ok) return;
        expect(read.value).toMatch(/^\+?\d{1,15}$/);
        expect(readPhoneText(read.value)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});
