import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitAddress, maskEmail, normaliseEmail, readEmail } from '#domain/address.ts';
import { processorTime } from '../support/processor-time.ts';

const repeat = (length: number) => 'a'.repeat(length);
/** An address of exactly `length` characters with a valid domain. */
const addressOf = (length: number) => {
  const domain = `${repeat(63)}.${repeat(63)}.${repeat(63)}.example`;
  const missing = length - domain.length - '@'.length;
  return `${repeat(missing)}@${domain}`;
};

describe('normaliseEmail', () => {
  it.each([
    ['Minji.Kim@Example.COM', 'minji.kim@example.com'],
    ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
    ['minji@한국.com', 'minji@xn--3e0b707e.com'],
    ['minji@XN--3E0B707E.com', 'minji@xn--3e0b707e.com'],
    ['minji@mail.한국', 'minji@mail.xn--3e0b707e'],
    ['minji@straße.de', 'minji@xn--strae-oqa.de'],
    ['minji+tag@example.co.kr', 'minji+tag@example.co.kr'],
    ['minji@mail.1.com', 'minji@mail.1.com'],
    ['minji@example.1a', 'minji@example.1a'],
    ['minji@example.a1', 'minji@example.a1'],
  ])('knows %s as %s', (input, expected) => {
    expect(normaliseEmail(input)).toBe(expected);
  });

  it.each([
    ['full-width letters in the domain', 'minji@ｅxample.com'],
    ['a full-width full stop', 'minji@example．com'],
    ['an ideographic full stop', 'minji@example。com'],
    ['hangul in NFD in the domain', `minji@${'한국'.normalize('NFD')}.com`],
    ['an upper-case letter beyond ASCII in the domain', 'minji@É.com'],
    ['a soft hyphen in the domain', 'minji@exa\u00admple.com'],
    ['a zero-width joiner in the domain', 'minji@exa\u200dmple.com'],
    ['the Kelvin sign in the domain', 'minji@\u212A.com'],
    ['percent-encoding in the domain', 'minji@ex%41mple.com'],
    ['a port', 'minji@example.com:443'],
    ['a path', 'minji@example.com/x'],
    ['an A-label that hides an upper-case letter', 'minji@xn--dca.com'],
    ['an A-label that hides a full-width letter', 'minji@xn--qi7c.com'],
    ['an A-label that hides ASCII', 'minji@xn--kk-.com'],
    ['an empty A-label', 'minji@xn--.com'],
  ])('refuses a domain that would be mapped to another one: %s', (_name, input) => {
    expect(normaliseEmail(input)).toBeUndefined();
  });

  it.each([
    ['the Kelvin sign, whose lower case is an ASCII k', '\u212Aim@example.com'],
    ['full-width letters', 'ｍinji@example.com'],
    ['hangul', '민지@example.com'],
    ['a dotted capital I', 'm\u0130nji@example.com'],
    ['a lone surrogate', 'min\ud800ji@example.com'],
  ])('refuses a local part beyond ASCII: %s', (_name, input) => {
    expect(normaliseEmail(input)).toBeUndefined();
  });

  it.each([
    ['"minji kim"@example.com'],
    ['"minji"@example.com'],
    ['"a@b"@example.com'],
    ['minji(comment)@example.com'],
    ['minji kim@example.com'],
    ['minji:kim@example.com'],
    ['minji,kim@example.com'],
    ['<minji@example.com>'],
    ['.minji@example.com'],
    ['minji.@example.com'],
    ['min..ji@example.com'],
    ['min@ji@example.com'],
    ['@example.com'],
    ['minji@'],
    ['minji'],
    [''],
    ['@'],
  ])('refuses what is no unquoted dot-string and domain: %s', (input) => {
    expect(normaliseEmail(input)).toBeUndefined();
  });

  it.each([
    ['minji@localhost'],
    ['minji@192.0.2.1'],
    ['minji@192.0.2.10'],
    ['minji@192.0.2.254'],
    ['minji@[192.0.2.1]'],
    ['minji@[IPv6:2001:db8::1]'],
    ['minji@0x7f.1'],
    ['minji@example.com.'],
    ['minji@.example.com'],
    ['minji@example..com'],
    ['minji@-example.com'],
    ['minji@example-.com'],
    ['minji@exa_mple.com'],
    [`minji@${repeat(64)}.com`],
  ])('refuses a domain that is no public name: %s', (input) => {
    expect(normaliseEmail(input)).toBeUndefined();
  });

  it('refuses every control character and space at every place', () => {
    const controls = [...Array(33).keys(), 127, 0x80, 0x85, 0xa0, 0x2028, 0xfeff].map((code) =>
      String.fromCharCode(code),
    );
    const address = 'minji@example.com';
    const accepted = controls.flatMap((control) =>
      [...Array(address.length + 1).keys()].filter(
        (index) => normaliseEmail(address.slice(0, index) + control + address.slice(index)) !== undefined,
      ),
    );
    expect(accepted).toEqual([]);
  });

  it('takes a local part of 64 characters and refuses 65', () => {
    expect(normaliseEmail(`${repeat(64)}@example.com`)).toBe(`${repeat(64)}@example.com`);
    expect(normaliseEmail(`${repeat(65)}@example.com`)).toBeUndefined();
  });

  it('takes 254 characters in all and refuses 255', () => {
    expect(normaliseEmail(addressOf(254))).toHaveLength(254);
    expect(normaliseEmail(addressOf(255))).toBeUndefined();
  });

  it('counts the 254 characters after the domain became ASCII', () => {
    const hangul = `${repeat(64)}@${Array(20).fill('한국어').join('.')}.com`;
    expect(hangul.length).toBeLessThan(254);
    expect(normaliseEmail(hangul)).toBeUndefined();
  });

  it('counts them before, too: rare letters of two units each become shorter', () => {
    const label = '\u{10330}'.repeat(50);
    expect(normaliseEmail(`minji@${label}.com`)).toBeDefined();
    expect(normaliseEmail(`minji@${label}.${label}.${label}.com`)).toBeUndefined();
  });

  it.each([
    ['dots', '.'],
    ['letters', 'a'],
    ['at signs', '@'],
    ['letters and dots', 'a.'],
    ['hangul', '한'],
  ])('refuses 10,000 characters at once: %s', (_name, unit) => {
    const input = unit.repeat(10_000 / unit.length);
    const taken = processorTime(() => {
      expect(normaliseEmail(input)).toBeUndefined();
      expect(normaliseEmail(`${input}@example.com`)).toBeUndefined();
      expect(normaliseEmail(`minji@${input}.com`)).toBeUndefined();
    });
    expect(taken).toBeLessThan(250);
  });

  it('gives printable ASCII in lower case, and nothing new when asked again, for any input', () => {
    const part = fc.string({ unit: fc.constantFrom(...'aZ0.-+_@ 한ｅé\u212A\u0130'), maxLength: 12 });
    fc.assert(
      fc.property(part, part, (local, domain) => {
        const address = normaliseEmail(`${local}@${domain}.com`);
        if (address === undefined) return;
        expect(address).toMatch(/^[!-~]+$/);
        expect(address).toBe(address.toLowerCase());
        expect(normaliseEmail(address)).toBe(address);
        expect(address.split('@')[0]).toBe(local.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
      }),
      { numRuns: 2000 },
    );
    expect(normaliseEmail('a@b.com')).toBe('a@b.com');
  });
});

describe('limitAddress', () => {
  it.each([
    ['minji@example.com', 'minji@example.com'],
    ['minji+a@example.com', 'minji@example.com'],
    ['minji+a+b@example.com', 'minji@example.com'],
    ['min.ji@example.com', 'min.ji@example.com'],
    ['min.ji@naver.com', 'min.ji@naver.com'],
    ['m.i.n.j.i@gmail.com', 'minji@gmail.com'],
    ['min.ji+shop@googlemail.com', 'minji@gmail.com'],
    ['min.ji@gmail.com.example.com', 'min.ji@gmail.com.example.com'],
  ])('counts %s as %s', (address, expected) => {
    expect(limitAddress(address)).toBe(expected);
  });

  it('never leaves an empty local part, which strangers would share', () => {
    expect(limitAddress('+tag@example.com')).toBe('+tag@example.com');
    expect(limitAddress('+tag@gmail.com')).toBe('+tag@gmail.com');
  });

  it('gives its own form back', () => {
    const local = fc.stringMatching(/^[a-z0-9+]{1,8}(\.[a-z0-9+]{1,8}){0,3}$/);
    const domain = fc.constantFrom('gmail.com', 'googlemail.com', 'example.com');
    fc.assert(
      fc.property(local, domain, (name, host) => {
        const once = limitAddress(`${name}@${host}`);
        expect(limitAddress(once)).toBe(once);
        expect(once).toMatch(/^[^@]+@[^@]+$/);
      }),
    );
  });
});

describe('maskEmail', () => {
  it.each([
    ['minji@example.com', 'm***@example.com'],
    ['m@example.com', 'm***@example.com'],
    ['minji.kim+shop@mail.xn--3e0b707e.com', 'm***@mail.xn--3e0b707e.com'],
  ])('of %s is %s', (address, masked) => {
    expect(maskEmail(address)).toBe(masked);
  });
});

describe('readEmail', () => {
  it('gives the address in its normal form', () => {
    expect(readEmail('Minji.Kim@EXAMPLE.com', 'email')).toEqual({ ok: true, value: 'minji.kim@example.com' });
    expect(readEmail('민지 <minji@한국.com>', 'email')).toEqual({ ok: true, value: 'minji@xn--3e0b707e.com' });
  });

  it.each([
    [
      'junk',
      { reason: 'at_sign', message: 'must be an email address: it must have one "@", with a name in front of it' },
    ],
    ['minji@localhost', { reason: 'domain' }],
    ['minji@192.0.2.1', { reason: 'domain' }],
    ['minji@xn--.com', { reason: 'domain' }],
    ['minji@-example.com', { reason: 'domain' }],
    [
      '\u212aim@example.com',
      {
        reason: 'character',
        character: '\u212a',
        message: 'must be an email address: it must not contain "\u212a" (U+212A)',
      },
    ],
    ['minji kim@example.com', { character: ' ', message: expect.stringContaining('a space (U+0020)') }],
    ['minji\u202e@example.com', { character: '\u202e', message: expect.stringContaining('contain U+202E') }],
    ['a@example.com, b@example.com', { reason: 'several' }],
    [`${repeat(65)}@example.com`, { reason: 'too_long' }],
    [repeat(513), { reason: 'too_long' }],
  ])('names the field and the fault of %j', (text, fault) => {
    const refusal = { code: 'invalid_request', errors: [{ path: 'newEmail', ...fault }] };
    expect(readEmail(text, 'newEmail')).toMatchObject({ ok: false, refusal });
  });

  it.each(['dots.', 'letters', '@', 'a.', '한', '<', ' ', 'a@b.kr ', '(', ', '])(
    'takes no long time for the longest text of %j',
    (unit) => {
      const input = unit.repeat(512).slice(0, 512);
      const taken = processorTime(() => {
        for (const text of [input, `${input.slice(0, 250)}@example.com`, `minji@${input.slice(0, 250)}.com`])
          readEmail(text, 'email');
      });
      expect(taken).toBeLessThan(100);
    },
  );
});
