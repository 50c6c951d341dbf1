// The transport when no SMS transport is configured: every sms fails with a reason that tells the operator so.
import type { SmsTransport } from '#domain/ports/delivery.ts';

export const noSms: SmsTransport = {
  send: async () => ({ ok: false, permanent: true, reason: 'texts_off' }),
  outcomeOf: async () => 'unknown',
};
