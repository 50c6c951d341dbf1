// The words of every SMS in one language. `{brand}` and `{code}` are filled in; spaces stand around `{code}`.
import type { Sms } from '#domain/delivery/mail.ts';

export type SmsTexts = Readonly<Record<Sms['name'], string>>;
