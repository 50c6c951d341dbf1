// Amazon Cognito: `aws cognito-idp list-users` as JSON, or CSV with the head line of its own import file. Cognito gives out no
// hash of a password.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
import type { Source } from './source.ts';
import { isTrue, localeOf, momentOf, profileOf, type Row, rowOf, textOf } from './values.ts';

/** Those with a place of their own, and those that Cognito itself writes. */
const KNOWN: readonly string[] = [
  'sub',
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
  'locale',
  'identities',
  'updated_at',
];

export const cognito: Source = {
  arrayKey: 'Users',
  convert: (record, options) => {
    const row = rowOf(record);
    const attributes = Array.isArray(row['Attributes']) ? fromList(row['Attributes']) : fromCells(row);
    const phone = textOf(attributes['phone_number']);
    const username = textOf(row['Username'] ?? row['cognito:username']);
    const { profile, notes } = profileOf(ownValues(attributes), options);
    return {
      kind: 'account',
      account: {
        // Both name the person in tokens of Cognito: `sub` is what backends store.
        id: textOf(attributes['sub']) ?? username?.replace(/[^A-Za-z0-9_-]/g, '_'),
        email: textOf(attributes['email']),
        emailVerified: options.areAllVerified || isTrue(attributes['email_verified']),
        ...(phone !== undefined && { phone, phoneVerified: isTrue(attributes['phone_number_verified']) }),
        locale: localeOf(attributes['locale']),
        profile,
        createdAt: momentOf(row['UserCreateDate']),
        disabled: row['Enabled'] === false || row['Enabled'] === 'false',
      },
      notes: [...notes, 'no_password'],
    };
  },
};

const fromList = (list: readonly unknown[]): Row =>
  Object.fromEntries(
    list.flatMap((each) => {
      const { Name, Value } = rowOf(each);
      return typeof Name === 'string' ? [[Name, Value]] : [];
    }),
  );

const OF_THE_POOL = /^(?:cognito:|User|Enabled$|MFA)/;
const fromCells = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !OF_THE_POOL.test(name)));

/** Clients may write `custom:` attributes unless their settings forbid it, so these are the person's words too. */
const ownValues = (attributes: Row): Row =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => !KNOWN.includes(name) && !name.startsWith('dev:'))
      .map(([name, value]) => [name.replace(/^custom:/, ''), value]),
  );
