// better-auth: the tables `user` and `account` as JSON, joined by one query: each record has both, or the columns of both.
// https://www.better-auth.com/docs/concepts/database#core-schema
import type { Source } from './source.ts';
import { isRow, isTrue, localeOf, momentOf, profileOf, type Row, rowOf, textOf } from './values.ts';

/** Its place is where the password is. Others are log-ins by a provider. */
const OWN_PROVIDER = 'credential';

export const betterAuth: Source = {
  convert: (record, options) => {
    const row = rowOf(record);
    const user = isRow(row['user']) ? row['user'] : row;
    const get = getterOf(user);
    const passwordHash = passwordOf(row);
    const phone = textOf(get('phoneNumber'));
    const { profile, notes } = profileOf(
      { name: get('name'), image: get('image'), username: get('username') },
      options,
    );
    return {
      kind: 'account',
      account: {
        id: textOf(get('id')),
        email: textOf(get('email')),
        emailVerified: options.areAllVerified || isTrue(get('emailVerified')),
        passwordHash,
        ...(phone !== undefined && { phone, phoneVerified: isTrue(get('phoneNumberVerified')) }),
        locale: localeOf(get('locale')),
        profile,
        createdAt: momentOf(get('createdAt')),
        disabled: isTrue(get('banned')),
      },
      notes: [...notes, ...(passwordHash === undefined ? (['no_password'] as const) : [])],
    };
  },
};

/** Some adapters name columns `email_verified`. */
const getterOf =
  (row: Row) =>
  (name: string): unknown =>
    row[name] ?? row[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];

const passwordOf = (row: Row): string | undefined => {
  const { account } = row;
  if (account === undefined) return textOf(row['password']);
  const accounts = (Array.isArray(account) ? account : [account]).map(rowOf);
  const own = accounts.find((each) => getterOf(each)('providerId') === OWN_PROVIDER);
  return textOf(own?.['password']);
};
