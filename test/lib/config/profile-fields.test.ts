import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { contentOf } from '../../../lib/bundling/content.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { PROFILE_FIELDS } from '../../support/profile-fields.ts';
import { sandbox, sandboxFaults } from '../../support/stack/config.ts';

const words = { ko: '회사', en: 'Company' };
const COMPANY = { key: 'company', type: 'text', label: words };
const CHOICES = [
  { value: 'a', label: words },
  { value: 'b', label: words },
];
const faultsOf = (...profileFields: readonly object[]) => sandboxFaults({ profileFields });
const oneFault = (field: object) => faultsOf({ ...COMPANY, ...field });

describe('the fields of a profile', () => {
  it('are optional, open and asked for at sign-up, unless they say otherwise', () => {
    expect(sandbox({}).profileFields).toBeUndefined();
    expect(sandbox({ profileFields: [] }).profileFields).toEqual([]);
    expect(sandbox({ profileFields: [COMPANY] }).profileFields).toEqual([
      { ...COMPANY, required: false, atSignUp: true, editable: true },
    ]);
  });

  it('reach the functions as they are', () => {
    const config = sandbox({ profileFields: PROFILE_FIELDS });
    const variable = JSON.parse(settingsVariable(config, 'https://api.example'));
    const parsed = parseSettings({ ...variable, ...JSON.parse(contentOf(config) ?? '') });
    expect(parsed.profileFields).toEqual(PROFILE_FIELDS);
  });

  it('say what each part must be', () => {
    const path = 'sandbox.profileFields.0';
    const long = 'x'.repeat(81);
    expect(oneFault({ key: 'Company name' })).toHaveProperty([`${path}.key`], expect.stringContaining('nickName'));
    expect(oneFault({ key: 'constructor' })).toHaveProperty([`${path}.key`]);
    expect(oneFault({ type: 'date' })).toHaveProperty([`${path}.type`], expect.stringContaining('"choice"'));
    expect(oneFault({ label: { ko: '회사' } })).toHaveProperty([`${path}.label.en`]);
    expect(oneFault({ label: { ko: long, en: long } })).toHaveProperty([`${path}.label.ko`]);
    expect(oneFault({ required: 'yes' })).toHaveProperty([`${path}.required`], 'must be true or false');
    expect(oneFault({ maximumLength: 0 })).toHaveProperty([`${path}.maximumLength`]);
    expect(oneFault({ maxLength: 5 })).toHaveProperty([`${path}.maxLength`]);
    expect(sandboxFaults({ profileFields: {} })).toHaveProperty(['sandbox.profileFields']);
  });

  it('can be filled in: at sign-up or later, and what is required at sign-up', () => {
    expect(oneFault({ required: true, atSignUp: false })).toEqual({
      'sandbox.profileFields.0.required': expect.stringContaining('atSignUp'),
    });
    expect(oneFault({ editable: false, atSignUp: false })).toEqual({
      'sandbox.profileFields.0.editable': expect.stringContaining('nobody'),
    });
    expect(oneFault({ required: true, editable: false })).toEqual({});
  });

  it('have choices if and only if they are a choice', () => {
    const choices = 'sandbox.profileFields.0.choices';
    const missing = oneFault({ type: 'choice' });
    expect(missing).toEqual({ [choices]: expect.stringContaining('is missing') });
    expect(oneFault({ type: 'choice', choices: CHOICES })).toEqual({});
    expect(oneFault({ choices: CHOICES })).toEqual({ [choices]: expect.stringContaining('leave it out') });
    expect(oneFault({ type: 'choice', choices: CHOICES.slice(1) })).toEqual({ [choices]: expect.any(String) });
    expect(oneFault({ type: 'choice', choices: [...CHOICES, ...CHOICES] })).toEqual({
      [choices]: expect.stringContaining('value of its own'),
    });
  });

  it('have a length only as text', () => {
    expect(oneFault({ type: 'number', maximumLength: 5 })).toEqual({
      'sandbox.profileFields.0.maximumLength': expect.stringContaining('"text"'),
    });
  });

  it('are at most 20, each with a key of its own, and fit into a profile', () => {
    const number = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...COMPANY, type: 'boolean', key: `key${index}` }));
    expect(faultsOf(...number(20))).toEqual({});
    expect(faultsOf(...number(21))).toEqual({ 'sandbox.profileFields': expect.stringContaining('at most 20') });
    expect(faultsOf(COMPANY, COMPANY)).toEqual({ 'sandbox.profileFields': expect.stringContaining('key of its own') });
    const texts = number(4).map((field) => ({ ...field, type: 'text', maximumLength: 200 }));
    expect(faultsOf(...texts)).toEqual({ 'sandbox.profileFields': expect.stringContaining('2048') });
    expect(faultsOf(...texts.slice(1))).toEqual({});
  });
});
