// What is taken over of an account of another service, and what is refused of it.
import { describe, expect, it } from 'vitest';
import {
  type ImportedAccount,
  isSameAccount,
  leftOut,
  type TakenOver,
  takeOver,
} from '#domain/account/imported-account.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { NOW } from '../../support/builders.ts';
import { BCRYPT, importedAccount } from '../../support/imported.ts';
import { PROFILE_FIELDS } from '../../support/profile-fields.ts';

const CREATED_AT = Date.parse('2024-05-01T09:30:00Z');

const read = (
  account: ImportedAccount,
  settings: Parameters<typeof takeOver>[1]['settings'] = { languages: ['ko', 'en'] },
) => takeOver(account, { settings, now: NOW });
const taken = (account: ImportedAccount): TakenOver => {
  const outcome = read(account);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
};
const faultsOf = (account: ImportedAccount): readonly string[] => {
  const outcome = read(account);
  return outcome.ok ? [] : (outcome.refusal.errors ?? []).map(({ path, message }) => `${path} ${message}`);
};

describe('an account is taken over', () => {
  it('with its id, its address in normal form, its password, its date and its values', () => {
    const account = importedAccount({
      id: '42',
      email: 'Minji@Example.COM',
      phone: '+821012345678',
      phoneVerified: true,
      locale: 'en',
      profile: { name: 'Minji' },
      metadata: { plan: 'pro' },
    });
    expect(taken(account)).toEqual({
      id: '42',
      email: 'minji@example.com',
      emailVerifiedAt: CREATED_AT,
      passwordHash: BCRYPT,
      phone: '+821012345678',
      phoneVerifiedAt: CREATED_AT,
      locale: 'en',
      profile: { name: 'Minji' },
      metadata: { plan: 'pro' },
      createdAt: CREATED_AT,
      importDigest: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it('without the password if the address was never proven: somebody else may have chosen it', () => {
    const account = importedAccount({ emailVerified: false });
    expect(taken(account)).not.toHaveProperty('passwordHash');
    expect(taken(account)).not.toHaveProperty('emailVerifiedAt');
    expect(leftOut(account)).toEqual({ password: true, phone: false });
  });

  it('without a phone number that is not verified', () => {
    const account = importedAccount({ phone: '+821012345678' });
    expect(taken(account)).not.toHaveProperty('phone');
    expect(leftOut(account)).toEqual({ password: false, phone: true });
  });

  it('as new if the file has no date, in the first language of the stage, and disabled if it was', () => {
    const { createdAt: _unknown, ...account } = importedAccount({ disabled: true });
    expect(taken(account)).toMatchObject({ createdAt: NOW, locale: 'ko', disabled: { at: NOW } });
  });

  it('with a mark on argon2id of elsewhere, which may have hashed another form of the password', () => {
    const hash = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'B'.repeat(42)}A`;
    expect(taken(importedAccount({ passwordHash: hash })).passwordHash).toBe(`imported${hash}`);
  });

  it('without a field that is required now, because the person was not asked', () => {
    expect(read(importedAccount({ profile: {} }), { languages: ['ko'], profileFields: PROFILE_FIELDS }).ok).toBe(true);
  });
});

describe('consents keep their dates', () => {
  const at = (day: number) => `2024-05-0${day}T00:00:00+09:00`;
  const consent = (key: string, day: number, granted = true) => ({ key, version: '1', granted, at: at(day) });

  it('and get the language of the account and an unknown network, unless the file tells them', () => {
    const told = { ...consent('privacy', 2), locale: 'en', network: '203.0.113.*' } as const;
    expect(taken(importedAccount({ locale: 'ko', consents: [consent('terms', 1), told] })).consents).toEqual([
      { key: 'terms', version: '1', granted: true, at: Date.parse(at(1)), locale: 'ko', network: 'unknown' },
      { key: 'privacy', version: '1', granted: true, at: Date.parse(at(2)), locale: 'en', network: '203.0.113.*' },
    ]);
  });

  it('and only the last answer to each counts: the others are history', () => {
    const { consents, formerConsents } = taken(
      importedAccount({ consents: [consent('news', 3, false), consent('news', 1), consent('terms', 2)] }),
    );
    expect(consents?.map(({ key, granted }) => [key, granted])).toEqual([
      ['terms', true],
      ['news', false],
    ]);
    expect(formerConsents?.map(({ key, granted }) => [key, granted])).toEqual([['news', true]]);
  });
});

describe('an account is refused, with every fault and no value', () => {
  const TIME = 'must be a time of the past with its zone, such as 2024-05-01T09:30:00Z';

  it.each<readonly [Partial<ImportedAccount>, string]>([
    [{ email: 'nobody' }, 'email must be an email address'],
    [{ id: NO_ACCOUNT }, 'id must be another word: this one stands for no account'],
    [{ createdAt: '2024-05-01' }, `createdAt ${TIME}`],
    [{ createdAt: '2024-05-01T09:30:00' }, `createdAt ${TIME}`],
    [{ createdAt: '2999-05-01T09:30:00Z' }, `createdAt ${TIME}`],
    [{ createdAt: '2024-13-01T09:30:00Z' }, `createdAt ${TIME}`],
    [{ createdAt: '1924-05-01T09:30:00Z' }, `createdAt ${TIME}`],
    [
      { phone: '010-1234-5678', phoneVerified: true },
      'phone must be a number such as +821012345678, because it is verified',
    ],
    [{ phoneVerified: true }, 'phone must be a number such as +821012345678, because it is verified'],
    [
      { passwordHash: '{SSHA}abc' },
      'passwordHash is too weak: a stolen one is as good as the password. Leave it out, and the person sets a new password',
    ],
    [{ passwordHash: 'secret' }, 'passwordHash has no form that this service knows'],
    [
      { passwordHash: `$2b$31$${'a'.repeat(53)}` },
      'passwordHash takes more memory or time than a log-in may take. Leave it out, and the person sets a new password',
    ],
    [{ metadata: { big: 'x'.repeat(3000) } }, 'metadata must have at most 20 keys and 2 KB as JSON'],
    [{ consents: [{ key: 'terms', version: '1', granted: true, at: 'then' }] }, `consents.0.at ${TIME}`],
  ])('%j', (changes, fault) => {
    expect(faultsOf(importedAccount(changes))).toEqual([fault]);
  });

  it('and all of them at once', () => {
    expect(faultsOf(importedAccount({ email: 'nobody', createdAt: 'then', passwordHash: 'secret' }))).toHaveLength(3);
  });

  it('for a profile that has other fields than the stage', () => {
    const outcome = read(importedAccount({ profile: { unknownKey: 'x' } }), {
      languages: ['ko'],
      profileFields: PROFILE_FIELDS,
    });
    expect(outcome).toMatchObject({ ok: false, refusal: { errors: [{ path: 'profile.unknownKey' }] } });
  });

  it('but not for a weak hash that is not taken over', () => {
    expect(faultsOf(importedAccount({ emailVerified: false, passwordHash: '{SSHA}abc' }))).toEqual([]);
  });
});

describe('a line and an account that exists are the same', () => {
  const line = taken(importedAccount());

  it('if they have the same content, whatever the order of its keys and the id that was made', () => {
    const one = importedAccount({ profile: { a: '1', b: '2' } });
    const other = Object.fromEntries(
      Object.entries({ ...one, id: 'another', profile: { b: '2', a: '1' } }).toReversed(),
    );
    expect(isSameAccount(taken(one), taken(other as unknown as ImportedAccount))).toBe(true);
  });

  it('if the person has another address now', () => {
    expect(isSameAccount(line, { ...line, email: 'new@example.com' })).toBe(true);
  });

  it('if id and address are the same, and the rest has changed', () => {
    expect(isSameAccount(line, { id: line.id, email: line.email })).toBe(true);
  });

  it('but not by the id alone or the address alone', () => {
    expect(isSameAccount(line, { id: line.id, email: 'new@example.com' })).toBe(false);
    expect(isSameAccount(line, { id: 'another', email: line.email, importDigest: 'of another' })).toBe(false);
    expect(isSameAccount(line, { id: 'another', email: line.email })).toBe(false);
  });
});
