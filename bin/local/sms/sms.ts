// The SMS transport on this machine: the real adapter, and a local SENS that keeps the messages.
import { randomBytes } from 'node:crypto';
import { createSens } from '#adapters/sms/sens/sens.ts';
import type { SmsTransport } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import type { SmsSettings } from '#domain/settings.ts';
import type { LocalMessage } from '../local-message.ts';
import { startSens } from './sens.ts';

export interface LocalSms {
  readonly settings: SmsSettings;
  readonly transport: SmsTransport;
  messages(): readonly LocalMessage[];
  stop(): Promise<void>;
}

const SERVICE = { serviceId: 'ncp:sms:kr:000000000000:local', from: '0212345678' } as const;

export const startSms = async (clock: Clock): Promise<LocalSms> => {
  const credentials = { accessKey: 'local', secretKey: randomBytes(16).toString('hex') };
  const sens = await startSens({ ...SERVICE, credentials, clock });
  const settings = { ...SERVICE, allowsLong: false };
  const secret = { read: async () => credentials, forget: () => undefined };
  return {
    settings: { countries: { KR: 'sens' }, sens: settings },
    transport: createSens({ settings, secret, clock, endpoint: sens.endpoint }),
    messages: () => sens.messages(),
    stop: () => sens.stop(),
  };
};
