// What each service exports, and what becomes of it.
import { describe, expect, it } from 'vitest';
import { SOURCES, type SourceName } from '../../../bin/import/from/all.ts';
import { readHashConfig } from '../../../bin/import/from/firebase.ts';
import type { SourceOptions } from '../../../bin/import/from/source.ts';
import { momentOf } from '../../../bin/import/from/values.ts';
import { prepare } from '../../../bin/import/prepare.ts';
import { UserError } from '../../../bin/user-error.ts';
import { BCRYPT } from '../../support/imported.ts';

const OPTIONS: SourceOptions = { areAllVerified: false, profileKeys: undefined, hashConfig: undefined };

const take = (
  from: SourceName,
  value: unknown,
  options: Partial<SourceOptions & { dropsWeakPasswords: boolean }> = {},
) =>
  prepare(
    { place: { unit: 'line', number: 1 }, ok: true, value },
    { ...OPTIONS, dropsWeakPasswords: false, ...options, source: SOURCES[from], seed: 'a seed' },
  );
const accountOf = (...parameters: Parameters<typeof take>) => {
  const prepared = take(...parameters);
  if (prepared.kind !== 'account') throw new Error(JSON.stringify(prepared));
  return prepared.account;
};
const notesOf = (...parameters: Parameters<typeof take>) => {
  const prepared = take(...parameters);
  return prepared.kind === 'account' ? prepared.notes : prepared;
};

const EMAIL = 'minji@example.com';

describe('Django', () => {
  const PBKDF2 = 'pbkdf2_sha256$600000$saltsaltsalt$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
  const fields = {
    password: PBKDF2,
    last_login: '2025-01-02T03:04:05.678Z',
    is_superuser: false,
    username: 'minji',
    first_name: '민지',
    last_name: '김',
    email: EMAIL,
    is_staff: false,
    is_active: true,
    date_joined: '2024-05-01T09:30:00.123Z',
    groups: [],
    user_permissions: [],
  };
  const record = (changes: object = {}) => ({ model: 'auth.user', pk: 42, fields: { ...fields, ...changes } });

  it('of dumpdata: the number is the id, and no address counts as verified', () => {
    expect(accountOf('django', record())).toEqual({
      id: '42',
      email: EMAIL,
      emailVerified: false,
      passwordHash: PBKDF2,
      profile: { username: 'minji', firstName: '민지', lastName: '김' },
      createdAt: '2024-05-01T09:30:00.123Z',
      disabled: false,
    });
    expect(notesOf('django', record())).toEqual(['password_of_unverified']);
    expect(notesOf('django', record(), { areAllVerified: true })).toEqual([]);
  });

  it('as CSV, with a column that says which addresses are verified', () => {
    const row = {
      id: '42',
      password: PBKDF2,
      email: EMAIL,
      is_active: 'f',
      date_joined: '2024-05-01 18:30:00.123456+09',
      email_verified: 't',
    };
    expect(accountOf('django', row)).toEqual({
      id: '42',
      email: EMAIL,
      emailVerified: true,
      passwordHash: PBKDF2,
      createdAt: '2024-05-01T09:30:00.123Z',
      disabled: true,
    });
  });

  it('passes over records of other models, and takes a custom model of users', () => {
    expect(take('django', { model: 'auth.group', pk: 1, fields: { name: 'staff' } })).toEqual({
      kind: 'passed_over',
      note: 'other_record',
    });
    expect(accountOf('django', { ...record(), model: 'accounts.member' }).id).toBe('42');
  });

  it('takes an unusable password for none, and says what is missing', () => {
    expect(accountOf('django', record({ password: '!a8Fq' }))).not.toHaveProperty('passwordHash');
    expect(notesOf('django', record({ password: '!a8Fq' }))).toEqual(['no_password']);
    expect(take('django', record({ email: '' }))).toMatchObject({ kind: 'broken', fault: 'email: must be a string' });
  });
});

describe('Supabase', () => {
  const row = {
    instance_id: '00000000-0000-0000-0000-000000000000',
    id: '8f14e45f-ceea-467f-a1d6-91b7f2c1a0de',
    aud: 'authenticated',
    email: EMAIL,
    encrypted_password: BCRYPT,
    email_confirmed_at: '2024-05-01 09:31:00.5+00',
    raw_app_meta_data: '{"provider": "email", "providers": ["email"], "plan": "pro"}',
    raw_user_meta_data:
      '{"sub": "8f14", "email": "minji@example.com", "full_name": "Minji", "tags": ["a"], "locale": "en-US"}',
    created_at: '2024-05-01 09:30:00.123456+00',
    phone: '821012345678',
    phone_confirmed_at: '2024-05-02 00:00:00+00',
  };

  it('as CSV: metadata of the application stays apart from the words of the person', () => {
    expect(accountOf('supabase', row)).toEqual({
      id: '8f14e45f-ceea-467f-a1d6-91b7f2c1a0de',
      email: EMAIL,
      emailVerified: true,
      passwordHash: BCRYPT,
      phone: '+821012345678',
      phoneVerified: true,
      locale: 'en',
      profile: { fullName: 'Minji', locale: 'en-US' },
      metadata: { plan: 'pro' },
      createdAt: '2024-05-01T09:30:00.123Z',
      disabled: false,
    });
    expect(notesOf('supabase', row)).toEqual(['profile_values']);
  });

  it('as JSON, where values are objects', () => {
    const json = { ...row, raw_app_meta_data: { plan: 'pro' }, raw_user_meta_data: null, phone: null };
    expect(accountOf('supabase', json)).toMatchObject({ metadata: { plan: 'pro' } });
    expect(accountOf('supabase', json)).not.toHaveProperty('profile');
  });

  it('disables who is banned now, for a time or for ever', () => {
    expect(accountOf('supabase', { ...row, banned_until: '2999-01-01 00:00:00+00' }).disabled).toBe(true);
    expect(accountOf('supabase', { ...row, banned_until: 'infinity' }).disabled).toBe(true);
    expect(accountOf('supabase', { ...row, banned_until: '2020-01-01 00:00:00+00' }).disabled).toBe(false);
  });

  it('passes over anonymous and deleted accounts, and takes one without a password', () => {
    expect(take('supabase', { ...row, is_anonymous: 't' })).toEqual({ kind: 'passed_over', note: 'anonymous' });
    expect(take('supabase', { ...row, deleted_at: '2025-01-01 00:00:00+00' })).toEqual({
      kind: 'passed_over',
      note: 'deleted',
    });
    expect(notesOf('supabase', { ...row, encrypted_password: '', raw_user_meta_data: '' })).toEqual(['no_password']);
  });

  it('takes only the keys of the profile that were asked for', () => {
    expect(accountOf('supabase', row, { profileKeys: ['fullName'] }).profile).toEqual({ fullName: 'Minji' });
    expect(notesOf('supabase', row, { profileKeys: [] })).toEqual([]);
  });
});

describe('Cognito', () => {
  const user = {
    Username: 'minji',
    Attributes: [
      { Name: 'sub', Value: '8f14e45f-ceea-467f-a1d6-91b7f2c1a0de' },
      { Name: 'email', Value: EMAIL },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'phone_number', Value: '+821012345678' },
      { Name: 'phone_number_verified', Value: 'false' },
      { Name: 'locale', Value: 'ko_KR' },
      { Name: 'given_name', Value: '민지' },
      { Name: 'custom:favorite_color', Value: 'blue' },
    ],
    UserCreateDate: 1714555800.123,
    Enabled: true,
    UserStatus: 'CONFIRMED',
  };

  it('of list-users: sub is the id, and nobody has a password', () => {
    expect(accountOf('cognito', user)).toEqual({
      id: '8f14e45f-ceea-467f-a1d6-91b7f2c1a0de',
      email: EMAIL,
      emailVerified: true,
      phone: '+821012345678',
      phoneVerified: false,
      locale: 'ko',
      profile: { givenName: '민지', favoriteColor: 'blue' },
      createdAt: '2024-05-01T09:30:00.123Z',
      disabled: false,
    });
    expect(notesOf('cognito', user)).toEqual(['no_password', 'phone_unverified']);
  });

  it('with the dates that newer command lines write, and disabled users', () => {
    const newer = { ...user, UserCreateDate: '2024-05-01T18:30:00.123000+09:00', Enabled: false };
    expect(accountOf('cognito', newer)).toMatchObject({ createdAt: '2024-05-01T09:30:00.123Z', disabled: true });
  });

  it('as CSV with the head line of its import file', () => {
    const row = { 'cognito:username': 'min ji', email: EMAIL, email_verified: 'true', 'cognito:mfa_enabled': 'false' };
    expect(accountOf('cognito', row)).toEqual({ id: 'min_ji', email: EMAIL, emailVerified: true, disabled: false });
  });
});

describe('better-auth', () => {
  const SCRYPT = `${'0f'.repeat(16)}:${'ab'.repeat(64)}`;
  const user = {
    id: 'ZkXyA8nQ2bWc9dEf',
    name: 'Minji',
    email: EMAIL,
    emailVerified: true,
    image: null,
    createdAt: '2024-05-01T09:30:00.123+00:00',
    updatedAt: '2024-05-01T09:30:00.123+00:00',
  };
  const expected = {
    id: 'ZkXyA8nQ2bWc9dEf',
    email: EMAIL,
    emailVerified: true,
    passwordHash: SCRYPT,
    profile: { name: 'Minji' },
    createdAt: '2024-05-01T09:30:00.123Z',
    disabled: false,
  };

  it('with both rows beside each other, or one row of a join', () => {
    const account = { providerId: 'credential', accountId: user.id, password: SCRYPT };
    expect(accountOf('better-auth', { user, account })).toEqual(expected);
    expect(accountOf('better-auth', { user, account: [{ providerId: 'google' }, account] })).toEqual(expected);
    expect(accountOf('better-auth', { ...user, password: SCRYPT })).toEqual(expected);
  });

  it('with the column names of adapters that write snake case, and numbers for booleans', () => {
    const { emailVerified: _1, createdAt: _2, ...rest } = user;
    const row = { ...rest, email_verified: 1, created_at: '2024-05-01 09:30:00.123', password: SCRYPT, banned: 1 };
    expect(accountOf('better-auth', row)).toEqual({ ...expected, disabled: true });
  });

  it('without a password for people who log in by a provider', () => {
    expect(notesOf('better-auth', { user, account: { providerId: 'google', password: null } })).toEqual([
      'no_password',
    ]);
    expect(notesOf('better-auth', { user, account: null })).toEqual(['no_password']);
  });
});

describe('Firebase', () => {
  const CONSOLE = `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}`;
  const hashConfig = readHashConfig(CONSOLE);
  const user = {
    localId: 'Xy12ab34Cd56ef78Gh90ij12Kl34',
    email: EMAIL,
    emailVerified: true,
    passwordHash: 'lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==',
    salt: '42xEC-ixf3L2lw==',
    displayName: 'Minji',
    createdAt: '1714555800123',
    lastSignedInAt: '1714555800999',
    phoneNumber: '+821012345678',
    customAttributes: '{"plan":"pro"}',
    providerUserInfo: [],
  };

  it('with the parameters of the project in front of each hash', () => {
    expect(accountOf('firebase', user, { hashConfig })).toEqual({
      id: 'Xy12ab34Cd56ef78Gh90ij12Kl34',
      email: EMAIL,
      emailVerified: true,
      passwordHash:
        '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
      phone: '+821012345678',
      phoneVerified: true,
      profile: { name: 'Minji' },
      metadata: { plan: 'pro' },
      createdAt: '2024-05-01T09:30:00.123Z',
      disabled: false,
    });
  });

  it('never without them', () => {
    expect(take('firebase', user)).toEqual({ kind: 'broken', fault: 'passwordHash: needs --hash-config' });
  });

  it('passes over anonymous accounts', () => {
    expect(take('firebase', { localId: 'a', createdAt: '1714555800123' })).toMatchObject({ note: 'anonymous' });
  });

  it('reads the parameters as JSON, too, and says what is missing or not supported', () => {
    const json = JSON.stringify({
      hash_config: {
        algorithm: 'SCRYPT',
        base64_signer_key: 'aa',
        base64_salt_separator: 'Bw==',
        rounds: 8,
        mem_cost: 14,
      },
    });
    expect(readHashConfig(json)).toEqual({ signerKey: 'aa', saltSeparator: 'Bw==', rounds: 8, memoryCost: 14 });
    expect(() => readHashConfig('{}')).toThrow(UserError);
    expect(() => readHashConfig(CONSOLE.replace('SCRYPT', 'HMAC_SHA256'))).toThrow('not supported');
  });
});

describe('our own format', () => {
  it('is taken as it is, and gets an id if it has none: the same for the same address in one run', () => {
    const line = { email: EMAIL, emailVerified: true };
    const { id } = accountOf('latchkey', line);
    expect(id).toMatch(/^[\w-]{26}$/);
    expect(accountOf('latchkey', { ...line, email: 'Minji@Example.com' }).id).toBe(id);
    expect(accountOf('latchkey', { ...line, email: 'other@example.com' }).id).not.toBe(id);
    expect(accountOf('latchkey', { ...line, id: 'own' }).id).toBe('own');
  });

  it.each([
    [null, '(all): must be an object'],
    [{ emailVerified: true }, 'email: must be a string'],
    [{ email: EMAIL, emailVerified: 'yes' }, 'emailVerified: must be true or false'],
    [{ email: EMAIL, emailVerified: true, passwordhash: 'x' }, 'passwordhash: is not a field of this request'],
    [{ email: EMAIL, emailVerified: true, id: 'a b' }, 'id: must be 1 to 64 letters, digits, "_" or "-"'],
  ])('says what is wrong with %j, without its values', (line, fault) => {
    expect(take('latchkey', line)).toEqual({ kind: 'broken', fault });
  });
});

describe('a weak hash', () => {
  const line = { email: EMAIL, emailVerified: true, passwordHash: '{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3' };

  it('is sent as it is, and refused by the service; with the option the account comes without it', () => {
    expect(accountOf('latchkey', line).passwordHash).toBe(line.passwordHash);
    expect(accountOf('latchkey', line, { dropsWeakPasswords: true })).not.toHaveProperty('passwordHash');
    expect(notesOf('latchkey', line, { dropsWeakPasswords: true })).toEqual(['weak_password']);
  });

  it('is not what an unknown hash is: that one is never dropped without a word', () => {
    const unknown = { ...line, passwordHash: 'x' };
    expect(accountOf('latchkey', unknown, { dropsWeakPasswords: true }).passwordHash).toBe('x');
  });
});

it.each([
  ['2024-05-01T09:30:00Z', '2024-05-01T09:30:00.000Z'],
  ['2024-05-01 18:30:00+09', '2024-05-01T09:30:00.000Z'],
  ['2024-05-01 15:00:00+0530', '2024-05-01T09:30:00.000Z'],
  ['2024-05-01 09:30:00 UTC', '2024-05-01T09:30:00.000Z'],
  ['2024-05-01T09:30:00', '2024-05-01T09:30:00.000Z'],
  [1714555800, '2024-05-01T09:30:00.000Z'],
  ['1714555800123', '2024-05-01T09:30:00.123Z'],
  ['yesterday', undefined],
  ['', undefined],
  [null, undefined],
])('the time %j is %j', (written, moment) => {
  expect(momentOf(written)).toBe(moment);
});
