// The names of the variables a function is given. Only types are imported: the stack sets them, the functions read them.
import type { TableName } from '#domain/row.ts';

export const ENV = {
  /** The deployment's settings as one JSON value (`schemas/settings.ts`). */
  settings: 'LATCHKEY_SETTINGS',
  verificationsTable: 'VERIFICATIONS_TABLE',
  usersTable: 'USERS_TABLE',
  sessionsTable: 'SESSIONS_TABLE',
  /** ARN of the HMAC_256 key behind the master secret. */
  masterKey: 'MASTER_KEY',
  /** ARNs of the RSA_2048 keys in JWKS, separated by commas; the first one signs. */
  signingKeys: 'SIGNING_KEYS',
  urgentQueue: 'URGENT_QUEUE_URL',
  ordinaryQueue: 'ORDINARY_QUEUE_URL',
  /** Only where SES sends. */
  configurationSet: 'SES_CONFIGURATION_SET',
  /** ARNs of the operator's own secrets, where there is an SMTP server or SENS. */
  smtpSecret: 'SMTP_SECRET',
  sensSecret: 'SENS_SECRET',
} as const;
export type EnvName = keyof typeof ENV;

/** Which variable names which table. */
export const TABLE_VARIABLES = {
  verifications: 'verificationsTable',
  users: 'usersTable',
  sessions: 'sessionsTable',
} as const satisfies Readonly<Record<TableName, EnvName>>;

/** The value of a variable. Throws naming it, so that a broken deployment says what it misses. */
export const readEnv = (name: EnvName): string => {
  const value = process.env[ENV[name]];
  if (!value) throw new Error(`the environment variable ${ENV[name]} is missing: deploy the stack again`);
  return value;
};
