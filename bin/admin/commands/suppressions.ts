// `suppress` and `unsuppress`: sends nothing to an address or a number any more, and sends to it again.
import * as z from 'zod/mini';
import { AdminLiftedResponse, AdminSuppressedResponse } from '#schemas/admin/answers.ts';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';
import type { Context } from '../context.ts';
import { findPerson, identityOf } from '../person.ts';

type Recipient = { readonly email: string } | { readonly phone: string };

/** An address needs no account to be suppressed. An id means the email address of its account. */
const recipientOf = async (context: Context, word: string): Promise<Recipient> => {
  const identity = identityOf(word);
  return 'userId' in identity ? { email: (await findPerson(context, word)).email } : identity;
};

const textOf = (recipient: Recipient): string => ('email' in recipient ? recipient.email : recipient.phone);

export const suppress = actCommand({
  name: 'suppress',
  takes: oneWord,
  run: async (context, word) => {
    const recipient = await recipientOf(context, word);
    const to = textOf(recipient);
    return perform(context, {
      path: '/admin/suppressions/set',
      body: recipient,
      does: { ko: `${to}(으)로 아무것도 보내지 않게 합니다.`, en: `sends nothing to ${to} any more.` },
      whom: [],
      answer: z.object(AdminSuppressedResponse.shape),
      report: (done) => ({
        lines: [
          done.isNew
            ? { ko: `${to}(으)로 아무것도 보내지 않습니다.`, en: `Nothing is sent to ${to} any more.` }
            : { ko: `${to}(으)로는 이미 보내지 않고 있었습니다.`, en: `Nothing was sent to ${to} already.` },
        ],
        json: { done: 'suppress', ...done },
      }),
    });
  },
});

export const unsuppress = actCommand({
  name: 'unsuppress',
  takes: oneWord,
  run: async (context, word) => {
    const recipient = await recipientOf(context, word);
    const to = textOf(recipient);
    return perform(context, {
      path: '/admin/suppressions/lift',
      body: recipient,
      does: { ko: `${to}(으)로 다시 보냅니다.`, en: `sends to ${to} again.` },
      whom: [],
      answer: z.object(AdminLiftedResponse.shape),
      report: (done) => ({
        lines: [
          done.wasSuppressed !== undefined || done.wasOnAccountList
            ? { ko: `${to}(으)로 다시 보냅니다.`, en: `${to} gets messages again.` }
            : { ko: `${to}은(는) 발송 금지가 아니었습니다.`, en: `${to} was not suppressed.` },
        ],
        json: { done: 'unsuppress', ...done },
      }),
    });
  },
});
