// The words of every SMS in Korean.
import type { SmsTexts } from '../sms-texts.ts';

export const SMS: SmsTexts = { code: '[{brand}] 인증번호 {code} 타인에게 알리지 마세요.' };
