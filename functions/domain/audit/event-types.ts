// What can happen to an account, as events and audit rows name it.

/** What an administrator does. Each is an event too: `admin.disable`. */
export const ADMIN_ACTS = [
  'find',
  'list',
  'show',
  'explain',
  'audit',
  'create',
  'invite',
  'disable',
  'enable',
  'log_out',
  'resend',
  'set_metadata',
  'change_email',
  'remove_second_factor',
  'delete',
  'export',
  'suppress',
  'unsuppress',
  'import',
  'replay',
] as const;
export type AdminAct = (typeof ADMIN_ACTS)[number];

const OF_ACCOUNTS = [
  'user.created',
  'user.verified',
  'user.password_changed',
  'user.email_changed',
  'user.phone_changed',
  'user.consent_changed',
  'user.passkey_added',
  'user.passkey_removed',
  'user.second_factor_changed',
  'user.disabled',
  'user.enabled',
  'user.deleted',
  'session.reused',
] as const;

export type EventType = (typeof OF_ACCOUNTS)[number] | `admin.${AdminAct}`;

export const EVENT_TYPES: readonly EventType[] = [...OF_ACCOUNTS, ...ADMIN_ACTS.map((act) => `admin.${act}` as const)];
