// The words of mails, by language.
import type { Locale } from '#domain/locale.ts';
import { MAILS as EN } from './en/mails.ts';
import { MAILS as KO } from './ko/mails.ts';
import type { MailLanguage } from './mail-texts.ts';

export const MAIL_TEXTS: Readonly<Record<Locale, MailLanguage>> = { ko: KO, en: EN };
