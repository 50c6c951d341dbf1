// The acts that concern one account and need nothing else: `disable`, `enable`, `log-out`, `remove-second-factor` and `delete`.
import * as z from 'zod/mini';
import type { Words } from '../../doctor/finding.ts';
import { accountLines } from '../account.ts';
import { perform } from '../act.ts';
import { type AnyCommand, actCommand, oneWord } from '../command.ts';
import { findPerson } from '../person.ts';

interface AccountAct {
  readonly name: string;
  readonly does: Words;
  readonly done: Words;
  readonly isGrave?: boolean;
}

const accountAct = ({ name, does, done, isGrave = false }: AccountAct): AnyCommand =>
  actCommand({
    name,
    options: isGrave ? ['yes'] : [],
    takes: oneWord,
    run: async (context, word) => {
      const user = await findPerson(context, word);
      const { userId } = user;
      return perform(context, {
        path: `/admin/users/${name}`,
        body: { userId },
        does,
        whom: accountLines(user),
        isGrave,
        answer: z.object({}),
        report: () => ({
          lines: [{ ko: `${done.ko} (${userId})`, en: `${done.en} (${userId})` }],
          json: { done: name, userId },
        }),
      });
    },
  });

export const disable = accountAct({
  name: 'disable',
  does: {
    ko: '이 계정의 이용을 정지합니다. 모든 곳에서 로그아웃되고, 로그인할 수 없고, 메일도 받지 못합니다.',
    en: 'disables this account. It is logged out everywhere, cannot log in and gets no mail.',
  },
  done: { ko: '이용을 정지했습니다.', en: 'The account is disabled.' },
  isGrave: true,
});

export const enable = accountAct({
  name: 'enable',
  does: { ko: '이 계정의 정지를 풉니다. 다시 로그인할 수 있습니다.', en: 'enables this account. It can log in again.' },
  done: { ko: '정지를 풀었습니다.', en: 'The account is enabled.' },
});

export const logOut = accountAct({
  name: 'log-out',
  does: { ko: '이 계정을 모든 곳에서 로그아웃합니다.', en: 'logs this account out everywhere.' },
  done: { ko: '모든 곳에서 로그아웃했습니다.', en: 'The account is logged out everywhere.' },
});

export const removeSecondFactor = accountAct({
  name: 'remove-second-factor',
  does: {
    ko: '이 계정의 2단계 인증을 끄고 본인에게 메일로 알립니다. 모든 곳에서 로그아웃됩니다. 요청한 사람이 본인인지 먼저 확인하세요.',
    en: 'takes the second factor from this account and tells its person by mail. It is logged out everywhere. Make sure first that it was its person who asked.',
  },
  done: { ko: '2단계 인증을 껐습니다.', en: 'The second factor is off.' },
  isGrave: true,
});

export const deleteAccount = accountAct({
  name: 'delete',
  does: {
    ko: '이 계정을 삭제하고 본인에게 메일로 알립니다. 되돌릴 수 없습니다.',
    en: 'deletes this account and tells its person by mail. This cannot be undone.',
  },
  done: { ko: '계정을 삭제했습니다.', en: 'The account is deleted.' },
  isGrave: true,
});
