// Knows the passwords that attackers try first; the list is loaded only when a password has to be judged.
//
// `common-passwords.txt`: the entries of 8 or more characters (shorter ones the length rule refuses already) of
// `django/contrib/auth/common-passwords.txt.gz` in Django 5.2.19 (PyPI wheel; BSD-3-Clause; list compiled by Royce Williams),
// without the mis-encoded ones, and about 190 of our own that people in Korea use: hangul words typed with the keyboard
// switched to Latin, keyboard walks, names of places and brands. `docs/third-party.md` has the notice and names ours.
// Lower case, NFC, sorted by code point, one a line.
import type { CommonPasswords } from '#domain/ports.ts';

const loadList = async (): Promise<ReadonlySet<string>> => {
  const { default: text } = await import('./common-passwords.txt', { with: { type: 'text' } });
  return new Set(text.split(/\r?\n/).filter((line) => line !== ''));
};

/** Loads the list (84 KB) at the first question and keeps it. Letter case does not matter. */
export const createCommonPasswords = (): CommonPasswords => {
  let list: Promise<ReadonlySet<string>> | undefined;
  return {
    has: async (password) => {
      list ??= loadList();
      return (await list).has(password.toLowerCase());
    },
  };
};
