// Which rows each function reads and changes, by what their keys begin with. IAM holds the roles to it (`dynamodb:LeadingKeys`), and the
// test service holds every flow to it, so that rights and code cannot part.
import type { NoticeKind, Purpose } from '#domain/purpose.ts';
import type { TableName } from '#domain/row.ts';
import {
  attemptsKey,
  auditKey,
  ceremonyKey,
  challengeKey,
  emailClaimKey,
  grantKey,
  limitKey,
  noticeKey,
  PASSKEY_DOMAIN_KEY,
  PURGE_KEY,
  suppressionKey,
  userKey,
} from '#domain/store-keys.ts';
import type { AnyFunctionName } from '#routes.ts';

export interface RowRights {
  /** What the keys begin with. */
  readonly reads: readonly string[];
  /** Rows that are written, counted in or removed. */
  readonly changes: readonly string[];
}

/** A table that is left out is open in whole: the key of a session is its id. */
type Rights = { readonly [Table in TableName]?: RowRights };

/** Up to the first `#`, as `domain/store-keys.ts` builds it. */
const prefixOf = ({ pk }: { readonly pk: string }): string => pk.slice(0, pk.indexOf('#') + 1);
const challenges = (...purposes: readonly Purpose[]): string[] =>
  purposes.map((purpose) => prefixOf(challengeKey({ purpose, channel: 'email', address: '' })));

/** The notices of one kind: `notice#new_log_in#`. */
const noticesOf = (kind: NoticeKind): string => {
  const { pk } = noticeKey({ kind, address: '', changeId: '' });
  return pk.slice(0, pk.indexOf('email:'));
};

const LIMITS = prefixOf(limitKey('', '', 0));
const ATTEMPTS = prefixOf(attemptsKey(''));
const NOTICES = prefixOf(noticeKey({ kind: 'password_changed', address: '', changeId: '' }));
const OF_LOG_INS = [noticesOf('new_log_in'), noticesOf('account_kept')];
const AUDITED = prefixOf(auditKey('', ''));
const PURGE = prefixOf(PURGE_KEY);
const CEREMONIES = prefixOf(ceremonyKey(''));
const GRANTS = prefixOf(grantKey(''));
const SUPPRESSED = prefixOf(suppressionKey('email', ''));

const both = (...prefixes: readonly string[]): RowRights => ({ reads: prefixes, changes: prefixes });
const AUDIT = both(prefixOf(auditKey('', '')));
const USERS = both(prefixOf(userKey('')), prefixOf(emailClaimKey('')));
const SENT = challenges('signup', 'reset', 'login', 'invitation', 'email_change', 'phone_change', 'otp');
/** What a changed password or address ends. */
const RETIRED = challenges('reset', 'login');
const OF_ACCOUNT = [
  ...challenges('signup', 'reset', 'login', 'email_change', 'phone_change'),
  ...[ATTEMPTS, NOTICES, LIMITS],
];

export const ROW_RIGHTS: Readonly<Record<AnyFunctionName, Rights>> = {
  signup: { verifications: both(...challenges('signup'), LIMITS) },
  verify: {
    verifications: {
      reads: [...challenges('signup'), ...RETIRED, SUPPRESSED, LIMITS],
      changes: [...challenges('signup'), ...RETIRED, LIMITS],
    },
    users: USERS,
  },
  reset: {
    verifications: {
      reads: [...RETIRED, ...challenges('invitation'), ATTEMPTS, NOTICES, SUPPRESSED, LIMITS],
      changes: [...RETIRED, ...challenges('invitation'), ATTEMPTS, NOTICES, LIMITS],
    },
    users: USERS,
  },
  session: {
    verifications: {
      reads: [...challenges('login', 'reset', 'signup'), ATTEMPTS, ...OF_LOG_INS, SUPPRESSED, LIMITS],
      changes: [...RETIRED, ATTEMPTS, ...OF_LOG_INS, SUPPRESSED, LIMITS],
    },
    users: USERS,
    audit: AUDIT,
  },
  account: {
    verifications: { reads: [...OF_ACCOUNT, SUPPRESSED], changes: OF_ACCOUNT },
    users: USERS,
  },
  factors: {
    verifications: {
      reads: [CEREMONIES, ATTEMPTS, NOTICES, SUPPRESSED, LIMITS],
      changes: [CEREMONIES, ATTEMPTS, NOTICES, SUPPRESSED, LIMITS],
    },
    users: both(prefixOf(userKey('')), PASSKEY_DOMAIN_KEY.pk),
    audit: AUDIT,
  },
  authorize: {
    verifications: both(GRANTS),
    // It writes only where unused accounts are deleted.
    users: both(prefixOf(userKey(''))),
    audit: AUDIT,
  },
  otp: { verifications: both(...challenges('otp'), LIMITS) },
  admin: {
    verifications: {
      reads: [...SENT, ...challenges('email_undo'), NOTICES, ATTEMPTS, SUPPRESSED, LIMITS],
      changes: [...challenges('signup', 'invitation'), ...RETIRED, NOTICES, SUPPRESSED, LIMITS],
    },
    users: USERS,
    audit: both(AUDITED),
  },
  pages: {},
  courier: {
    verifications: {
      reads: [...SENT, ...challenges('email_undo'), NOTICES, ATTEMPTS, SUPPRESSED, LIMITS],
      changes: [...SENT, NOTICES, LIMITS],
    },
    users: { reads: USERS.reads, changes: [] },
  },
  events: { users: { reads: [prefixOf(userKey(''))], changes: [] }, audit: AUDIT },
  feedback: { verifications: both(...SENT, NOTICES, SUPPRESSED, LIMITS) },
  webhooks: {},
  purge: {
    verifications: both(...challenges('signup'), noticesOf('account_unused'), noticesOf('account_deleted'), PURGE),
    users: USERS,
  },
};
