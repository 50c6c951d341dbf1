// Stands where no transport for texts is configured: what still asks for one is told so, and the operator with it.
import type { SmsTransport } from '#domain/ports.ts';

export const noSms: SmsTransport = {
  send: async () => ({ ok: false, permanent: true, reason: 'texts_off' }),
  outcomeOf: async () => 'unknown',
};
