// Which mail domains look mistyped: the hint appears for a typing error, and never for an address that may be meant.
import { describe, expect, it } from 'vitest';

/** By its address, so that it is run and not read as text. */
const { suggestAddress } = (await import(
  new URL('../../templates/pages/scripts/mail-hint.client.js?run', import.meta.url).href
)) as { readonly suggestAddress: (address: string) => string | undefined };

describe('a mistyped domain', () => {
  it.each([
    ['naver.con', 'naver.com'],
    ['naver.co', 'naver.com'],
    ['naver.cim', 'naver.com'],
    ['navr.com', 'naver.com'],
    ['nvaer.com', 'naver.com'],
    ['naver.net', 'naver.com'],
    ['NAVER.CON', 'naver.com'],
    ['gmial.com', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gamil.com', 'gmail.com'],
    ['gnail.con', 'gmail.com'],
    ['hanmial.net', 'hanmail.net'],
    ['hanmail.com', 'hanmail.net'],
    ['daum.nat', 'daum.net'],
    ['daum.com', 'daum.net'],
    ['kakao.con', 'kakao.com'],
    ['nate.co', 'nate.com'],
    ['outlok.com', 'outlook.com'],
    ['hotmial.com', 'hotmail.com'],
    ['icloud.con', 'icloud.com'],
  ])('%s is answered with %s', (typed, meant) => {
    expect(suggestAddress(`Min.Ji+a@${typed}`)).toBe(`Min.Ji+a@${meant}`);
  });

  it('forgives spaces around the address', () => {
    expect(suggestAddress('  minji@naver.con ')).toBe('minji@naver.com');
  });
});

describe('an address that may be right', () => {
  it.each([
    ...['naver.com', 'gmail.com', 'daum.net', 'hanmail.net', 'kakao.com', 'nate.com', 'outlook.com', 'NAVER.com'],
    ...[
      'mail.com',
      'email.com',
      'ymail.com',
      'me.com',
      'live.com',
      'gmx.com',
      'hotmail.fr',
      'outlook.kr',
      'yahoo.co.jp',
    ],
    ...['example.com', 'korea.ac.kr', 'kaist.ac.kr', 'samsung.com', 'toss.im', 'line.me', 'mail.naver.com', '한국.kr'],
  ])('at %s is left alone', (domain) => {
    expect(suggestAddress(`minji@${domain}`)).toBeUndefined();
  });

  it.each(['', 'minji', 'minji@', '@naver.con', 'a b@naver.con', 'a@b@naver.con'])('%j is not finished', (text) => {
    expect(suggestAddress(text)).toBeUndefined();
  });
});
