// A trusted caller for tests: its key, and how it stands in the settings.
import { createHash } from 'node:crypto';
import type { TrustedCaller } from '#domain/settings.ts';

export const CALLER_KEY = 'the key of the backend';
export const TRUSTED_CALLER: TrustedCaller = {
  name: 'backend',
  keySha256: createHash('sha256').update(CALLER_KEY).digest('hex'),
};
