// Phone numbers used as addresses: one normal form, which limits use unchanged.
import { describe, expect, it } from 'vitest';
import { isE164, limitAddress, normaliseEmail } from '#domain/address.ts';

describe('isE164', () => {
  it.each(['+821012345678', '+8221234567', '+12025550123', '+1234567', `+${'9'.repeat(15)}`])('takes %s', (number) => {
    expect(isE164(number)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['+', 'a plus alone'],
    ['821012345678', 'no plus'],
    ['01012345678', 'a national number'],
    ['+0821012345678', 'a country code that begins with 0'],
    ['+123456', 'too few digits'],
    [`+${'9'.repeat(16)}`, 'too many digits'],
    ['+82-10-1234-5678', 'hyphens'],
    ['+82 1012345678', 'a space'],
    [' +821012345678', 'a space before it'],
    ['+821012345678\n', 'a line break behind it'],
    ['+82101234567a', 'a letter'],
    ['＋821012345678', 'a wide plus'],
    ['+８２１０１２３４５６７８', 'wide digits'],
    ['+821012345678@example.com', 'an email address'],
    ['+821012345678;ext=5', 'an extension'],
  ])('refuses %j: %s', (text) => {
    expect(isE164(text)).toBe(false);
  });
});

describe('limitAddress', () => {
  it('returns a phone number unchanged: one number is one limit', () => {
    expect(limitAddress('+821012345678')).toBe('+821012345678');
    expect(limitAddress('+821012345679')).not.toBe(limitAddress('+821012345678'));
  });

  it('treats an email address whose local part is a number as an email address', () => {
    expect(normaliseEmail('+821012345678@gmail.com')).toBe('+821012345678@gmail.com');
    expect(limitAddress('+821012345678@gmail.com')).toBe('+821012345678@gmail.com');
    expect(limitAddress('010+82@gmail.com')).toBe('010@gmail.com');
  });
});
