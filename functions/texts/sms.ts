// The words of SMS, by language.
import type { Locale } from '#domain/locale.ts';
import { SMS as EN } from './en/sms.ts';
import { SMS as KO } from './ko/sms.ts';
import type { SmsTexts } from './sms-texts.ts';

export const SMS_TEXTS: Readonly<Record<Locale, SmsTexts>> = { ko: KO, en: EN };
