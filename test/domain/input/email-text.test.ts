// Email addresses as people type and paste them: every spelling is the one address, and no text becomes another one.
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseEmail, readEmail } from '#domain/address.ts';
import { readEmailText } from '#domain/input/email-text.ts';
import { fullWidth, HYPHENS, oneOf, SPACES, spelled, withInvisible } from './spellings.ts';

describe('an address', () => {
  it.each([
    'minji.kim@example.com',
    'Minji.Kim@Example.com',
    ' minji.kim@example.com\n',
    '\tminji.kim@example.com\u00a0',
    'minji.kim＠example.com',
    'minji.kim﹫example．com',
    'minji.kim@example。com',
    'ｍｉｎｊｉ．ｋｉｍ＠ｅｘａｍｐｌｅ．ｃｏｍ',
    'minji\u200b.kim@exam\u00adple.com',
    '\ufeffminji.kim@example.com\u200e',
    '\u202aminji.kim@example.com\u202c',
    '\u2068minji.kim@example.com\u2069',
    'minji.kim@example.com\ufe0f',
    'mailto:minji.kim@example.com',
    'MAILTO:minji.kim@example.com?subject=hello',
    'mailto:minji%2Ekim%40example.com',
    '<minji.kim@example.com>',
    '<mailto:minji.kim@example.com>',
    '김민지 <minji.kim@example.com>',
    '"Kim, Minji" <minji.kim@example.com>',
    'minji.kim@example.com <minji.kim@example.com>',
    'Minji Kim [mailto:minji.kim@example.com]',
    'minji.kim@example.com<mailto:minji.kim@example.com>',
    '"minji.kim@example.com"',
    "'minji.kim@example.com'",
    '“minji.kim@example.com”',
    '‘minji.kim@example.com’',
    '「minji.kim@example.com」',
    '(minji.kim@example.com)',
    '[minji.kim@example.com]',
    '`minji.kim@example.com`',
    '*minji.kim@example.com*',
    '**minji.kim@example.com**',
    'minji.kim@example.com.',
    'minji.kim@example.com,',
    'minji.kim@example.com;',
    'minji.kim@example.com…',
    'minji.kim@example.com!?',
    'minji.kim@example,com',
    'minji.kim@example. com',
    'minji.kim@example .com',
    'Minji. Kim@example. Com',
    'minji.kim @ example . com',
    'minji.kim@@example.com',
    'minji.kim@example.com입니다',
    'minji.kim@example.com 이에요.',
    '메일 주소는 minji.kim@example.com 입니다',
    '이메일: minji.kim@example.com',
    '이메일:minji.kim@example.com',
    'E-mail: minji.kim@example.com',
    'minji.kim@example.com, minji.kim@example.com',
  ])('is understood in %j', (text) => {
    expect(readEmailText(text)).toEqual({ ok: true, value: 'minji.kim@example.com' });
  });

  it.each([
    ['minji@한국.com', 'minji@한국.com'],
    [`minji@${'한국'.normalize('NFD')}.com`, 'minji@한국.com'],
    ['minji@MÜLLER.de', 'minji@müller.de'],
    ['minji@straße.de', 'minji@straße.de'],
    ['minji@نامه\u200cای.com', 'minji@نامه\u200cای.com'],
    ['minji@naver,co.kr', 'minji@naver.co.kr'],
    ['o’brien@example.com', "o'brien@example.com"],
    ["'minji@example.com", "'minji@example.com"],
    ['{minji@example.com', '{minji@example.com'],
    ['min‑ji@ex–ample.com', 'min-ji@ex-ample.com'],
    ['a/b@example.com', 'a/b@example.com'],
    ['mailto:minji%2Btag@example.com', 'minji+tag@example.com'],
    ['minji%2Btag@example.com', 'minji%2btag@example.com'],
  ])('%j is %j', (text, expected) => {
    expect(readEmailText(text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ['minji kim@example.com', ' '],
    ['my address is minji@example.com', ' '],
    ['Hello there. kim@example.com', ' '],
    ['minji@exa mple.com', ' '],
    ['minji@example.com or so', ' '],
    ['minji@example.com 입니다 .kr', ' '],
    ['minji@shop.example. 한국', ' '],
    ['minji@한 국.com', ' '],
    ['minji@example.한 국', ' '],
    ['민지@example.com', '민'],
    ['minji,kim@example.com', ','],
    ['minji@example.com,kr', ','],
    ['minji@mail.example,com', ','],
    ['min—ji@example.com', '—'],
    ['minji:kim@example.com', ':'],
    ['minji(comment)@example.com', '('],
    ['"minji"@example.com', '"'],
    ['minji@example.com/x', '/'],
    ['minji@example.com:443', ':'],
    ['minji@exa_mple.com', '_'],
    ['minji@[192.0.2.1', '['],
    ['minji\u202e@example.com', '\u202e'],
    ['minji\u0000@example.com', '\u0000'],
    ['\u212aim@example.com', '\u212a'],
    ['m\u0130nji@example.com', '\u0130'],
    ['min\u017ei@example.com', '\u017e'],
    ['м@example.com', 'м'],
    ['ﬁsh@example.com', 'ﬁ'],
    ['minji²@example.com', '²'],
    ['minji@\u212a.com', '\u212a'],
    ['minji@ﬁsh.com', 'ﬁ'],
    ['minji@exampl℮½.com', '½'],
    ['minji@example.ⅽom', 'ⅽ'],
    ['minji@ﾅｲﾊﾞｰ.jp', 'ﾅ'],
  ])('%j has a character that is in the way: %j', (text, character) => {
    expect(readEmailText(text)).toEqual({ ok: false, reason: 'character', character });
  });

  it.each([
    ['', 'at_sign'],
    ['minji', 'at_sign'],
    ['minji.example.com', 'at_sign'],
    ['@example.com', 'at_sign'],
    ['min@ji@example.com', 'at_sign'],
    ['minji@', 'domain'],
    ['minji@example', 'domain'],
    ['.minji@example.com', 'dot'],
    ['minji.@example.com', 'dot'],
    ['min..ji@example.com', 'dot'],
    ['minji@example..com', 'dot'],
    ['minji@.example.com', 'dot'],
    ['a@example.com, b@example.com', 'several'],
    ['a@example.com/b@example.com', 'several'],
    ['a@example.com b@example.com', 'several'],
    ['a@example.com <b@example.com>', 'several'],
    ['<a@example.com>, <b@example.com>', 'several'],
    [`${'a'.repeat(65)}@example.com`, 'too_long'],
    ['a'.repeat(513), 'too_long'],
  ])('%j is refused: %s', (text, reason) => {
    expect(readEmailText(text)).toEqual({ ok: false, reason });
  });
});

const local = fc.stringMatching(/^[a-z0-9!#$%&*+/=?^_`{|}~'-]{1,8}(\.[a-z0-9!#$%&*+/=?^_`{|}~'-]{1,8}){0,2}$/);
const label = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,6})?$/).filter((text) => !text.startsWith('xn-'));
const hangul = fc.stringMatching(/^[가-힣]{1,5}$/);
const topLevel = fc.constantFrom('com', 'kr', 'co.kr', 'example', '한국');
const domain = fc.tuple(fc.oneof(label, hangul), topLevel).map((labels) => labels.join('.'));
const address = fc.tuple(local, domain).map((parts) => parts.join('@'));

describe('every spelling of an address', () => {
  /** By keyboards and input methods, a character at a time. */
  const typed = (text: string) =>
    spelled(text, (character, chance) => {
      if (character === '-') return oneOf(HYPHENS, chance);
      if (character === '.') return oneOf(['.', '．', '。', '｡', '﹒'], chance);
      if (character === '@') return oneOf(['@', '＠', '﹫', ' @', '@ ', '@@'], chance);
      return oneOf([character, fullWidth(character), character.toUpperCase(), character.normalize('NFD')], chance);
    });
  const around = fc.constantFrom(
    ['', ''],
    ['<', '>'],
    ['민지 <', '>'],
    ['"Kim, Minji" <', '>'],
    ['"', '"'],
    ['“', '”'],
    ['(', ')'],
    ['「', '」'],
    ['', '.'],
    ['', ', '],
    ['', ' ;'],
    ['', '!'],
    ['이메일: ', ''],
    ['E-mail: ', ''],
  );
  const spelling = (text: string) =>
    fc
      .tuple(typed(text).chain(withInvisible), around, fc.constantFrom(...SPACES), fc.constantFrom(...SPACES))
      .map(([middle, [before = '', after = ''], start, end]) => start + before + middle + after + end);

  it('is that address', () => {
    fc.assert(
      fc.property(
        address.chain((text) => fc.tuple(fc.constant(text), spelling(text))),
        ([text, spelledText]) => {
          expect(readEmailText(spelledText)).toEqual({ ok: true, value: text });
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is its own: what was read is read the same again, by the service too', () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(readEmailText(text)).toEqual({ ok: true, value: text });
        const stored = normaliseEmail(text);
        if (stored === undefined) return;
        expect(readEmail(text, 'email')).toEqual({ ok: true, value: stored });
        expect(readEmail(stored, 'email')).toEqual({ ok: true, value: stored });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a stored address', () => {
  it('is read as itself, whatever its local part may hold', () => {
    const characters = "abz09!#$%&'*+/=?^_`{|}~-";
    const part = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 6 });
    const parts = fc.array(part, { minLength: 1, maxLength: 3 }).map((all) => all.join('.'));
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom('example.com', 'xn--3e0b707e.com', 'mail.1.com', 'a-b.xn--3e0b707e'),
        (name, host) => {
          const stored = `${name}@${host}`;
          expect(normaliseEmail(stored)).toBe(stored);
          expect(readEmail(stored, 'email')).toEqual({ ok: true, value: stored });
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('any text', () => {
  const near = fc
    .tuple(
      fc.string({ unit: fc.constantFrom(...'aZ09.-_ 한\u212aﬁ．<"\'(\u200b:Ｂｃ'), maxLength: 5 }),
      fc.constantFrom('@', '＠', ' @ '),
      fc.string({ unit: fc.constantFrom(...'aZ09.,- 한éßςＢｃ\u212a\u0130ﬁ．\u200d\u202a'), maxLength: 6 }),
      fc.constantFrom('.com', '．com', '. Com>', '.com입니다'),
    )
    .map((parts) => parts.join(''));
  const words = fc
    .array(fc.constantFrom('minji', '@', 'example', '.', 'com', ' ', ',', '한국', 'K', '입니다', '<', '>', "'", 'ｅ'), {
      maxLength: 10,
    })
    .map((all) => all.join(''));

  it('gives an address of its own letters, or none', () => {
    fc.assert(
      fc.property(fc.oneof(near, words, fc.string({ unit: 'binary' })), (text) => {
        const read = readEmail(text, 'email');
        if (!read.ok) return;
        expect(normaliseEmail(read.value)).toBe(read.value);
        expect(readEmail(read.value, 'email')).toEqual(read);
        // Every letter of the local part stands in the text, in half or full width.
        const [name = ''] = read.value.split('@');
        for (const letter of name.replace(/[^a-z0-9]/g, ''))
          expect(
            [letter, letter.toUpperCase(), fullWidth(letter), fullWidth(letter.toUpperCase())].some((form) =>
              text.includes(form),
            ),
          ).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(readEmail('aZ@ｅ.com', 'email').ok).toBe(true);
  });

  it('that is a domain means what IDNA says, where both take it', () => {
    const name = fc.string({
      unit: fc.oneof(fc.constantFrom(...'aZ0-.é한Üß．。'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(name, (text) => {
        const read = readEmail(`minji@${text}.com`, 'email');
        if (!read.ok || /[^\p{L}\p{M}\p{N}.．。-]/u.test(text)) return;
        const ascii = domainToASCII(`${text}.com`.replace(/[\u2010-\u2013\u2212\ufe63]/g, '-'));
        expect(read.value).toBe(`minji@${ascii}`);
      }),
      { numRuns: 1000 },
    );
  });
});
