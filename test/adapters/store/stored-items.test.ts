// Stored rows: whole ones are read as they were written; damaged ones are refused, naming the paths but never the values.
import { describe, expect, it } from 'vitest';
import { parseItem, toRow } from '#adapters/store/stored-items.ts';
import type { Change } from '#domain/account/user.ts';
import type { ItemKind } from '#domain/row.ts';
import { sessionKey } from '#domain/store-keys.ts';
import {
  aChallenge,
  aNotice,
  aPasskey,
  aSecondFactor,
  aSession,
  aUser,
  ID,
  NOW,
  someAttempts,
  USER_ID,
} from '../../support/builders.ts';

const ITEMS: Readonly<Record<ItemKind, Readonly<Record<string, unknown>>>> = {
  attempts: {
    ...someAttempts({
      knownNetworks: { '198.51.100.0/24': NOW },
      knownDevices: { 'Chrome, Windows': NOW },
      keyedGuesses: { hash: NOW },
    }),
  },
  audit: {
    ...{ id: ID, version: 'v', userId: USER_ID, at: NOW, what: 'user.disabled', expiresAt: NOW },
    ...{ by: { kind: 'admin', who: 'laptop', network: '198.51.100.0/24' }, reason: 'abuse', act: ID },
    data: { marketing: true },
  },
  ceremony: { version: 'v', usedAt: NOW },
  challenge: { ...aChallenge(), usedAt: NOW, continuationUsedAt: NOW, heldLifetime: 3_600_000, isByOwner: true },
  claim: { version: 'v', userId: 'u', reservedUntil: NOW },
  deferral: { version: 'v', deferrals: 3, until: NOW },
  grant: {
    ...{ version: 'v', clientId: 'shop', redirectUri: 'https://shop.example/', codeChallenge: 'c', scope: 'openid' },
    ...{ nonce: 'n', userId: USER_ID, sessionId: ID, authenticatedAt: NOW, amr: ['pwd'], expiresAt: NOW },
    openedSessionId: ID,
  },
  limit: { total: 3 },
  notice: { ...aNotice() },
  passkeyDomain: { version: 'v', domain: 'example.com', fixedAt: NOW },
  purge: {
    ...{ version: 'v', since: NOW, passAt: NOW, isOver: false, cursor: USER_ID },
    removing: [{ userId: USER_ID, addresses: ['a@example.com'] }],
  },
  quota: { version: 'v', at: NOW, mailsPer24Hours: 50_000, mailsPerSecond: 14, sentInLast24Hours: 12.5 },
  session: {
    ...aSession(),
    authenticatedAt: NOW,
    amr: ['pwd', 'link'],
    earlierGenerations: [{ keyGeneration: 0, lastRotation: 3 }],
    clientId: 'shop',
    scope: 'openid',
  },
  suppression: { version: 'v', reason: 'bounced', at: NOW },
  user: {
    ...aUser({
      phone: '+821012345678',
      phoneVerifiedAt: NOW,
      challengeFloor: 'x',
      changes: [
        { id: ID, at: NOW },
        { id: 'phone', at: NOW, epoch: 'e' },
        { id: 'password', at: NOW, epoch: 'e', byPassword: true, ofNewerCode: 1 } as Change,
      ],
      changeIds: [ID],
      emailHistory: [{ address: 'a@example.com', changeId: ID, until: NOW }],
      origin: { network: '198.51.100.0/24', device: 'Chrome, Windows' },
      profile: { a: 1, b: 'x' },
      disabled: { at: NOW },
      lastAct: ID,
      activeAt: NOW,
      passkeys: [aPasskey({ transports: ['internal', 'hybrid'], usedAt: NOW, aaguid: 'aaguid' })],
      secondFactor: aSecondFactor({ recoveryCodes: [{ hash: 'h' }, { hash: 'used', usedAt: NOW }] }),
    }),
  },
};
const KINDS = Object.keys(ITEMS) as ItemKind[];
const OPTIONAL = new Set([
  'user.passkeys',
  'purge.cursor',
  'purge.removing',
  'audit.reason',
  'audit.act',
  'audit.data',
  'attempts.knownDevices',
  'attempts.keyedGuesses',
  'challenge.usedAt',
  'challenge.continuationHash',
  'challenge.continuationUsedAt',
  'challenge.data',
  'challenge.heldLifetime',
  'challenge.isByOwner',
  'claim.reservedUntil',
  'session.authenticatedAt',
  'session.amr',
  'grant.nonce',
  'grant.amr',
  'grant.openedSessionId',
  'session.earlierGenerations',
  'session.clientId',
  'session.scope',
  'user.passwordHash',
  'user.emailVerifiedAt',
  'user.phone',
  'user.phoneVerifiedAt',
  'user.challengeFloor',
  'user.changes',
  'user.changeIds',
  'user.emailHistory',
  'user.origin',
  'user.disabled',
  'user.lastAct',
  'user.activeAt',
  'user.passkeys',
  'user.secondFactor',
]);
const attributes = KINDS.flatMap((kind) => Object.keys(ITEMS[kind]).map((name) => ({ kind, name })));
/** The name in the row, where the code has another one. */
const storedName = (kind: ItemKind, name: string) => (kind === 'session' && name === 'rotation' ? 'generation' : name);
const row = (kind: ItemKind, set: Readonly<Record<string, unknown>> = {}) => ({
  pk: 'key',
  ttl: 5,
  ...Object.fromEntries(
    Object.entries({ ...ITEMS[kind], ...set }).map(([name, value]) => [storedName(kind, name), value]),
  ),
});
const without = (kind: ItemKind, name: string) =>
  Object.fromEntries(Object.entries(row(kind)).filter(([key]) => key !== storedName(kind, name)));

describe.each(KINDS)('a stored %s', (kind) => {
  it('is read without its key and lifetime', () => {
    expect(parseItem(kind, row(kind))).toEqual(ITEMS[kind]);
  });

  it('keeps attributes that newer code has written', () => {
    expect(parseItem(kind, row(kind, { writtenByNewerCode: { deep: [1] } }))).toEqual({
      ...ITEMS[kind],
      writtenByNewerCode: { deep: [1] },
    });
  });
});

describe('an attribute', () => {
  it.each(attributes)('$name of a $kind must have its type', ({ kind, name }) => {
    const damaged = row(kind, { [name]: Symbol('S3CR3T') });
    expect(() => parseItem(kind, damaged)).toThrow(`a stored ${kind} is damaged at: ${name}`);
  });

  it.each(attributes)('$name of a $kind is there, or may be missing', ({ kind, name }) => {
    const read = () => parseItem(kind, without(kind, name));
    if (OPTIONAL.has(`${kind}.${name}`)) expect(read()).not.toHaveProperty(name);
    else expect(read).toThrow(name);
  });
});

describe('the rotation of a session', () => {
  const { rotation, ...rest } = aSession({ rotation: 3 });

  it('is read from a row of the last release, where it is the generation', () => {
    const item = parseItem('session', { ...rest, pk: ID, ttl: 5, generation: rotation });
    expect(item).toEqual({ ...rest, rotation });
    expect(item).not.toHaveProperty('generation');
  });

  it('is written so that the last release reads it', () => {
    const written = toRow(sessionKey(ID), aSession({ rotation: 3 }));
    expect(written).toMatchObject({ ...rest, pk: ID, generation: 3 });
    expect(written).not.toHaveProperty('rotation');
    expect(parseItem('session', written)).toEqual({ ...rest, rotation });
  });
});

describe('a damaged row', () => {
  const messageOf = (kind: ItemKind, set: Readonly<Record<string, unknown>>): string => {
    try {
      parseItem(kind, row(kind, set));
      return 'accepted';
    } catch (error) {
      return `${error}`;
    }
  };

  it('is reported with every path at fault, and no value', () => {
    const secret = 'S3CR3T';
    const delivery = { status: secret, seq: secret, reason: secret, messageId: 5, at: secret, tries: 0 };
    const message = messageOf('challenge', { delivery, locale: [secret], failures: secret, data: { passwordHash: 5 } });
    const paths = message.replace('Error: a stored challenge is damaged at: ', '').split(', ').toSorted();
    expect(paths).toEqual(
      [
        'delivery.status',
        'delivery.seq',
        'delivery.reason',
        'delivery.messageId',
        'delivery.at',
        'locale',
        'failures',
        'data',
      ].toSorted(),
    );
    expect(message).not.toContain(secret);
  });

  it('is one whose challenge is neither a sign-up nor the change of an account', () => {
    expect(parseItem('challenge', row('challenge', { data: { userId: USER_ID } }))).toHaveProperty('data.userId');
    for (const data of [{}, { userId: 5 }, { passwordHash: 'x' }, { profile: {} }, null, 'S3CR3T'])
      expect(messageOf('challenge', { data })).toBe('Error: a stored challenge is damaged at: data');
  });

  it('is one with a damaged inner item: an address that can undo a change, a network that waits', () => {
    const former = { address: 'a@example.com', changeId: ID, until: 'S3CR3T' };
    expect(messageOf('user', { emailHistory: [former] })).toBe(
      'Error: a stored user is damaged at: emailHistory.0.until',
    );
    expect(messageOf('user', { changeIds: [5] })).toContain('changeIds.0');
    expect(messageOf('user', { origin: { network: 'n', device: 5 } })).toMatch(/damaged at: origin\.device$/);
    expect(messageOf('user', { changes: [{ id: ID, at: '5' }] })).toContain('changes.0.at');
    expect(messageOf('session', { amr: ['S3CR3T'] })).toMatch(/damaged at: amr\.0$/);
    const earlierGenerations = [{ keyGeneration: 1, lastRotation: 'S3CR3T' }];
    expect(messageOf('session', { earlierGenerations })).toMatch(/damaged at: earlierGenerations\.0\.lastRotation$/);
    expect(messageOf('attempts', { byNetwork: { n: { failures: '1', at: NOW } } })).toContain('byNetwork.n.failures');
    expect(messageOf('attempts', { knownNetworks: { n: 'S3CR3T' } })).toMatch(/damaged at: knownNetworks\.n$/);
    expect(messageOf('attempts', { knownDevices: { d: 'S3CR3T' } })).toMatch(/damaged at: knownDevices\.d$/);
  });

  it('is one whose times are no whole milliseconds', () => {
    for (const time of ['2026-01-05', 1.5, Number.NaN, null, undefined]) {
      expect(messageOf('session', { expiresAt: time })).toContain('expiresAt');
    }
  });

  it('is one whose profile holds more than plain values', () => {
    expect(messageOf('user', { profile: { a: { b: 'S3CR3T' } } })).toContain('profile.a');
    expect(messageOf('user', { profile: null })).toContain('profile');
  });
});
