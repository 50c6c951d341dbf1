// International domains in their letters, against Node's own decoder.
import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inLetters } from '#domain/input/letters.ts';

describe('an address in letters', () => {
  it.each([
    ['minji@xn--3e0b707e.com', 'minji@한국.com'],
    ['m***@xn--3e0b707e.com', 'm***@한국.com'],
    ['minji@mail.xn--3e0b707e', 'minji@mail.한국'],
    ['minji@xn--mller-kva.de', 'minji@müller.de'],
    ['minji@xn--strae-oqa.de', 'minji@straße.de'],
    ['minji@xn--d1abbgf6aiiy.xn--p1ai', 'minji@президент.рф'],
    ['minji@xn--wgv71a119e.jp', 'minji@日本語.jp'],
    ['minji@example.com', 'minji@example.com'],
    ['+821012345678', '+821012345678'],
    ['xn--3e0b707e.com', 'xn--3e0b707e.com'],
    ['', ''],
  ])('%s is %s', (address, expected) => {
    expect(inLetters(address)).toBe(expected);
  });

  it.each([
    ['a Cyrillic letter among Latin ones', 'minji@аpple.com'],
    ['Cyrillic letters only, which look like Latin ones', 'minji@аррӏе.com'],
    ['Greek letters', 'minji@αο.com'],
  ])('keeps its ASCII form for %s', (_name, address) => {
    const [local = '', domain = ''] = address.split('@');
    const ascii = `${local}@${domainToASCII(domain)}`;
    expect(ascii).toContain('xn--');
    expect(inLetters(ascii)).toBe(ascii);
  });

  it('is what Node decodes, for any name of Korean, Japanese and Latin letters', () => {
    const letters = fc.oneof(
      fc.integer({ min: 0xac00, max: 0xd7a3 }),
      fc.integer({ min: 0x4e00, max: 0x9fa5 }),
      fc.integer({ min: 0x3041, max: 0x3094 }),
      fc.integer({ min: 0x61, max: 0x7a }),
    );
    const name = fc.array(letters, { minLength: 1, maxLength: 12 }).map((codes) => String.fromCodePoint(...codes));
    fc.assert(
      fc.property(name, (label) => {
        const ascii = domainToASCII(`${label}.com`);
        if (ascii === '') return;
        expect(inLetters(`a@${ascii}`)).toBe(`a@${domainToUnicode(ascii)}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws, and ends, for any label that is none', () => {
    const label = fc.stringMatching(/^xn--[a-z0-9-]{0,40}$/);
    fc.assert(
      fc.property(label, (text) => {
        expect(typeof inLetters(`a@${text}.com`)).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});
