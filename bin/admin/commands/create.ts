// `create` and `invite`: a new account, without a mail or with one whose link sets the first password.
import * as z from 'zod/mini';
import { AdminUser, accountLines } from '../account.ts';
import { perform } from '../act.ts';
import { type AnyCommand, actCommand, oneWord } from '../command.ts';
import { linesOf } from '../table.ts';
import { misused } from '../usage.ts';
import { readObject } from '../values.ts';

const LOCALES = ['ko', 'en'];
const Answer = z.object({ user: AdminUser });

const newAccount = (name: 'create' | 'invite'): AnyCommand => {
  const isInvited = name === 'invite';
  return actCommand({
    name,
    options: ['locale', 'profile', 'metadata'],
    takes: (given) => {
      const { locale, profile, metadata } = given.values;
      if (locale !== undefined && !LOCALES.includes(locale)) throw misused(`--locale must be ${LOCALES.join(' or ')}`);
      return {
        email: oneWord(given, 'an email address is missing'),
        ...(locale && { locale }),
        ...(profile !== undefined && { profile: readObject('--profile', profile) }),
        ...(metadata !== undefined && { metadata: readObject('--metadata', metadata) }),
        ...(isInvited && { invite: true }),
      };
    },
    run: (context, body) =>
      perform(context, {
        path: '/admin/users/create',
        body,
        does: isInvited
          ? {
              ko: '계정을 만들고, 비밀번호를 정하는 링크를 메일로 보냅니다.',
              en: 'creates an account and mails a link that sets its password.',
            }
          : {
              ko: '계정을 만듭니다. 메일은 보내지 않습니다. 비밀번호는 재설정 메일로 정합니다.',
              en: 'creates an account and sends no mail. A reset mail sets its password.',
            },
        whom: linesOf(
          Object.entries(body).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
        ),
        answer: Answer,
        report: ({ user }) => ({
          lines: [
            isInvited
              ? {
                  ko: '계정을 만들고 초대 메일을 보냈습니다.',
                  en: 'The account is created and the invitation is on its way.',
                }
              : { ko: '계정을 만들었습니다.', en: 'The account is created.' },
            ...accountLines(user),
          ],
          json: { done: name, user },
        }),
      }),
  });
};

export const create = newAccount('create');
export const invite = newAccount('invite');
