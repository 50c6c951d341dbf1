// The composition root on AWS: what each function stands on, made once per process from its variables.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createArgon2Hasher } from '../adapters/argon2.ts';
import { createCommonPasswords } from '../adapters/common-passwords.ts';
import { createDynamoDBStore } from '../adapters/dynamodb-store.ts';
import { createIds } from '../adapters/ids.ts';
import { createKmsKeyRing } from '../adapters/kms-key-ring.ts';
import { createKmsSigner } from '../adapters/kms-signer.ts';
import { createMailComposer } from '../adapters/mail-composer.ts';
import { createMailRenderer } from '../adapters/mail-renderer.ts';
import { createSesTransport } from '../adapters/ses.ts';
import { createSqsRetryQueue } from '../adapters/sqs-retry-queue.ts';
import { systemClock, systemRandomness } from '../adapters/system.ts';
import type { Settings } from '../domain/settings.ts';
import { parseSettings } from '../schemas/settings.ts';
import { readEnv } from './env.ts';
import { createLogger } from './logger.ts';

/**
 * The same for every client, on purpose: three tries of at most 2.5 seconds each end before the function's own 15 do.
 * Connections are kept for the next request (the SDK's default).
 */
const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;

const base = () => ({
  settings: parseSettings(JSON.parse(readEnv('settings'))),
  clock: systemClock,
  log: createLogger((line) => process.stdout.write(line)),
});

const stored = () => ({
  ...base(),
  store: createDynamoDBStore({
    client: DynamoDBDocumentClient.from(new DynamoDBClient(CLIENT), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    tableNames: {
      verifications: readEnv('verificationsTable'),
      users: readEnv('usersTable'),
      sessions: readEnv('sessionsTable'),
    },
  }),
});

const masterKeys = (client: KMSClient, { stage, masterKeys: { accepted } }: Settings) =>
  createKmsKeyRing({ client, keyId: readEnv('masterKey'), stage, accepted });

const signer = (client: KMSClient) => {
  const [current = '', ...others] = readEnv('signingKeys').split(',');
  return createKmsSigner({ client, keyIds: [current, ...others] });
};

/** Sign-up stands on no key: nothing it does can open an account. */
export const signUpDependencies = () => ({
  ...stored(),
  ids: createIds(systemClock),
  random: systemRandomness,
  passwords: createArgon2Hasher(),
  commonPasswords: createCommonPasswords(),
});

export const verifyDependencies = () => {
  const dependencies = stored();
  const kms = new KMSClient(CLIENT);
  return {
    ...dependencies,
    ids: createIds(systemClock),
    random: systemRandomness,
    passwords: createArgon2Hasher(),
    keyRing: masterKeys(kms, dependencies.settings),
    signer: signer(kms),
  };
};

export const pagesDependencies = () => ({ ...base(), signer: signer(new KMSClient(CLIENT)) });

export const courierDependencies = () => {
  const dependencies = stored();
  const { brand, senderEmail } = dependencies.settings;
  return {
    ...dependencies,
    keyRing: masterKeys(new KMSClient(CLIENT), dependencies.settings),
    renderer: createMailRenderer(brand),
    composer: createMailComposer({ brandName: brand.name, senderEmail }),
    transport: createSesTransport({
      client: new SESClient(CLIENT),
      senderEmail,
      configurationSet: readEnv('configurationSet'),
    }),
    retries: createSqsRetryQueue({
      client: new SQSClient(CLIENT),
      urgentQueueUrl: readEnv('urgentQueue'),
      ordinaryQueueUrl: readEnv('ordinaryQueue'),
    }),
  };
};
