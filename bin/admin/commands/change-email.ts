// `change-email`: another address for an account whose person has lost the old one.
import * as z from 'zod/mini';
import { AdminUser, accountLines } from '../account.ts';
import { perform } from '../act.ts';
import { actCommand, twoWords } from '../command.ts';
import { findPerson } from '../person.ts';

const Answer = z.object({ user: AdminUser });

export const changeEmail = actCommand({
  name: 'change-email',
  options: ['yes'],
  takes: (given) => twoWords(given, 'the new email address is missing'),
  run: async (context, [word, email]) => {
    const before = await findPerson(context, word);
    return perform(context, {
      path: '/admin/users/change-email',
      body: { userId: before.userId, email },
      does: {
        ko: `이 계정의 주소를 ${email}(으)로 바꾸고, 두 주소에 알리고, 모든 곳에서 로그아웃합니다.`,
        en: `changes the address of this account to ${email}, tells both addresses, and logs it out everywhere.`,
      },
      whom: accountLines(before),
      isGrave: true,
      answer: Answer,
      report: ({ user }) => ({
        lines: [{ ko: '주소를 바꾸었습니다.', en: 'The address is changed.' }, ...accountLines(user)],
        json: { done: 'change-email', user },
      }),
    });
  },
});
