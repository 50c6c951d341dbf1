// Proves that a button is readable with every brand colour, and keeps that colour where possible.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buttonColorsOf, contrastOf } from '#domain/brand-colors.ts';

const color = fc.nat({ max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

describe('the contrast of two colours', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#000000', 21],
    ['#777777', '#ffffff', 4.48],
    ['#0a0a0a', '#ffffff', 19.8],
    ['#0000ff', '#ffffff', 8.59],
    ['#1f6feb', '#1f6feb', 1],
  ])('of %s and %s is that of WCAG', (one, other, contrast) => {
    expect(contrastOf(one, other)).toBeCloseTo(contrast, 2);
  });
});

describe('a button', () => {
  it('has a label of 4.5 to 1 on every brand colour', () => {
    fc.assert(
      fc.property(color, (brand) => {
        const { fill, text, border } = buttonColorsOf(brand);
        for (const part of [fill, text, border]) expect(part).toMatch(/^#[0-9a-f]{6}$/);
        expect(contrastOf(text, fill)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['#2563eb', '#ffffff'],
    ['#111827', '#ffffff'],
    ['#000000', '#ffffff'],
    ['#03c75a', '#111111'],
    ['#fee500', '#111111'],
    ['#ffffff', '#111111'],
  ])('on %s keeps that colour, with a label of %s', (brand, text) => {
    expect(buttonColorsOf(brand)).toMatchObject({ fill: brand, text });
  });

  it('of a blue that is a little too light for white is a shade darker, and still blue', () => {
    const { fill, text } = buttonColorsOf('#3182f6');
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => Number.parseInt(fill.slice(start, start + 2), 16));
    expect(text).toBe('#ffffff');
    expect(fill).not.toBe('#3182f6');
    expect(blue).toBeGreaterThan(green);
    expect(green).toBeGreaterThan(red);
    expect(contrastOf(text, fill)).toBeLessThan(5);
  });

  it('can be told from a white card by its border when it is nearly white itself', () => {
    for (const brand of ['#ffffff', '#fee500']) {
      expect(contrastOf(buttonColorsOf(brand).border, '#ffffff')).toBeGreaterThanOrEqual(3);
    }
    for (const brand of ['#2563eb', '#03c75a']) expect(buttonColorsOf(brand).border).toBe(brand);
  });
});
