// Django: `dumpdata auth.user` as JSON or JSON lines, or the table auth_user as CSV. A custom model of users works if its fields
// have the same names.
// https://docs.djangoproject.com/en/5.2/ref/contrib/auth/#fields
import type { Source } from './source.ts';
import { isRow, isTrue, momentOf, profileOf, type Row, rowOf, textOf } from './values.ts';

/** Django writes it, with a random string behind, for accounts that cannot log in with a password. */
const UNUSABLE = '!';

export const django: Source = {
  convert: (record, options) => {
    const row = rowOf(record);
    const isDump = isRow(row['fields']);
    if (isDump && !isUserModel(row)) return { kind: 'passed_over', note: 'other_record' };
    const fields: Row = isDump ? { ...rowOf(row['fields']), id: row['pk'] } : row;
    const email = textOf(fields['email']);
    const username = textOf(fields['username']);
    const password = textOf(fields['password']);
    const hasPassword = password !== undefined && !password.startsWith(UNUSABLE);
    const { profile, notes } = profileOf(
      {
        ...(username !== email && { username }),
        first_name: fields['first_name'],
        last_name: fields['last_name'],
      },
      options,
    );
    return {
      kind: 'account',
      account: {
        id: textOf(fields['id']),
        email,
        emailVerified: options.areAllVerified || isTrue(fields['email_verified']),
        ...(hasPassword && { passwordHash: password }),
        profile,
        createdAt: momentOf(fields['date_joined']),
        disabled: fields['is_active'] !== undefined && !isTrue(fields['is_active']),
      },
      notes: [...notes, ...(hasPassword ? [] : (['no_password'] as const))],
    };
  },
};

/** `auth.user`, or the model that a project has instead: whatever has a password. */
const isUserModel = ({ model, fields }: Row): boolean => model === 'auth.user' || 'password' in rowOf(fields);
