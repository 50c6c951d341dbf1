// The words of mails, by language.
import type { Locale } from '#domain/locale.ts';
import type { OwnSentences } from '#domain/settings.ts';
import { MAILS as EN } from './en/mails.ts';
import { MAILS as KO } from './ko/mails.ts';
import type { MailLanguage } from './mail-texts.ts';
import { type KeyOf, overlay } from './overlay.ts';

export const MAIL_TEXTS: Readonly<Record<Locale, MailLanguage>> = { ko: KO, en: EN };

/** `mail.verification.subject`; `mail.lifetime` of what all mails share. */
export const mailKey: KeyOf = ([group = '', ...path]) =>
  ['mail', ...(group === 'mails' ? [] : [group]), ...path].join('.');

export const mailTextsOf = (locale: Locale, own: OwnSentences = {}): MailLanguage =>
  overlay(MAIL_TEXTS[locale], mailKey, own[locale]);
