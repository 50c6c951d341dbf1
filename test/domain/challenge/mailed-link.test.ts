// Proves that the address of a mailed link survives what mail programs do to it, and that older links still work.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailedFragment, mailedQuery, readMailedLink } from '#domain/challenge/mailed-link.ts';
import { LOCALES } from '#domain/locale.ts';

const tokens = fc
  .uint8Array({ minLength: 30, maxLength: 500 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('the query of a mailed link', () => {
  it('gives token and language back, has nothing that HTML escapes, and ends with a letter', () => {
    fc.assert(
      fc.property(tokens, fc.constantFrom(...LOCALES), (token, locale) => {
        const query = mailedQuery(locale, token);
        expect(query).toMatch(/^\?[\w.-]*[a-z]$/);
        expect(readMailedLink(query)).toEqual({ token, locale });
        // Added by programs that rewrite links, and by the language link of the pages.
        for (const end of ['=', '&lang=en', '=&lang=en'])
          expect(readMailedLink(query + end)).toEqual({ token, locale });
      }),
    );
  });

  it('is the same as the fragment of a page of a team', () => {
    fc.assert(
      fc.property(tokens, fc.constantFrom(...LOCALES), (token, locale) => {
        const fragment = mailedFragment(locale, token);
        expect(fragment.slice(1)).toBe(mailedQuery(locale, token).slice(1));
        expect(fragment).toMatch(/^#[\w.-]*[a-z]$/);
        expect(readMailedLink(fragment)).toEqual({ token, locale });
      }),
    );
  });

  it.each(LOCALES)('is the language alone where there is no token (%s)', (locale) => {
    expect(readMailedLink(mailedQuery(locale))).toEqual({ locale });
  });

  it('is read without its language when that was cut off, and in the form of older links', () => {
    const token = 'AbC-_9'.repeat(10);
    expect(readMailedLink(`?${token}`)).toEqual({ token });
    expect(readMailedLink(`?token=${token}`)).toEqual({ token });
    expect(readMailedLink(`?lang=ko&token=${token}&step=code`)).toEqual({ token });
  });

  it.each([
    '',
    '?',
    '?lang=ko',
    '?step=code',
    '?fr',
    '?returnTo=https://app.example/aaaaaaaaaaaaaaaaaaaaaaaa.ko',
    '?ko=1',
  ])('holds nothing in %j', (query) => {
    expect(readMailedLink(query)).toEqual({});
  });
});
