// The look a team may choose: nothing ends the style sheet or widens the policy, and text is always readable.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inkOn, isColor, isCornerRadius, isFontFamily, isImageUrl } from '#domain/brand.ts';
import { contrastOf } from '#domain/brand-colors.ts';

const color = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

describe('text on a colour', () => {
  it('can be read whatever the colour is', () => {
    fc.assert(
      fc.property(color, (ground) => contrastOf(inkOn(ground), ground) >= 4.5),
      { numRuns: 5000 },
    );
    for (let grey = 0; grey < 256; grey++) {
      const ground = `#${grey.toString(16).padStart(2, '0').repeat(3)}`;
      expect(contrastOf(inkOn(ground), ground), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([
    ['#2563eb', '#ffffff'],
    ['#FEE500', '#101114'],
    // Too light for white, too dark for anything but black.
    ['#7a7a7a', '#000000'],
    ['#000000', '#ffffff'],
    ['#ffffff', '#101114'],
  ])('on %s is %s', (ground, ink) => {
    expect(inkOn(ground)).toBe(ink);
  });
});

describe('a logo', () => {
  it.each([
    'https://cdn.example/logo.svg',
    'https://cdn.example:8443/a%20b.png?v=2',
    'https://로고.example/a.svg',
    `https://cdn.example/${'a'.repeat(280)}`,
  ])('may be at %s', (url) => {
    expect(isImageUrl(url)).toBe(true);
  });

  it.each([
    ['http://cdn.example/logo.svg', 'readable on the way'],
    ['//cdn.example/logo.svg', 'of no scheme'],
    ['http://cdn.example/https://cdn.example/logo.svg', 'readable on the way, with another URL in it'],
    ['data:image/svg+xml,<svg/>', 'no host'],
    ['javascript:alert(1)', 'a script'],
    ['https://user:secret@cdn.example/logo.svg', 'credentials'],
    ['https://user@cdn.example/logo.svg', 'a name'],
    ['https://:secret@cdn.example/logo.svg', 'a password'],
    ['https://*.example/logo.svg', 'any host'],
    ["https://a;script-src'unsafe-inline'/logo.svg", 'a directive of its own'],
    ['https://a,b.example/logo.svg', 'a second policy'],
    ['https://a .example/logo.svg', 'a second source'],
    ['https://cdn.example/a b.svg', 'a space'],
    ['https://cdn.example/logo.svg\n', 'a line break'],
    ['https:/\\evil.example', 'half a URL'],
    ['https://', 'no host'],
    [`https://cdn.example/${'a'.repeat(281)}`, 'too long'],
  ])('may not be at %j: %s', (url) => {
    expect(isImageUrl(url)).toBe(false);
  });

  it('has an origin that is one source and nothing else in a policy', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (url) => {
          if (isImageUrl(url)) expect(new URL(url).origin).toMatch(/^https:\/\/[a-z0-9.-]+(?::\d+)?$/);
        },
      ),
      { numRuns: 2000 },
    );
    expect(isImageUrl('https://a.example')).toBe(true);
  });
});

describe('fonts', () => {
  it.each(['Pretendard', 'Noto Sans KR, sans-serif', '맑은 고딕,Segoe UI', 'Font-2, system-ui', 'A'.repeat(200)])(
    'may be %s',
    (names) => {
      expect(isFontFamily(names)).toBe(true);
    },
  );

  it.each([
    '',
    ' ',
    'A,',
    ',A',
    'A,,B',
    'A"',
    "A'",
    'A\\',
    'A;B',
    'A}B',
    'A{B',
    'A/*',
    'url(x)',
    'var(--x)',
    'A\nB',
    '</style>',
    '@import',
    'A: B',
    'A!important',
    'A'.repeat(201),
  ])('may not be %j', (names) => {
    expect(isFontFamily(names)).toBe(false);
  });

  it('may have no sign but letters, digits, spaces, commas and hyphens, wherever it stands', () => {
    const names = 'Noto Sans-KR, Segoe UI, 맑은 고딕, A-2';
    expect(isFontFamily(names)).toBe(true);
    const signs = [...'\'"\\;:{}()<>/*@!#$%&=+?[]^`|~_.\n\t\u00a0\u2028', '\ud800', '🎉'];
    for (const sign of signs) {
      for (let place = 0; place <= names.length; place++) {
        const other = `${names.slice(0, place)}${sign}${names.slice(place)}`;
        expect([other, isFontFamily(other)]).toEqual([other, false]);
      }
    }
  });
});

it.each([
  [0, true],
  [7.5, true],
  [24, true],
  [-1, false],
  [24.1, false],
  [Number.NaN, false],
  [Number.POSITIVE_INFINITY, false],
])('a corner of %d px is right: %s', (pixels, isRight) => {
  expect(isCornerRadius(pixels)).toBe(isRight);
});

it.each([
  'red',
  '#fff',
  'red; } body { color: #3b5bdb',
  '\n#3b5bdb',
  '',
  '#3b5bdb\n',
  '#3b5bdb;',
  'red; } body { display: none',
  '#3b5bdg',
])('%j is no colour', (text) => {
  expect(isColor(text)).toBe(false);
});

it.each(['#3b5bdb', '#FEE500', '#000000'])('%s is a colour', (text) => {
  expect(isColor(text)).toBe(true);
});
