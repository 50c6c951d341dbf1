// The local service for one run, with what a route needs for a success that `npm start` has only where a stage says it.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileField } from '#domain/account/profile-fields.ts';
import type { Client } from '#domain/oauth/client.ts';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { startLocal } from '../../bin/local/start.ts';

export interface RunningService {
  readonly url: string;
  /** For what this run writes; gone when it stops. */
  readonly folder: string;
  /** Of the client `server`. */
  readonly clientSecret: string;
  /** For the routes of administrators. */
  readonly adminKey: string;
  stop(): Promise<void>;
}

const SECRET = 'the secret of this run only';
/** One that may ask about tokens, and one with pages of its own. */
const CLIENTS: readonly Client[] = [
  ...LOCAL_CLIENTS,
  {
    id: 'server',
    name: 'Server',
    redirectUris: ['https://server.example/callback'],
    secretSha256: createHash('sha256').update(SECRET).digest('hex'),
  },
  {
    id: 'pages',
    name: 'Pages',
    redirectUris: ['https://pages.example/callback'],
    linkUrl: 'https://pages.example/auth',
  },
];
const COMPANY: ProfileField = {
  ...{ key: 'company', type: 'text', label: { ko: '회사', en: 'Company' }, maximumLength: 100 },
  ...{ required: false, atSignUp: true, editable: true },
};
const APP_LINKS = {
  apple: ['ABCDE12345.com.example.app'],
  android: [{ package: 'com.example.app', sha256Fingerprints: [Array(32).fill('AB').join(':')] }],
};

export const startService = async (): Promise<RunningService> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-api-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const service = await startLocal({
      port: 0,
      mail: { transport: 'ses' },
      settingsFor: () => ({ profileFields: [COMPANY], appLinks: APP_LINKS }),
      anyLocalPort: true,
      clients: CLIENTS,
      dataFolder: join(folder, 'data'),
      writeLog: () => undefined,
    });
    const stop = async (): Promise<void> => {
      await service.stop();
      clean();
    };
    return { url: service.url, folder, clientSecret: SECRET, adminKey: service.adminKey, stop };
  } catch (error) {
    clean();
    throw error;
  }
};
