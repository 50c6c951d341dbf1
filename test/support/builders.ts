// Ready-made domain objects for tests. Each is valid, and each part can be set.
import { createHash } from 'node:crypto';
import type { User } from '#domain/account/user.ts';
import type { AuditRow } from '#domain/audit/audit.ts';
import type { Beginning, Challenge, SignUpData } from '#domain/challenge/challenge.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import type { Notice } from '#domain/delivery/notice.ts';
import { deriveKeys } from '#domain/derived-keys.ts';
import type { Outcome } from '#domain/errors.ts';
import type { Passkey } from '#domain/factors/passkey.ts';
import type { SecondFactor } from '#domain/factors/second-factor.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { LogInAttempts } from '#domain/session/log-in-attempts.ts';
import type { Session } from '#domain/session/session.ts';

/** 2026-01-05T03:04:05.678Z: neither the start of an hour nor of a day. */
export const NOW = 1_767_582_245_678;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ID = '01KE5VYW8EABCDEFGHJKMNPQRS';
export const OTHER_ID = '01KE5VYW8EABCDEFGHJKMNPQRT';
export const USER_ID = '01KE5VYW8EVWXYZ0123456789A';
export const ADDRESS = 'minji.kim@example.com';
export const LIFETIME_SECONDS = DEFAULTS.lifetimes.signupSeconds;

/** The id at `index` in a list of fixed, increasing ids. */
export const idNumber = (index: number): string => `01KE5VYW8E${String(index).padStart(16, '0')}`;

/** The keys of one generation, from a fixed master secret. */
export const keysOf = (generation: number, master = `master ${generation}`) =>
  deriveKeys(generation, createHash('sha256').update(master).digest());

export const aRef = (set: Partial<ChallengeRef> = {}): ChallengeRef => ({
  purpose: 'signup',
  channel: 'email',
  address: ADDRESS,
  ...set,
});

const DATA: SignUpData = { passwordHash: '$argon2id$fixed', profile: { nickname: '민지' } };

export const aBeginning = (set: Partial<Beginning> = {}): Beginning => ({
  now: NOW,
  id: ID,
  network: '198.51.100.0/24',
  lifetimeSeconds: LIFETIME_SECONDS,
  limits: DEFAULTS.limits,
  locale: 'ko',
  keyGeneration: 1,
  continuationHash: createHash('sha256').update('secret').digest('base64url'),
  data: DATA,
  ...set,
});

/** A sign-up that began at `NOW`; its mail is pending. */
export const aChallenge = (set: Partial<Challenge> = {}): Challenge => {
  const { continuationHash, locale, keyGeneration } = aBeginning();
  return {
    id: ID,
    version: '1',
    createdAt: NOW,
    expiresAt: NOW + LIFETIME_SECONDS * SECOND,
    notAfter: NOW + 3 * LIFETIME_SECONDS * SECOND,
    resendAfter: NOW + MINUTE,
    sends: 1,
    sendsWindowEndsAt: NOW + DAY,
    sendsByNetwork: { '198.51.100.0/24': { sends: 1, at: NOW } },
    failures: 0,
    failuresToday: 0,
    failuresWindowEndsAt: NOW + DAY,
    locale,
    keyGeneration,
    ...(continuationHash !== undefined && { continuationHash }),
    data: DATA,
    delivery: { status: 'pending', seq: 1, at: NOW, askedAt: NOW, tries: 0 },
    ...set,
  };
};

export const aUser = (set: Partial<User> = {}): User => ({
  id: USER_ID,
  version: '1',
  email: ADDRESS,
  passwordHash: '$argon2id$fixed',
  emailVerifiedAt: NOW,
  locale: 'ko',
  profile: {},
  epoch: 'epoch-one',
  createdAt: NOW,
  ...set,
});

export const aPasskey = (set: Partial<Passkey> = {}): Passkey => ({
  id: 'cGFzc2tleQ',
  publicKey: 'Y29zZSBrZXk',
  counter: 0,
  name: 'iCloud Keychain',
  createdAt: NOW,
  isSynced: true,
  ...set,
});

export const aSecondFactor = (set: Partial<SecondFactor> = {}): SecondFactor => ({
  id: ID,
  confirmedAt: NOW,
  lastStep: 1,
  recoveryCodes: [{ hash: 'recovery-code-hash' }],
  ...set,
});

export const aSession = (set: Partial<Session> = {}): Session => ({
  version: '1',
  userId: USER_ID,
  epoch: 'epoch-one',
  rotation: 1,
  keyGeneration: 1,
  rotatedAt: NOW,
  createdAt: NOW,
  expiresAt: NOW + 30 * DAY,
  ...set,
});

/** The notice of a change that is about to be made. */
export const aNotice = (set: Partial<Notice> = {}): Notice => ({
  id: ID,
  version: '1',
  userId: USER_ID,
  locale: 'ko',
  keyGeneration: 1,
  createdAt: NOW,
  expiresAt: NOW + 3 * DAY,
  delivery: { status: 'pending', seq: 1, at: NOW, askedAt: NOW, tries: 0 },
  ...set,
});

/** One wrong password at `NOW`. */
export const someAttempts = (set: Partial<LogInAttempts> = {}): LogInAttempts => ({
  version: '1',
  failures: 1,
  at: NOW,
  windowEndsAt: NOW + DAY,
  byNetwork: { '198.51.100.0/24': { failures: 1, at: NOW } },
  knownNetworks: {},
  ...set,
});

/** The value of an outcome. Throws for a refusal. */
export const accepted = <Value>(outcome: Outcome<Value>): Value => {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value;
};

export const refusalOf = <Value>(outcome: Outcome<Value>) => (outcome.ok ? undefined : outcome.refusal);

/** An account was created at `NOW`. */
export const anAuditRow = (set: Partial<AuditRow> = {}): AuditRow => ({
  id: ID,
  version: '1',
  userId: USER_ID,
  at: NOW,
  what: 'user.created',
  by: { kind: 'user', network: '198.51.100.0/24' },
  expiresAt: NOW + 365 * DAY,
  ...set,
});
