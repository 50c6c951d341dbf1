// What a stage asks people to agree to: what is taken, and each fault under its key.
import { describe, expect, it } from 'vitest';
import type { Locale } from '#domain/locale.ts';
import { parseSettings } from '#schemas/settings.ts';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { contentOf } from '../../../lib/bundling/content.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { type Keys, sandbox, sandboxFaults } from '../../support/stack/config.ts';

const title = { ko: '이용약관에 동의해요', en: 'I agree to the terms of use' };
const terms = { key: 'terms', kind: 'terms', version: '2026-01-01', required: true, title };
const marketing = { ...terms, key: 'marketing', kind: 'marketing', required: false };
const night = { ...marketing, key: 'night', kind: 'night' };
const faultOf = (...consents: object[]) => sandboxFaults({ consents });

describe('consents', () => {
  it('are none by default', () => {
    expect(sandbox({})).not.toHaveProperty('consents');
    expect(sandbox({ consents: [] })).not.toHaveProperty('consents');
  });

  it('are taken as they are written, in their order', () => {
    const consents = [{ ...terms, url: 'https://example.com/terms' }, marketing, night];
    expect(sandbox({ consents }).consents).toEqual(consents);
  });

  it('reach the functions by the file beside their code', () => {
    const config = sandbox({ consents: [terms, marketing] });
    const variable = JSON.parse(settingsVariable(config, 'https://api.example'));
    expect(variable).not.toHaveProperty('consents');
    const settings = parseSettings({ ...variable, ...JSON.parse(contentOf(config) ?? '') });
    expect(settings.consents).toEqual([terms, marketing]);
  });

  it.each<[string, object, string]>([
    ['a key with capitals', { key: 'Terms' }, 'key'],
    ['no key', { key: undefined }, 'key'],
    ['an unknown kind', { kind: 'cookies' }, 'kind'],
    ['a version with spaces', { version: '1 January' }, 'version'],
    ['a long version', { version: '1'.repeat(21) }, 'version'],
    ['no word whether it is required', { required: undefined }, 'required'],
    ['a text that is read in transit', { url: 'http://example.com/terms' }, 'url'],
    ['no English title', { title: { ko: title.ko } }, 'title.en'],
    ['an empty Korean title', { title: { ...title, ko: '' } }, 'title.ko'],
    ['a title of two lines', { title: { ...title, ko: '약관\n동의' } }, 'title.ko'],
    ['a title in a language that pages do not have', { title: { ...title, ja: '同意' } }, 'title.ja'],
    ['an unknown field', { text: '…' }, 'text'],
  ])('with %s are refused', (_what, change, path) => {
    expect(Object.keys(faultOf({ ...terms, ...change }))).toEqual([`sandbox.consents.0.${path}`]);
  });

  it('name the kinds there are', () => {
    expect(faultOf({ ...terms, kind: 'cookies' })).toEqual({
      'sandbox.consents.0.kind': 'must be one of "terms", "privacy", "age", "marketing", "night", "other"',
    });
  });

  it('have a key of their own each', () => {
    expect(faultOf(terms, { ...marketing, key: 'terms' })).toEqual({
      'sandbox.consents': 'must give each consent a key of its own',
    });
  });

  it('are at most 10', () => {
    const many = Array.from({ length: 11 }, (_, index) => ({ ...terms, key: `terms-${index}` }));
    expect(sandboxFaults({ consents: many.slice(1) })).toEqual({});
    expect(Object.keys(faultOf(...many))).toEqual(['sandbox.consents']);
  });

  it('of the kind "night" go beside marketing only', () => {
    expect(Object.keys(faultOf(terms, night))).toEqual(['sandbox.consents.1.kind']);
    expect(faultOf(terms, marketing, night)).toEqual({});
  });

  it.each([marketing, night])('to $kind may not be required', (consent) => {
    const faults = faultOf(marketing, { ...consent, key: 'wanted', required: true });
    expect(Object.keys(faults)).toEqual(['sandbox.consents.1.required']);
    expect(faults['sandbox.consents.1.required']).toContain('Korean law');
  });

  it('of the kind "age" are required', () => {
    expect(Object.keys(faultOf({ ...terms, key: 'adult', kind: 'age', required: false }))).toEqual([
      'sandbox.consents.0.required',
    ]);
  });
});

describe('minimumAge', () => {
  const minimumAge = (locale: Locale) => PAGE_TEXTS[locale].html.minimumAge.replace('{age}', '14');

  it('is a required consent of its own, before the others', () => {
    const [age, ...others] = sandbox({ minimumAge: 14, consents: [terms] }).consents ?? [];
    expect(age).toEqual({
      key: 'age',
      kind: 'age',
      version: '14',
      required: true,
      title: { ko: minimumAge('ko'), en: minimumAge('en') },
    });
    expect(others).toEqual([terms]);
    expect(sandbox({ minimumAge: 19 }).consents).toHaveLength(1);
  });

  it.each<Keys>([{ consents: [{ ...terms, key: 'adult', kind: 'age' }] }, { consents: [{ ...terms, key: 'age' }] }])(
    'goes with no other consent of the age',
    (keys) => {
      expect(Object.keys(sandboxFaults({ ...keys, minimumAge: 14 }))).toEqual(['sandbox.minimumAge']);
      expect(sandboxFaults(keys)).toEqual({});
    },
  );

  it.each([0, 100, 14.5, '14'])('may not be %j', (minimumAge) => {
    expect(Object.keys(sandboxFaults({ minimumAge }))).toEqual(['sandbox.minimumAge']);
  });
});
