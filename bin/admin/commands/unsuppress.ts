// `unsuppress`: sends to an address or a number again that had refused or complained.
import * as z from 'zod/mini';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';
import { findPerson, identityOf } from '../person.ts';

export const unsuppress = actCommand({
  name: 'unsuppress',
  takes: oneWord,
  run: async (context, word) => {
    const identity = identityOf(word);
    const address = 'userId' in identity ? { email: (await findPerson(context, word)).email } : identity;
    const [to = ''] = Object.values(address);
    return perform(context, {
      path: '/admin/suppressions/lift',
      body: address,
      does: { ko: `${to}(으)로 다시 보냅니다.`, en: `sends to ${to} again.` },
      whom: [],
      answer: z.object({}),
      report: () => ({
        lines: [{ ko: `${to}(으)로 다시 보낼 수 있습니다.`, en: `${to} gets mails again.` }],
        json: { done: 'unsuppress', ...address },
      }),
    });
  },
});
