// The languages and words of a stage: what is taken, and every rule with its message.
import { describe, expect, it } from 'vitest';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { type Keys, sandbox, sandboxFaults } from '../../support/stack/config.ts';

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
