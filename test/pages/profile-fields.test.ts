import { describe, expect, it } from 'vitest';
import type { ProfileField } from '#domain/account/profile-fields.ts';
import { LOCALES } from '#domain/locale.ts';
import { renderPage } from '#pages/pages.ts';
import { fieldsMarkup, shownFields } from '#pages/profile-fields.ts';
import type { PageName } from '#texts/page-texts.ts';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { ASSETS } from '../support/page-assets.ts';
import { NAME, PROFILE_FIELDS } from '../support/profile-fields.ts';

const BRAND = { name: 'X', color: '#2563eb' };
const pageWith = (name: PageName, profileFields: readonly ProfileField[] | undefined) =>
  renderPage(name, 'ko', BRAND, ASSETS, { returnOrigins: [], isSmsOn: true, ...(profileFields && { profileFields }) });
const namesIn = (html: string): string[] => [...html.matchAll(/name="profile\.(\w+)"/g)].map(([, key = '']) => key);
const settingsIn = (html: string) => JSON.parse(/id="settings">(.*?)<\/script>/s.exec(html)?.[1] ?? '');

describe('the fields of a profile', () => {
  it('are asked for where an account is made, and changed where they can be', () => {
    expect(namesIn(pageWith('signup', PROFILE_FIELDS))).toEqual(['name', 'plan', 'birthYear', 'news']);
    expect(namesIn(pageWith('verify', PROFILE_FIELDS))).toEqual(['name', 'plan', 'birthYear', 'news']);
    expect(namesIn(pageWith('account', PROFILE_FIELDS))).toEqual(['name', 'plan', 'news', 'organization']);
    expect(namesIn(pageWith('login', PROFILE_FIELDS))).toEqual([]);
    for (const name of ['signup', 'verify', 'account'] as const) expect(namesIn(pageWith(name, undefined))).toEqual([]);
  });

  it('are told to the script of the account page alone', () => {
    expect(settingsIn(pageWith('signup', PROFILE_FIELDS))).toEqual({ returnOrigins: [], isSmsOn: true });
    expect(settingsIn(pageWith('account', PROFILE_FIELDS)).profileFields).toEqual(shownFields(PROFILE_FIELDS, 'ko'));
    expect(shownFields(PROFILE_FIELDS, 'ko').slice(0, 2)).toEqual([
      { key: 'name', label: '이름' },
      { key: 'plan', label: '사용 목적', choices: { work: '회사에서 써요', home: '혼자 써요' } },
    ]);
  });

  it('are only shown where none can be changed', () => {
    const { change, see, seeProfile } = PAGE_TEXTS.ko.pages.account.html;
    const closed = PROFILE_FIELDS.map((field) => ({ ...field, editable: false }));
    const linkIn = (html: string) => /id="open-profile"[^>]*aria-label="([^"]*)">([^<]*)</.exec(html)?.slice(1);
    expect(linkIn(pageWith('account', closed))).toEqual([seeProfile, see]);
    expect(linkIn(pageWith('account', PROFILE_FIELDS))?.[1]).toBe(change);
    expect(linkIn(pageWith('account', undefined))?.[1]).toBe(change);
  });
});

describe.each(LOCALES)('a control in %s', (locale) => {
  const { optionalLabel, noChoice } = PAGE_TEXTS[locale].html;

  it('has the label of the language, says what is optional, and has a place for its fault', () => {
    const html = fieldsMarkup(PROFILE_FIELDS, locale, PAGE_TEXTS[locale]);
    for (const { key, label, required } of PROFILE_FIELDS) {
      const text = required ? label[locale] : optionalLabel.replace('{label}', label[locale]);
      expect(html).toContain(`<label for="profile-${key}">${text}</label>`);
      expect(html).toContain(`id="profile-${key}-problem"`);
    }
    expect(html).toContain(`<option value="">${noChoice}</option>`);
  });

  it('is of the kind of its field, and named for what a browser knows', () => {
    const attributesOf = (field: Partial<ProfileField>) =>
      fieldsMarkup([{ ...NAME, ...field }], locale, PAGE_TEXTS[locale]);
    expect(attributesOf({})).toMatch(/autocomplete="name" inputmode="text" maxlength="20" aria-required="true"/);
    expect(attributesOf({ key: 'organization' })).toContain('autocomplete="organization"');
    expect(attributesOf({ key: 'toString' })).toContain('autocomplete="off"');
    expect(attributesOf({ type: 'number' })).toContain('inputmode="decimal"');
    expect(attributesOf({ type: 'boolean' })).toContain('type="checkbox"');
    expect(attributesOf({ type: 'choice', choices: [] })).toContain('<select');
  });

  it('escapes the words of the team', () => {
    const words = { ko: '<b>$&"{{key}}', en: '<b>$&"{{key}}' };
    const field = { ...NAME, label: words, type: 'choice', choices: [{ value: '"><script>', label: words }] } as const;
    const html = fieldsMarkup([field], locale, PAGE_TEXTS[locale]);
    expect(html).toContain('<label for="profile-name">&#60;b&#62;$&#38;&#34;{{key}}</label>');
    expect(html).toContain('<option value="&#34;&#62;&#60;script&#62;">&#60;b&#62;$&#38;&#34;{{key}}</option>');
    expect(() => pageWith('signup', [field])).not.toThrow();
  });
});
