// `set-metadata`: replaces what your own systems keep with an account.
import * as z from 'zod/mini';
import { AdminUser, accountLines } from '../account.ts';
import { perform } from '../act.ts';
import { actCommand, twoWords } from '../command.ts';
import { findPerson } from '../person.ts';
import { readObject } from '../values.ts';

const Answer = z.object({ user: AdminUser });

export const setMetadata = actCommand({
  name: 'set-metadata',
  takes: (given) => {
    const [word, text] = twoWords(given, 'the metadata is missing: a JSON object, or null to remove it');
    return { word, metadata: text === 'null' ? null : readObject('the metadata', text) };
  },
  run: async (context, { word, metadata }) => {
    const before = await findPerson(context, word);
    const { userId } = before;
    const text = JSON.stringify(metadata);
    return perform(context, {
      path: '/admin/users/set-metadata',
      body: { userId, metadata },
      does:
        metadata === null
          ? { ko: '이 계정의 메타데이터를 지웁니다.', en: 'removes the metadata of this account.' }
          : { ko: `이 계정의 메타데이터를 바꿉니다: ${text}`, en: `replaces the metadata of this account: ${text}` },
      whom: accountLines(before),
      answer: Answer,
      report: ({ user }) => ({
        lines: [{ ko: '메타데이터를 바꾸었습니다.', en: 'The metadata is replaced.' }, ...accountLines(user)],
        json: { done: 'set-metadata', user },
      }),
    });
  },
});
