// A SENS server on this machine and a transport that uses it, with one clock that a test can move.
import { createSens } from '#adapters/sms/sens/sens.ts';
import type { SensCredentials } from '#adapters/sms/sens/sens-signature.ts';
import { DependencyError } from '#domain/errors.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import { startSens } from '../../../bin/local/sms/sens.ts';

export const SENS_ACCOUNT = {
  credentials: { accessKey: 'test-access-key', secretKey: 'test-secret-key' },
  serviceId: 'ncp:sms:kr:123456789012:modu',
  from: '0212345678',
};
export const NEW_KEY: SensCredentials = { accessKey: 'next-access-key', secretKey: 'next-secret-key' };

interface HeldSecret extends SecretReader<SensCredentials> {
  /** The next value that is read after `forget`. */
  stored: SensCredentials;
  forgotten: number;
  isUnreadable: boolean;
}

/** Keeps the value it read until `forget` is called, as in the deployed service. */
const createHeldSecret = (stored: SensCredentials): HeldSecret => {
  let kept: SensCredentials | undefined;
  const secret: HeldSecret = {
    stored,
    forgotten: 0,
    isUnreadable: false,
    read: async () => {
      if (secret.isUnreadable) {
        throw new DependencyError('secrets', Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
      }
      kept ??= secret.stored;
      return kept;
    },
    forget: () => {
      secret.forgotten += 1;
      kept = undefined;
    },
  };
  return secret;
};

/** `time.offset`: how far the transport's clock is ahead of the server's, in milliseconds. */
export const startSensWithTransport = async ({ allowsLong = false, timeoutMilliseconds = 5000 } = {}) => {
  const time = { now: Date.UTC(2026, 10, 3, 4, 5, 6), offset: 0 };
  const sens = await startSens({ ...SENS_ACCOUNT, clock: { now: () => time.now } });
  const secret = createHeldSecret(SENS_ACCOUNT.credentials);
  const { serviceId, from } = SENS_ACCOUNT;
  const transport = createSens({
    settings: { serviceId, from, allowsLong },
    secret,
    clock: { now: () => time.now + time.offset },
    endpoint: sens.endpoint,
    timeoutMilliseconds,
  });
  return { sens, secret, transport, time };
};
