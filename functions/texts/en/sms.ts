// The words of every SMS in English.
import type { SmsTexts } from '../sms-texts.ts';

export const SMS: SmsTexts = { code: '[{brand}] {code} is your code. Do not share it.' };
