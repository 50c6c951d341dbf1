// The passwords that attackers try first, and what people make of Korean words and of the name of the service.
//
// `common-passwords.txt` holds the entries of 8 or more characters (the length rule refuses shorter ones) of
// `django/contrib/auth/common-passwords.txt.gz` in Django 5.2.19 (PyPI wheel; BSD-3-Clause; list compiled by Royce
// Williams), without the mis-encoded ones. It also holds about 190 of our own that are common in Korea: hangul words typed
// with the keyboard switched to Latin, keyboard walks, names of places and brands. `docs/third-party.md` has the licence
// and describes our own entries. Lower case, NFC, sorted by code point, one per line.
import text from './common-passwords.txt' with { type: 'text' };
import { brandWordsOf, isCommonKorean } from './korean-words.ts';

/** Whether a word in lower case is one of them. */
export const commonWords = (brandName: string): ((word: string) => boolean) => {
  const list = new Set(text.split(/\r?\n/).filter((line) => line !== ''));
  const brandWords = brandWordsOf(brandName);
  return (word) => brandWords.has(word) || isCommonKorean(word) || list.has(word);
};
