// Builds and parses the keys of rows. No other file knows their format.
import {
  CHANNELS,
  type ChallengeRef,
  type Channel,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeRef,
  PURPOSES,
  type Purpose,
} from './purpose.ts';
import type { Key } from './row.ts';

export const challengeKey = (ref: ChallengeRef): Key<'challenge'> => ({
  kind: 'challenge',
  table: 'verifications',
  pk: `${ref.purpose}#${ref.channel}:${ref.address}`,
});

/** Reads the key of a challenge; `undefined` for the keys of other rows. */
export const parseChallengeKey = (pk: string): ChallengeRef | undefined => {
  const match = /^([a-z_]+)#([a-z]+):(.+)$/.exec(pk);
  if (!match) return undefined;
  const [, purpose, channel, address = ''] = match;
  if (!PURPOSES.some((known) => known === purpose) || !CHANNELS.some((known) => known === channel)) return undefined;
  return { purpose: purpose as Purpose, channel: channel as Channel, address };
};

export const noticeKey = ({ kind, address, changeId }: NoticeRef): Key<'notice'> => ({
  kind: 'notice',
  table: 'verifications',
  pk: `notice#${kind}#email:${address}#${changeId}`,
});

/** Reads the key of a notice; `undefined` for the keys of other rows. */
export const parseNoticeKey = (pk: string): NoticeRef | undefined => {
  const match = /^notice#([a-z_]+)#email:(.+)#([0-9A-Z]{26})$/.exec(pk);
  if (!match) return undefined;
  const [, kind, address = '', changeId = ''] = match;
  return NOTICE_KINDS.some((known) => known === kind) ? { kind: kind as NoticeKind, address, changeId } : undefined;
};

/** `limitAddress`: the form of the address that limits count. */
export const attemptsKey = (limitAddress: string): Key<'attempts'> => ({
  kind: 'attempts',
  table: 'verifications',
  pk: `attempts#email:${limitAddress}`,
});

/** Of the codes of a second factor, whatever address or network. */
export const codeAttemptsKey = (userId: string): Key<'attempts'> => ({
  kind: 'attempts',
  table: 'verifications',
  pk: `attempts#factor:${userId}`,
});

export const suppressionKey = (channel: Channel, address: string): Key<'suppression'> => ({
  kind: 'suppression',
  table: 'verifications',
  pk: `suppressed#${channel}:${address}`,
});

/** `windowStartsAt` is in epoch milliseconds. Every window has its own row, so one atomic addition is enough. */
export const limitKey = (what: string, subject: string, windowStartsAt: number): Key<'limit'> => ({
  kind: 'limit',
  table: 'verifications',
  pk: `limit#${what}#${subject}#${Math.floor(windowStartsAt / 1000)}`,
});

/** `codeHash`: that of an authorization code. */
export const grantKey = (codeHash: string): Key<'grant'> => ({
  kind: 'grant',
  table: 'verifications',
  pk: `grant#${codeHash}`,
});

/** `hash`: that of the challenge. */
export const ceremonyKey = (hash: string): Key<'ceremony'> => ({
  kind: 'ceremony',
  table: 'verifications',
  pk: `ceremony#${hash}`,
});

/** The one row that holds the sending quota of the account. */
export const QUOTA_KEY: Key<'quota'> = { kind: 'quota', table: 'verifications', pk: 'limit#quota' };

/** The one row by which the purge goes on where it stopped. */
export const PURGE_KEY: Key<'purge'> = { kind: 'purge', table: 'verifications', pk: 'purge#state' };

/** The pace of a recipient domain. */
export const deferralKey = (domain: string): Key<'deferral'> => ({
  kind: 'deferral',
  table: 'verifications',
  pk: `limit#deferred#${domain}`,
});

export const userKey = (userId: string): Key<'user'> => ({ kind: 'user', table: 'users', pk: `user#${userId}` });

/** The id in the key of an account; `undefined` for the keys of other rows. */
export const userIdOf = (pk: string): string | undefined =>
  pk.startsWith('user#') ? pk.slice('user#'.length) : undefined;

/** The index on the table of users, by `phone`. Keys only. */
export const BY_PHONE = 'by-phone';

export const emailClaimKey = (address: string): Key<'claim'> => ({
  kind: 'claim',
  table: 'users',
  pk: `email#${address}`,
});

/** The one row that says which domain all passkeys are for. */
export const PASSKEY_DOMAIN_KEY: Key<'passkeyDomain'> = {
  kind: 'passkeyDomain',
  table: 'users',
  pk: 'passkeys#domain',
};

export const sessionKey = (sessionId: string): Key<'session'> => ({
  kind: 'session',
  table: 'sessions',
  pk: sessionId,
});

/** `id`: a ULID. Neither part contains a `#`. */
export const auditKey = (userId: string, id: string): Key<'audit'> => ({
  kind: 'audit',
  table: 'audit',
  pk: `audit#${userId}#${id}`,
});

/** The id of an audit row by its key. */
export const auditIdOf = (pk: string): string => pk.slice(pk.lastIndexOf('#') + 1);

/** The only index: on the tables of sessions and audit rows, by `userId`, then `pk`. Keys only, so that a refresh does not write to it. */
export const BY_USER = 'by-user';
