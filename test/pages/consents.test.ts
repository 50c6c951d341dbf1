import { describe, expect, it } from 'vitest';
import type { AskedConsent } from '#domain/account/consents.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { renderPage } from '#pages/pages.ts';
import type { PageName } from '#texts/page-texts.ts';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { CONSENTS, MARKETING, PRIVACY } from '../support/consents.ts';
import { ASSETS } from '../support/page-assets.ts';

const BRAND = { name: 'X', color: '#2563eb' };
const pageWith = (name: PageName, consents: readonly AskedConsent[], locale: Locale = 'ko') =>
  renderPage(name, locale, BRAND, ASSETS, { returnOrigins: [], isSmsOn: true, consents });
const keysIn = (html: string): string[] =>
  [...html.matchAll(/(?:data-consent|name)="(?:consent-)?(terms|privacy|marketing)"/g)].map(([, key = '']) => key);

describe('what people are asked to agree to', () => {
  it('stands where an account is made and where its owner looks after it, and on no other page', () => {
    const keys = CONSENTS.map(({ key }) => key);
    for (const name of ['signup', 'verify', 'account'] as const) expect(keysIn(pageWith(name, CONSENTS))).toEqual(keys);
    for (const name of ['login', 'reset', ''] as const) expect(keysIn(pageWith(name, CONSENTS))).toEqual([]);
  });

  it('is nothing, and loads no script, where a stage asks for nothing', () => {
    for (const name of ['signup', 'verify', 'account'] as const) {
      expect(keysIn(pageWith(name, []))).toEqual([]);
      expect(pageWith(name, [])).not.toContain(ASSETS.consentsScriptHref);
    }
    expect(pageWith('account', CONSENTS)).toContain(ASSETS.consentsScriptHref);
  });

  it('has no group for what nobody is asked', () => {
    const html = pageWith('signup', [MARKETING]);
    expect(html).toContain('id="consents-optional"');
    expect(html).not.toContain('id="consents-required"');
  });

  it('cannot leave its place in the page, whatever a team calls it', () => {
    const hostile = {
      ...PRIVACY,
      title: { ko: '"><script>', en: '"><script>' },
      url: 'https://example.com/?"><script>',
    };
    for (const name of ['signup', 'account'] as const) {
      expect(pageWith(name, [hostile])).not.toContain('"><script>');
      expect(pageWith(name, [hostile])).toContain('&#34;&#62;&#60;script&#62;');
    }
  });

  it.each(LOCALES)('is in the language of the page, and its text opens in a tab of its own (%s)', (locale) => {
    const { consentText, consentsRequired, consentsOptional } = PAGE_TEXTS[locale].html;
    const html = pageWith('signup', CONSENTS, locale);
    for (const { title } of CONSENTS) expect(html).toContain(title[locale]);
    expect(html).toContain(`>${consentsRequired}</p>`);
    expect(html).toContain(`>${consentsOptional}</p>`);
    const links = [...html.matchAll(/<a href="https:\/\/example\.com\/privacy"[^>]*>/g)].map(([link]) => link);
    expect(links).toHaveLength(1);
    expect(links[0]).toContain('target="_blank" rel="noopener noreferrer"');
    expect(links[0]).toContain(`aria-label="${PRIVACY.title[locale]}: ${consentText}"`);
  });
});
