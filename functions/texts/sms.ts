// The words of SMS, by language.
import type { Locale } from '#domain/locale.ts';
import type { OwnSentences } from '#domain/settings.ts';
import { SMS as EN } from './en/sms.ts';
import { SMS as KO } from './ko/sms.ts';
import { type KeyOf, overlay } from './overlay.ts';
import type { SmsTexts } from './sms-texts.ts';

export const SMS_TEXTS: Readonly<Record<Locale, SmsTexts>> = { ko: KO, en: EN };

/** `sms.code`. */
export const smsKey: KeyOf = (path) => ['sms', ...path].join('.');

export const smsTextsOf = (locale: Locale, own: OwnSentences = {}): SmsTexts =>
  overlay(SMS_TEXTS[locale], smsKey, own[locale]);
