// Supabase: the table auth.users as JSON or CSV.
// https://github.com/supabase/auth/tree/master/migrations
import type { Source } from './source.ts';
import { isTrue, jsonRowOf, localeOf, momentOf, profileOf, rowOf, textOf } from './values.ts';

/** What Supabase itself writes among the values of a person, and among those of the application. */
const OF_SUPABASE: readonly string[] = ['sub', 'iss', 'email', 'email_verified', 'phone_verified', 'provider_id'];
const OF_PROVIDERS: readonly string[] = ['provider', 'providers'];

const without = (row: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

export const supabase: Source = {
  convert: (record, options) => {
    const row = rowOf(record);
    if (isTrue(row['is_anonymous'])) return { kind: 'passed_over', note: 'anonymous' };
    if (textOf(row['deleted_at']) !== undefined) return { kind: 'passed_over', note: 'deleted' };
    const values = jsonRowOf(row['raw_user_meta_data']);
    const metadata = without(jsonRowOf(row['raw_app_meta_data']), OF_PROVIDERS);
    const { profile, notes } = profileOf(without(values, OF_SUPABASE), options);
    const passwordHash = textOf(row['encrypted_password']);
    const phone = textOf(row['phone']);
    return {
      kind: 'account',
      account: {
        id: textOf(row['id']),
        email: textOf(row['email']),
        emailVerified: options.areAllVerified || textOf(row['email_confirmed_at']) !== undefined,
        passwordHash,
        // Supabase keeps numbers without the plus.
        ...(phone !== undefined && {
          phone: phone.startsWith('+') ? phone : `+${phone}`,
          phoneVerified: textOf(row['phone_confirmed_at']) !== undefined,
        }),
        locale: localeOf(values['locale']),
        profile,
        ...(Object.keys(metadata).length > 0 && { metadata }),
        createdAt: momentOf(row['created_at']),
        disabled: isBanned(textOf(row['banned_until'])),
      },
      notes: [...notes, ...(passwordHash === undefined ? (['no_password'] as const) : [])],
    };
  },
};

const isBanned = (until: string | undefined): boolean => {
  const moment = momentOf(until);
  // `infinity` of PostgreSQL, and years that JavaScript does not know.
  if (moment === undefined) return until !== undefined;
  return Date.parse(moment) > Date.now();
};
