// Knows the passwords that attackers try first. The list is loaded when a password is checked for the first time.
//
// `common-passwords.txt` holds the entries of 8 or more characters (the length rule refuses shorter ones) of
// `django/contrib/auth/common-passwords.txt.gz` in Django 5.2.19 (PyPI wheel; BSD-3-Clause; list compiled by Royce
// Williams), without the mis-encoded ones. It also holds about 190 of our own that are common in Korea: hangul words typed
// with the keyboard switched to Latin, keyboard walks, names of places and brands. `docs/third-party.md` has the licence
// and describes our own entries. Lower case, NFC, sorted by code point, one per line.
import type { CommonPasswords } from '#domain/ports.ts';
import { brandWordsOf, isCommonKorean } from './korean-words.ts';

const loadList = async (): Promise<ReadonlySet<string>> => {
  const { default: text } = await import('./common-passwords.txt', { with: { type: 'text' } });
  return new Set(text.split(/\r?\n/).filter((line) => line !== ''));
};

/** Loads the list (84 KB) at the first call and keeps it. Letter case does not matter. `brandName`: the team's. */
export const createCommonPasswords = (brandName: string): CommonPasswords => {
  let list: Promise<ReadonlySet<string>> | undefined;
  const brandWords = brandWordsOf(brandName);
  return {
    has: async (password) => {
      list ??= loadList();
      const word = password.toLowerCase();
      return brandWords.has(word) || isCommonKorean(word) || (await list).has(word);
    },
  };
};
