// Finds the account that a word of the command line means: by its id, its email address or its phone number.

import { type AdminUser, AdminUsers } from './account.ts';
import { ask, type Context } from './context.ts';
import { NotDone } from './not-done.ts';

/** A number as it is written internationally or in Korea. */
const PHONE = /^(?:\+[\d ()-]{7,}|0\d{1,2}[ -]?\d{3,4}[ -]?\d{4})$/;

type Identity = { readonly email: string } | { readonly phone: string } | { readonly userId: string };

const identityOf = (word: string): Identity => {
  if (word.includes('@')) return { email: word };
  return PHONE.test(word) ? { phone: word } : { userId: word };
};

export const findPeople = async (context: Context, word: string): Promise<readonly AdminUser[]> =>
  (await ask(context, '/admin/users/find', identityOf(word), AdminUsers)).users;

export const noOne = (): NotDone =>
  new NotDone({
    exitCode: 1,
    code: 'not_found',
    lines: [{ ko: '그런 계정이 없습니다.', en: 'There is no such account.' }],
  });
