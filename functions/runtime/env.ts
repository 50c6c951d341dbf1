// The environment variables of the functions. Imports only types, because both the stack, which sets them, and the functions load it.
import type { TableName } from '#domain/row.ts';

export const ENV = {
  /** The deployment's settings as one JSON value (`schemas/settings.ts`). */
  settings: 'LATCHKEY_SETTINGS',
  verificationsTable: 'VERIFICATIONS_TABLE',
  usersTable: 'USERS_TABLE',
  sessionsTable: 'SESSIONS_TABLE',
  auditTable: 'AUDIT_TABLE',
  /** ARN of the HMAC_256 key behind the master secret. */
  masterKey: 'MASTER_KEY',
  /** ARNs of the RSA_2048 keys of access tokens, separated by commas; the first one signs. */
  signingKeys: 'SIGNING_KEYS',
  /** The same two for one-time codes. Only set while they are on. */
  otpKey: 'OTP_KEY',
  proofSigningKeys: 'PROOF_SIGNING_KEYS',
  urgentQueue: 'URGENT_QUEUE_URL',
  ordinaryQueue: 'ORDINARY_QUEUE_URL',
  /** ARN of the bus that events are put on. */
  eventBus: 'EVENT_BUS',
  eventRetries: 'EVENT_RETRIES_QUEUE_URL',
  /** Only set if SES sends. */
  configurationSet: 'SES_CONFIGURATION_SET',
  /** ARNs of the operator's own secrets, set if an SMTP server or SENS is used. */
  smtpSecret: 'SMTP_SECRET',
  sensSecret: 'SENS_SECRET',
  /** ARN of the secret key of the human check, set in the functions that ask for it. */
  humanCheckSecret: 'HUMAN_CHECK_SECRET',
  /** The endpoints of webhooks as JSON (`schemas/events/webhooks.ts`). */
  webhooks: 'WEBHOOKS',
  /** Their names, separated by commas, for those who send an event again. Only set if there are some. */
  webhookNames: 'WEBHOOK_NAMES',
} as const;
export type EnvName = keyof typeof ENV;

/** Which variable names which table. */
export const TABLE_VARIABLES = {
  verifications: 'verificationsTable',
  users: 'usersTable',
  sessions: 'sessionsTable',
  audit: 'auditTable',
} as const satisfies Readonly<Record<TableName, EnvName>>;

/** The value of a variable. Throws an error with its name if it is missing. */
export const readEnv = (name: EnvName): string => {
  const value = process.env[ENV[name]];
  if (!value) throw new Error(`the environment variable ${ENV[name]} is missing: deploy the stack again`);
  return value;
};
