// `change-email`: another address for an account whose person has lost the old one.
import * as z from 'zod/mini';
import { AdminUser, accountLines } from '../account.ts';
import { perform } from '../act.ts';
import { actCommand, twoWords } from '../command.ts';
import { findPerson } from '../person.ts';

const Answer = z.object({ user: AdminUser });

export const changeEmail = actCommand({
  name: 'change-email',
  options: ['yes', 'old-mailbox-lost'],
  takes: (given) => {
    const [word, email] = twoWords(given, 'the new email address is missing');
    return { word, email, ...(given.values['old-mailbox-lost'] && { oldMailboxLost: true }) };
  },
  run: async (context, { word, ...change }) => {
    const before = await findPerson(context, word);
    return perform(context, {
      path: '/admin/users/change-email',
      body: { userId: before.userId, ...change },
      does: {
        ko: `이 계정의 이메일을 ${change.email}(으)로 바꿉니다. 세션과 비밀번호는 끝나고, 새 이메일로는 아무것도 보내지 않으며, 이전 이메일로는 되돌리기 링크가 든 알림이 갑니다.`,
        en: `moves this account to ${change.email}. Its sessions and password end, nothing is sent to the new address, and the old one gets a notice with a link that undoes this.`,
      },
      whom: accountLines(before),
      isGrave: true,
      answer: Answer,
      report: ({ user }) => ({
        lines: [
          {
            ko: '이메일을 바꾸었습니다. 본인이 비밀번호 재설정 화면에 새 이메일을 적으면 다시 들어올 수 있습니다.',
            en: 'The address is changed. The person gets in again by asking for a password reset at the new address.',
          },
          ...accountLines(user),
        ],
        json: { done: 'change-email', user },
      }),
    });
  },
});
