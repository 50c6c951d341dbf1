// The languages and words of a stage: what is taken, and every rule with its message.
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../lib/bundling/content.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { type Keys, sandbox, sandboxFaults } from '../../support/stack/config.ts';
import { SENS } from '../../support/transport-keys.ts';

const ISSUER = 'https://api.example.com';
const variableOf = (keys: Keys) => JSON.parse(settingsVariable(sandbox(keys), ISSUER));

describe('the languages of a stage', () => {
  it('are Korean and English unless it names its own', () => {
    expect(sandbox({}).languages).toEqual(['ko', 'en']);
    expect(variableOf({})).not.toHaveProperty('languages');
    expect(variableOf({ languages: ['ko', 'en'] })).toEqual(variableOf({}));
  });

  it.each([[['ko']], [['en', 'ko']]])('may be %j, the default first', (languages) => {
    expect(sandbox({ languages }).languages).toEqual(languages);
    expect(variableOf({ languages })).toMatchObject({ languages });
  });

  it('are named once each', () => {
    expect(sandbox({ languages: ['en', 'en'] }).languages).toEqual(['en']);
  });

  it.each([
    ['languages', [], 'must be a list of languages, such as ["ko","en"]: must be "ko" or "en"'],
    ['languages', 'ko', 'must be a list of languages, such as ["ko","en"]: must be "ko" or "en"'],
    ['languages.1', ['ko', 'ja'], 'must be "ko" or "en"'],
  ])('are not %s as in %j', (path, languages, message) => {
    expect(sandboxFaults({ languages })).toEqual({ [`sandbox.${path}`]: message });
  });
});

describe('the texts of a stage', () => {
  const faultsIn = (sentences: object, keys: Keys = {}) => {
    const faults = Object.entries(sandboxFaults({ texts: { en: sentences }, ...keys }));
    return faults.map(([path, message]) => [path.replace('sandbox.texts.', ''), message]);
  };

  it('go into the file of a team’s words, not into the variable', () => {
    const texts = {
      ko: { 'page.signup.heading': '가입' },
      en: { 'mail.reset.subject': 'Reset', 'sms.code': '{code}' },
    };
    const config = sandbox({ texts });
    expect(JSON.parse(contentOf(config) ?? '')).toMatchObject({ words: texts });
    expect(variableOf({ texts })).toEqual(variableOf({}));
    expect(sandbox({})).not.toHaveProperty('words');
  });

  it.each([
    [{ 'mail.rest.subject': 'x' }, 'en.mail.rest.subject', 'is not a sentence: did you mean "mail.reset.subject"?'],
    [{ 'page.signup.hading': 'x' }, 'en.page.signup.hading', 'is not a sentence: did you mean "page.signup.heading"?'],
    [{ greeting: 'x' }, 'en.greeting', 'is not a sentence: docs/texts.md lists them'],
    [{ toString: 'x' }, 'en.toString', 'is not a sentence: docs/texts.md lists them'],
    [{ 'sms.code': '{brand}' }, 'en.sms.code', 'must have {code}, as the original has'],
    ...['{code}. Thanks', 'code:{code}', 'G-{code}', '[{code}]', '인증번호는 {code}입니다', '{code} or{code}'].map(
      (sentence): [object, string, RegExp] => [
        { 'sms.code': sentence },
        'en.sms.code',
        /^must have a space, or nothing/,
      ],
    ),
    [{ 'mail.otp.subject': '{brand}: {code}!' }, 'en.mail.otp.subject', /^must have a space, or nothing/],
    [{ 'mail.lifetime': 'Soon.' }, 'en.mail.lifetime', 'must have {minutes}, as the original has'],
    [
      { 'mail.reset.subject': '{code}' },
      'en.mail.reset.subject',
      'must not have {code}: the original does not have it',
    ],
    [
      { 'page.signup.heading': 'Join {brand}' },
      'en.page.signup.heading',
      'must not have {brand}: the original does not have it',
    ],
    [{ 'page.signup.heading': '' }, 'en.page.signup.heading', /^must be one line of 1 to 500 characters/],
    [{ 'page.signup.heading': ' x' }, 'en.page.signup.heading', /^must be one line/],
    [{ 'page.signup.heading': 'a\nb' }, 'en.page.signup.heading', /^must be one line/],
    [{ 'page.signup.heading': 'x'.repeat(501) }, 'en.page.signup.heading', /^must be one line/],
    [{ 'mail.reset.subject': 'x'.repeat(101) }, 'en.mail.reset.subject', /^must be one line of 1 to 100/],
    [{ 'page.signup.heading': 7 }, 'en.page.signup.heading', 'must be text'],
  ])('are not %j', (sentences, path, message) => {
    expect(faultsIn(sentences)).toEqual([
      [path, typeof message === 'string' ? message : expect.stringMatching(message)],
    ]);
  });

  it('may have the name of the team in every mail and SMS, or leave it out', () => {
    expect(faultsIn({ 'mail.reset.heading': 'Reset at {brand}', 'mail.reset.subject': 'Reset' })).toEqual([]);
  });

  it('are in the languages of the stage', () => {
    const message = 'is not a language of this stage: must be "ko"';
    expect(sandboxFaults({ texts: { en: {} }, languages: ['ko'] })).toEqual({ 'sandbox.texts.en': message });
    expect(sandboxFaults({ texts: { ja: {} } })).toHaveProperty(['sandbox.texts.ja']);
  });

  it.each([[[]], ['x'], [{ en: 'x' }], [null]])('are an object of objects, not %j', (texts) => {
    expect(Object.values(sandboxFaults({ texts }))).toEqual([expect.stringMatching(/^must be an object of /)]);
  });

  it('fit into an SMS of SENS', () => {
    const sms = { sms: 'sens', sens: SENS };
    const fits = { 'sms.code': `{code} ${'x'.repeat(83)}` };
    expect(faultsIn(fits, sms)).toEqual([]);
    for (const sentence of [`{code} ${'x'.repeat(84)}`, '{code} 🙂', `{brand} {code} ${'x'.repeat(76)}`])
      expect(faultsIn({ 'sms.code': sentence }, sms)).toEqual([
        ['en.sms.code', expect.stringMatching(/^must fit into an SMS/)],
      ]);
    expect(
      faultsIn({ 'sms.code': `{code} ${'x'.repeat(84)}` }, { ...sms, sens: { ...SENS, allowsLong: true } }),
    ).toEqual([]);
    expect(faultsIn({ 'sms.code': '{code} 🙂' })).toEqual([]);
  });
});

describe('labels and titles', () => {
  const field = { key: 'company', type: 'choice', label: { ko: '회사' } };
  const choices = ['a', 'b'].map((value) => ({ value, label: { ko: value } }));
  const consent = { key: 'terms', kind: 'terms', version: '1', required: true, title: { ko: '동의해요' } };
  const keys = { profileFields: [{ ...field, choices }], consents: [consent] };

  it('are there in each language of the stage', () => {
    const message = 'is missing: the stage has this language';
    expect(sandboxFaults(keys)).toEqual({
      'sandbox.profileFields.0.label.en': message,
      'sandbox.profileFields.0.choices.0.label.en': message,
      'sandbox.profileFields.0.choices.1.label.en': message,
      'sandbox.consents.0.title.en': message,
    });
  });

  it('stand in for the languages that the stage does not have', () => {
    const { profileFields, consents } = sandbox({ ...keys, languages: ['ko'] });
    expect(profileFields?.[0]).toMatchObject({
      label: { ko: '회사', en: '회사' },
      choices: [{ label: { en: 'a' } }, {}],
    });
    expect(consents?.[0]?.title).toEqual({ ko: '동의해요', en: '동의해요' });
  });
});
