// Every sentence of pages, mails and SMS by its key, for what checks and lists them. No function needs it.
import type { Locale } from '#domain/locale.ts';
import { MAIL_TEXTS, mailKey } from './mails.ts';
import { OAUTH_TEXTS, oauthKey } from './oauth.ts';
import { sentencesIn } from './overlay.ts';
import { PAGE_TEXTS, pageKey } from './pages.ts';
import { SMS_TEXTS, smsKey } from './sms.ts';

export const sentencesOf = (locale: Locale): ReadonlyMap<string, string> =>
  new Map([
    ...sentencesIn(PAGE_TEXTS[locale], pageKey),
    ...sentencesIn(MAIL_TEXTS[locale], mailKey),
    ...sentencesIn(SMS_TEXTS[locale], smsKey),
    ...sentencesIn(OAUTH_TEXTS[locale], oauthKey),
  ]);

/** `['code', 'minutes']`, each once. */
export const placeholdersOf = (sentence: string): readonly string[] => [
  ...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)),
];
