// The purposes of messages, and the channels they are sent through.

export const PURPOSES = [
  'signup',
  'reset',
  'login',
  'invitation',
  'email_change',
  'email_undo',
  'phone_change',
  'otp',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Those whose mails have a link. */
export const LINK_PURPOSES = [
  'signup',
  'reset',
  'login',
  'invitation',
  'email_change',
  'email_undo',
] as const satisfies readonly Purpose[];

/** Those whose mails an administrator can send. */
export const ADMIN_MAILS = ['signup', 'reset', 'invitation'] as const satisfies readonly Purpose[];
export type AdminMail = (typeof ADMIN_MAILS)[number];

/** Whether a logged-in person begins it, for their own account. */
export const isChange = (purpose: Purpose): boolean => purpose === 'email_change' || purpose === 'phone_change';

export const CHANNELS = ['email', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Identifies the row of a challenge: one per purpose and address. `address` is normalised. */
export interface ChallengeRef {
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly address: string;
}

/**
 * What an owner is notified of. `email_changed` goes to the address that the account leaves, with a link to undo it;
 * `email_restored` to the addresses that lose the account by that link; `account_unused` before the account is deleted;
 * `deletion_asked` if the owner asked for that and can still keep it, and `account_kept` if so.
 */
export const NOTICE_KINDS = [
  'password_changed',
  'email_changed',
  'email_restored',
  'phone_changed',
  'account_deleted',
  'deletion_asked',
  'account_kept',
  'account_unused',
  'new_log_in',
  'passkey_added',
  'passkey_removed',
  'second_factor_on',
  'second_factor_off',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Which row a notice lives in: `address` is where it goes, `changeId` what it tells of. */
export interface NoticeRef {
  readonly kind: NoticeKind;
  readonly address: string;
  readonly changeId: string;
}
