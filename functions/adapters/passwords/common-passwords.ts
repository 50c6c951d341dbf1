// Knows the passwords that attackers try first. The words are loaded when a password is checked for the first time.
import type { CommonPasswords } from '#domain/ports/passwords.ts';

/** Loads the words (90 KB) at the first call and keeps them. Letter case does not matter. `brandName`: the team's. */
export const createCommonPasswords = (brandName: string): CommonPasswords => {
  let isCommon: ((word: string) => boolean) | undefined;
  return {
    has: async (password) => {
      isCommon ??= (await import('./common-words.ts')).commonWords(brandName);
      return isCommon(password.toLowerCase());
    },
  };
};
