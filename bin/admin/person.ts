// Finds the account that a word of the command line means: by its id, its email address or its phone number.

import { type AdminUser, AdminUsers, accountTable } from './account.ts';
import { ask, type Context } from './context.ts';
import { NotDone } from './not-done.ts';

/** A number as it is written internationally or in Korea. */
const PHONE = /^(?:\+[\d ()-]{7,}|0\d{1,2}[ -]?\d{3,4}[ -]?\d{4})$/;

export type Identity = { readonly email: string } | { readonly phone: string } | { readonly userId: string };

export const identityOf = (word: string): Identity => {
  if (word.includes('@')) return { email: word };
  return PHONE.test(word) ? { phone: internationalOf(word) } : { userId: word };
};

/** `010-1234-5678` as `+821012345678`. */
const internationalOf = (number: string): string => number.replaceAll(/[ ()-]/g, '').replace(/^0/, '+82');

export const findPeople = async (context: Context, word: string): Promise<readonly AdminUser[]> =>
  (await ask(context, '/admin/users/find', identityOf(word), AdminUsers)).users;

/** @throws NotDone unless there is exactly one. */
export const findPerson = async (context: Context, word: string): Promise<AdminUser> => {
  const people = await findPeople(context, word);
  const [person, ...others] = people;
  if (!person) throw noOne();
  if (others.length === 0) return person;
  const lines = [
    {
      ko: `계정이 ${people.length}개입니다: 그중 하나의 id로 다시 실행하세요.`,
      en: `${people.length} accounts match: run this again with the id of one.`,
    },
    ...accountTable(people),
  ];
  throw new NotDone({ exitCode: 1, code: 'several_match', lines, facts: { users: people } });
};

export const noOne = (): NotDone =>
  new NotDone({
    exitCode: 1,
    code: 'not_found',
    lines: [{ ko: '그런 계정이 없습니다.', en: 'There is no such account.' }],
  });

/** The id that a word means, without a call if it is one. */
export const findId = async (context: Context, word: string): Promise<string> => {
  const identity = identityOf(word);
  return 'userId' in identity ? identity.userId : (await findPerson(context, word)).userId;
};
