// Codes as people type and paste them: every spelling is the one code, and what holds two codes or none is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCodeText } from '#domain/input/code-text.ts';
import { fullWidth, NUMBER_DASHES, oneOf, SPACES, spelled, withInvisible } from './spellings.ts';

const read = (text: string, digits = 6) => readCodeText(text, digits);
const codeOf = (digits: number) => fc.nat(10 ** digits - 1).map((number) => String(number).padStart(digits, '0'));

describe('a code', () => {
  it.each([
    '123456',
    ' 123456\n',
    '123 456',
    '123-456',
    '123–456',
    '123ㅡ456',
    '123ー456',
    '12 34 56',
    '1 2 3 4 5 6',
    '1-2-3-4-5-6',
    '123.456',
    '123,456',
    '１２３４５６',
    '１２３　４５６',
    '123\u200b456',
    '\u202a123456\u202c',
    '\ufeff123456',
    '123\u00a0456',
    '١٢٣٤٥٦',
    '۱۲۳۴۵۶',
    '१२३४५६',
    '𝟏𝟐𝟑𝟒𝟓𝟔',
    '1\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e3',
    '일이삼사오육',
    '일이삼 사오육',
    '인증번호 123 456 입니다',
    '인증번호는123456입니다.',
    '인증번호: 123456',
    '인증번호 [123456]를 입력해 주세요.',
    'Your code is 123456',
    'Your code is 123456. It expires in 10 minutes.',
    '[Latchkey] 인증번호 123456',
    '[Shop24] 123456',
    'G-123456',
    'G123456',
    'code:123456',
    '인증번호[123456]',
    '[Shop24]123456',
    '123456.',
    '123456입니다',
    '@login.example#123456',
    '123456\n@login.example #123456',
    '123 456 (123456)',
    '123456, until 2026-11-27',
    'https://login.example/verify?token=987654 123456',
    '"123456"',
    '#123456',
  ])('is 123456 in %j', (text) => {
    expect(read(text)).toEqual({ ok: true, value: '123456' });
  });

  it.each([
    '1234 5678',
    '1234-5678',
    '12 34 56 78',
    '123 456 78',
    '로그인 코드 1234 5678 입니다',
    'G-12345678',
    '코드12345678입니다',
    '[12345678]',
    'Code: 12345678, until 2026-11-27',
  ])('is 12345678 in %j', (text) => {
    expect(read(text, 8)).toEqual({ ok: true, value: '12345678' });
  });

  it.each([
    ['123456 654321', { reason: 'several' }],
    ['인증번호 123456 또는 654-321', { reason: 'several' }],
    ['123 456\n654 321', { reason: 'digits' }],
    ['', { reason: 'digits' }],
    ['12345', { reason: 'digits' }],
    ['1234567', { reason: 'digits' }],
    ['https://login.example/verify?token=123456', { reason: 'digits' }],
    ['12a456', { reason: 'character', character: 'a' }],
    ['12O456', { reason: 'character', character: 'O' }],
    ['123456\u202e', { reason: 'character', character: '\u202e' }],
    ['1'.repeat(513), { reason: 'too_long' }],
  ])('is not in %j, and the fault has a name', (text, fault) => {
    expect(read(text)).toEqual({ ok: false, ...fault });
  });

  it('is none of eight digits in a date, or in a code of six beside a number', () => {
    for (const text of ['until 2026-11-27', '27.11.2026 at 10', 'code 123456 10 minutes'])
      expect(read(text, 8)).toEqual({ ok: false, reason: 'digits' });
  });
});

describe('every spelling of a code', () => {
  const words = fc.constantFrom('', '인증번호 ', '[Latchkey] 인증번호 ', 'Your code is ', 'code: ', '코드는 "');
  const endings = fc.constantFrom(
    '',
    ' 입니다',
    '입니다.',
    '. It expires in 10 minutes.',
    '"',
    '\n',
    ' 을 입력해 주세요',
  );
  const parts = (code: string, size: number) => code.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
  const separators = [...SPACES, ...NUMBER_DASHES, '.', ',', ' - ', '\u00b7'].filter(
    (text) => !/[\n\r\u0085]/.test(text),
  );
  const joined = (code: string) =>
    fc
      .tuple(fc.constantFrom(1, 2, 3, 4, 8), fc.constantFrom(...separators))
      .map(([size, separator]) => parts(code, size).join(separator));
  const wide = (code: string) => spelled(code, (character, chance) => oneOf([character, fullWidth(character)], chance));

  it.each([6, 8])('of %i digits is that code, and the code is its own', (digits) => {
    const spelling = codeOf(digits).chain((code) =>
      fc
        .tuple(words, joined(code).chain(wide).chain(withInvisible), endings)
        .map(([before, text, after]) => ({ code, text: before + text + after })),
    );
    fc.assert(
      fc.property(spelling, ({ code, text }) => {
        expect(read(text, digits)).toEqual({ ok: true, value: code });
        expect(read(code, digits)).toEqual({ ok: true, value: code });
      }),
      { numRuns: 1000 },
    );
  });

  it('is never another code: two of them are refused', () => {
    fc.assert(
      fc.property(codeOf(6), codeOf(6), fc.constantFrom(' ', ' or ', '\n', ', ', ' 또는 '), (one, other, between) => {
        const answer = read(one + between + other);
        expect(answer).toEqual(one === other ? { ok: true, value: one } : { ok: false, reason: 'several' });
      }),
    );
  });

  it('is as many digits as asked for, of digits that are in the text in that order, for any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789 -–.,:/ab인\u200b\n'), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (typed) => {
        const answer = read(typed);
        if (!answer.ok) return;
        expect(answer.value).toMatch(/^\d{6}$/);
        expect(read(answer.value)).toEqual(answer);
      }),
      { numRuns: 2000 },
    );
  });
});
