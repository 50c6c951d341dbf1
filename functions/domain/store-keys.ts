// The only place that spells the keys of rows.
import { CHANNELS, type ChallengeRef, type Channel, PURPOSES, type Purpose } from './challenge.ts';
import type { Key } from './ports.ts';

export const challengeKey = (ref: ChallengeRef): Key<'challenge'> => ({
  kind: 'challenge',
  table: 'verifications',
  pk: `${ref.purpose}#${ref.channel}:${ref.address}`,
});

/** What a challenge's key says; `undefined` for keys of other rows. */
export const parseChallengeKey = (pk: string): ChallengeRef | undefined => {
  const [, purpose, channel, address] = /^([a-z_]+)#([a-z]+):(.+)$/.exec(pk) ?? [];
  if (address === undefined) return undefined;
  if (!PURPOSES.some((known) => known === purpose) || !CHANNELS.some((known) => known === channel)) return undefined;
  return { purpose: purpose as Purpose, channel: channel as Channel, address };
};

export const suppressionKey = (channel: Channel, address: string): Key<'suppression'> => ({
  kind: 'suppression',
  table: 'verifications',
  pk: `suppressed#${channel}:${address}`,
});

/** `windowStartsAt` in epoch milliseconds: every window is a row of its own, so one atomic addition is enough. */
export const limitKey = (what: string, subject: string, windowStartsAt: number): Key<'limit'> => ({
  kind: 'limit',
  table: 'verifications',
  pk: `limit#${what}#${subject}#${Math.floor(windowStartsAt / 1000)}`,
});

export const userKey = (userId: string): Key<'user'> => ({ kind: 'user', table: 'users', pk: `user#${userId}` });

export const emailClaimKey = (address: string): Key<'claim'> => ({
  kind: 'claim',
  table: 'users',
  pk: `email#${address}`,
});

export const sessionKey = (sessionId: string): Key<'session'> => ({
  kind: 'session',
  table: 'sessions',
  pk: sessionId,
});
