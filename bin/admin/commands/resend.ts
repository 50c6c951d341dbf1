// `resend`: sends the mail again whose link or code a person waits for.
import * as z from 'zod/mini';
import { AdminResentResponse } from '#schemas/admin/answers.ts';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';
import { findPerson, identityOf } from '../person.ts';
import { misused } from '../usage.ts';

const MAILS = {
  signup: { ko: '가입 확인', en: 'sign-up' },
  reset: { ko: '비밀번호 재설정', en: 'reset' },
  invitation: { ko: '초대', en: 'invitation' },
} as const;
type Mail = keyof typeof MAILS;

const isMail = (text: string): text is Mail => Object.hasOwn(MAILS, text);

export const resend = actCommand({
  name: 'resend',
  options: ['mail'],
  takes: (given) => {
    const { mail = '' } = given.values;
    if (!isMail(mail)) throw misused(`"resend" needs --mail ${Object.keys(MAILS).join('|')}`);
    return { word: oneWord(given), mail };
  },
  run: async (context, { word, mail }) => {
    // A person who has not finished a sign-up has no account yet.
    const email = 'email' in identityOf(word) ? word : (await findPerson(context, word)).email;
    const { ko, en } = MAILS[mail];
    return perform(context, {
      path: '/admin/users/resend',
      body: { email, mail },
      does: { ko: `${email}에 ${ko} 메일을 다시 보냅니다.`, en: `sends the ${en} mail to ${email} again.` },
      whom: [],
      answer: z.object({ expiresAt: AdminResentResponse.shape.expiresAt }),
      report: ({ expiresAt }) => ({
        lines: [
          {
            ko: `${email}에 ${ko} 메일을 보냅니다. 링크는 ${expiresAt}까지 쓸 수 있습니다.`,
            en: `The ${en} mail to ${email} is on its way. Its link works until ${expiresAt}.`,
          },
        ],
        json: { done: 'resend', email, mail, expiresAt },
      }),
    });
  },
});
