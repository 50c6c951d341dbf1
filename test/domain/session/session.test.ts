import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import type { Draft } from '#domain/row.ts';
import {
  beginSession,
  generationOf,
  isFresh,
  isGenuine,
  isLive,
  parseRefreshToken,
  REFRESH_TOKEN_MAXIMUM_LENGTH,
  refreshToken,
  rotateSession,
  type Session,
  useOfToken,
} from '#domain/session/session.ts';
import { aSession, aUser, DAY, ID, keysOf, MINUTE, NOW, OTHER_ID, SECOND } from '../../support/builders.ts';

const KEYS = keysOf(1);
const LABELS = { device: 'Chrome, Windows', ip: '203.0.113.*' };
/** The network is no part of the row. */
const CALLER = { ...LABELS, network: '203.0.113.0/24' };
const BEGIN = {
  now: NOW,
  keyGeneration: 1,
  lifetimes: DEFAULTS.lifetimes,
  caller: CALLER,
  amr: ['pwd', 'link'],
  authenticatedAt: NOW - MINUTE,
} as const;

describe('beginSession', () => {
  it("begins with the user's epoch, at the first rotation, for 30 idle days, and says when and how its owner was authenticated", () => {
    const { amr, authenticatedAt } = BEGIN;
    const { version: _version, ...expected } = aSession({
      epoch: 'epoch-two',
      keyGeneration: 4,
      authenticatedAt,
      amr,
      ...LABELS,
    });
    expect(beginSession(aUser({ epoch: 'epoch-two' }), { ...BEGIN, keyGeneration: 4 })).toEqual(expected);
    expect(expected.expiresAt).toBe(NOW + 30 * DAY);
  });

  it('keeps no address', () => {
    expect(JSON.stringify(beginSession(aUser({ phone: '+821012345678' }), BEGIN))).not.toMatch(/@|\+82/);
  });

  it('never begins longer than a session may last at all', () => {
    const lifetimes = { ...DEFAULTS.lifetimes, sessionIdleSeconds: 400, sessionMaximumSeconds: 300 };
    const session = beginSession(aUser(), { ...BEGIN, lifetimes });
    expect(session.expiresAt).toBe(NOW + 300_000);
  });
});

describe('refreshToken', () => {
  it('is the session id, the rotation and a MAC over session, rotation, user and start time', () => {
    const session = aSession({ rotation: 3 });
    const mac = createHmac('sha256', KEYS.refresh).update(`["${ID}",3,"${session.userId}",${NOW}]`).digest('base64url');
    expect(refreshToken(KEYS, ID, session)).toBe(`${ID}.3.${mac}`);
  });

  it('gives the same token again, so that two tabs get one answer', () => {
    expect(refreshToken(KEYS, ID, aSession())).toBe(refreshToken(keysOf(1), ID, aSession({ version: '9' })));
    expect(refreshToken(KEYS, ID, aSession({ rotatedAt: NOW + 1, expiresAt: NOW }))).toBe(
      refreshToken(KEYS, ID, aSession()),
    );
  });

  it('has another MAC for another session, rotation, user, beginning or key', () => {
    const macOf = (token: string) => token.split('.')[2];
    const macs = [
      refreshToken(KEYS, ID, aSession()),
      refreshToken(KEYS, OTHER_ID, aSession()),
      refreshToken(KEYS, ID, aSession({ rotation: 2 })),
      refreshToken(KEYS, ID, aSession({ userId: OTHER_ID })),
      refreshToken(KEYS, ID, aSession({ createdAt: NOW + 1 })),
      refreshToken(keysOf(2), ID, aSession()),
    ].map(macOf);
    expect(new Set(macs).size).toBe(macs.length);
    expect(macs.every((mac) => mac?.length === 43)).toBe(true);
  });
});

describe('parseRefreshToken', () => {
  const token = refreshToken(KEYS, ID, aSession({ rotation: 12 }));
  const [, , mac = ''] = token.split('.');

  it('reads the parts of a token, which fits in what requests may send', () => {
    expect(parseRefreshToken(token)).toEqual({ sessionId: ID, rotation: 12, mac });
    const longest = refreshToken(KEYS, ID, aSession({ rotation: 999_999_999 }));
    expect(longest.length).toBeLessThanOrEqual(REFRESH_TOKEN_MAXIMUM_LENGTH);
    expect(parseRefreshToken(longest)?.rotation).toBe(999_999_999);
  });

  it.each([
    ['nothing', undefined],
    ['no text', ''],
    ['a cut one', token.slice(0, -1)],
    ['a longer one', `${token}A`],
    ['a line break behind it', `${token}\n`],
    ['a space before it', ` ${token}`],
    ['a fourth part', `${token}.A`],
    ['rotation 0', `${ID}.0.${mac}`],
    ['a rotation with a leading zero', `${ID}.012.${mac}`],
    ['a negative rotation', `${ID}.-1.${mac}`],
    ['a rotation that is no whole number', `${ID}.1e3.${mac}`],
    ['a rotation past a billion', `${ID}.1000000000.${mac}`],
    ['an id in lower case', token.toLowerCase()],
    ['an id that no ULID is', `${ID.replace('A', 'I')}.12.${mac}`],
    ['padding', `${ID}.12.${mac.slice(0, -1)}=`],
  ])('refuses %s', (_name, text) => {
    expect(parseRefreshToken(text)).toBeUndefined();
  });
});

describe('isGenuine', () => {
  const parsed = { sessionId: ID, rotation: 3, mac: refreshToken(KEYS, ID, aSession({ rotation: 3 })).slice(-43) };

  it('recognises a token of this session, whatever rotation the row has now', () => {
    for (const rotation of [1, 3, 4, 90]) expect(isGenuine(KEYS, aSession({ rotation }), parsed)).toBe(true);
    expect(isGenuine(KEYS, aSession({ epoch: 'other', rotatedAt: 5, expiresAt: 5 }), parsed)).toBe(true);
  });

  it('refuses another rotation, session, user, beginning, key or MAC', () => {
    const others = [
      isGenuine(KEYS, aSession(), { ...parsed, rotation: 4 }),
      isGenuine(KEYS, aSession(), { ...parsed, sessionId: OTHER_ID }),
      isGenuine(KEYS, aSession({ userId: OTHER_ID }), parsed),
      isGenuine(KEYS, aSession({ createdAt: NOW + 1 }), parsed),
      isGenuine(keysOf(2), aSession(), parsed),
      isGenuine(KEYS, aSession(), { ...parsed, mac: `A${parsed.mac.slice(1)}` }),
      isGenuine(KEYS, aSession(), { ...parsed, mac: '' }),
    ];
    expect(others).toEqual(others.map(() => false));
  });
});

describe('useOfToken', () => {
  const { lifetimes } = DEFAULTS;
  const session = aSession({ rotation: 5, rotatedAt: NOW });
  const usesOf = (row: Session, now: number, rotations = [1, 2, 3, 4, 5, 6]) =>
    rotations.map((rotation) => useOfToken(row, rotation, now, lifetimes));

  it('rotates with the current token, however old the rotation is', () => {
    expect([...usesOf(session, NOW, [5]), ...usesOf(session, NOW + 9 * DAY, [5])]).toEqual(['rotate', 'rotate']);
  });

  it('repeats its answer to the token before for 10 seconds, to the millisecond, as in a row without a list', () => {
    const uses = [NOW, NOW + 9_999, NOW + 10_000].map((now) => useOfToken(session, 4, now, lifetimes));
    expect(uses).toEqual(['repeat', 'repeat', 'reuse']);
  });

  it('calls every other one of such a row reuse, even at once', () => {
    expect(usesOf(session, NOW, [1, 2, 3, 6, 90])).toEqual(Array(5).fill('reuse'));
  });

  it('repeats its answer to each token that was exchanged within the last 10 seconds', () => {
    const rotations = [NOW, NOW + 4_000, NOW + 8_000];
    const listed = aSession({ rotation: 5, rotatedAt: NOW + 8_000, rotations });
    expect(usesOf(listed, NOW + 9_999)).toEqual(['reuse', 'repeat', 'repeat', 'repeat', 'rotate', 'reuse']);
    expect(usesOf(listed, NOW + 10_000)).toEqual(['reuse', 'reuse', 'repeat', 'repeat', 'rotate', 'reuse']);
    expect(usesOf(listed, NOW + 14_000)).toEqual(['reuse', 'reuse', 'reuse', 'repeat', 'rotate', 'reuse']);
    expect(usesOf(listed, NOW + 18_000)).toEqual(['reuse', 'reuse', 'reuse', 'reuse', 'rotate', 'reuse']);
  });

  it('does not trust a list that ends before the last rotation, which the last release leaves behind', () => {
    const stale = aSession({ rotation: 5, rotatedAt: NOW + 8_000, rotations: [NOW, NOW + 4_000] });
    expect(usesOf(stale, NOW + 9_000)).toEqual(['reuse', 'reuse', 'reuse', 'repeat', 'rotate', 'reuse']);
  });

  it('takes the grace of the deployment; with 0 every exchanged token is reuse', () => {
    const of = (refreshGraceSeconds: number, now: number) =>
      useOfToken(session, 4, now, { ...lifetimes, refreshGraceSeconds });
    expect([of(0, NOW), of(60, NOW + 59_999), of(60, NOW + 60_000)]).toEqual(['reuse', 'repeat', 'reuse']);
  });
});

describe('rotateSession', () => {
  const { lifetimes } = DEFAULTS;

  it('adds one rotation, restarts the idle time, and keeps the user and the start time', () => {
    const session = aSession({ rotation: 7, epoch: 'epoch-two' });
    const now = NOW + 20 * DAY;
    expect(rotateSession(session, { now, lifetimes, keyGeneration: 1 })).toEqual({
      ...session,
      rotation: 8,
      rotatedAt: now,
      rotations: [NOW, now],
      expiresAt: now + 30 * DAY,
    });
  });

  it('lists the last 20 rotations, the newest last', () => {
    let session: Draft<Session> = aSession();
    for (let second = 1; second <= 30; second++) {
      session = rotateSession(
        { ...session, version: '1' },
        { now: NOW + second * SECOND, lifetimes, keyGeneration: 1 },
      );
    }
    expect(session.rotations).toEqual(Array.from({ length: 20 }, (_, index) => NOW + (index + 11) * SECOND));
  });

  it('never goes past 180 days from its beginning', () => {
    const expiryAt = (day: number) =>
      rotateSession(aSession(), { now: NOW + day * DAY, lifetimes, keyGeneration: 1 }).expiresAt;
    expect([149, 150, 151, 179].map(expiryAt)).toEqual([179, 180, 180, 180].map((day) => NOW + day * DAY));
  });

  it('uses the current settings of the deployment', () => {
    const shorter = { ...lifetimes, sessionIdleSeconds: 60, sessionMaximumSeconds: 100 };
    expect(rotateSession(aSession(), { now: NOW, lifetimes: shorter, keyGeneration: 1 }).expiresAt).toBe(
      NOW + 60 * SECOND,
    );
    expect(rotateSession(aSession(), { now: NOW + 50 * SECOND, lifetimes: shorter, keyGeneration: 1 }).expiresAt).toBe(
      NOW + 100 * SECOND,
    );
  });
});

describe('the key generation of a session', () => {
  const { lifetimes } = DEFAULTS;
  const moves = (session: Draft<Session>, ...generations: readonly number[]): Draft<Session> => {
    let row = session;
    for (const keyGeneration of generations) {
      row = rotateSession({ ...row, version: '1' }, { now: NOW, lifetimes, keyGeneration });
    }
    return row;
  };
  const generationsOf = (session: Draft<Session>, rotations: readonly number[]) =>
    rotations.map((rotation) => generationOf(session, rotation));

  it('is the current one after a rotation; the tokens before keep theirs', () => {
    const session = moves(aSession({ rotation: 4, keyGeneration: 7 }), 7, 9, 9);
    expect(session).toMatchObject({
      rotation: 7,
      keyGeneration: 9,
      earlierGenerations: [{ keyGeneration: 7, lastRotation: 5 }],
    });
    expect(generationsOf(session, [1, 4, 5, 6, 7])).toEqual([7, 7, 7, 9, 9]);
  });

  it('is that of every token in a session that never moved, and leaves no list', () => {
    const session = moves(aSession({ keyGeneration: 7 }), 7, 7);
    expect(session).not.toHaveProperty('earlierGenerations');
    expect(generationsOf(session, [1, 2, 3, 9])).toEqual([7, 7, 7, 7]);
  });

  it('may go back to an earlier one, as during a deployment', () => {
    expect(generationsOf(moves(aSession(), 2, 1, 2), [1, 2, 3, 4])).toEqual([1, 2, 1, 2]);
  });

  it('is remembered for the last 4 earlier ones', () => {
    const session = moves(aSession(), 2, 3, 4, 5, 6);
    expect(session.earlierGenerations?.map(({ keyGeneration }) => keyGeneration)).toEqual([2, 3, 4, 5]);
    expect(generationsOf(session, [1, 2, 5, 6])).toEqual([2, 2, 5, 6]);
  });
});

describe('isFresh', () => {
  it('holds for 5 minutes after the owner was authenticated, to the millisecond', () => {
    const session = aSession({ authenticatedAt: NOW, createdAt: NOW - DAY });
    expect([0, 5 * MINUTE, 5 * MINUTE + 1].map((later) => isFresh(session, NOW + later))).toEqual([true, true, false]);
  });

  it('holds for 5 minutes after the beginning of a session that does not tell', () => {
    expect([0, 5 * MINUTE, 5 * MINUTE + 1].map((later) => isFresh(aSession(), NOW + later))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('isLive', () => {
  it('holds until it expires, to the millisecond', () => {
    expect(isLive(aSession({ expiresAt: NOW + 1 }), aUser(), NOW)).toBe(true);
    expect(isLive(aSession({ expiresAt: NOW }), aUser(), NOW)).toBe(false);
  });

  it('ends with a new epoch of its user, and without a user or a row', () => {
    expect(isLive(aSession(), aUser({ epoch: 'epoch-two' }), NOW)).toBe(false);
    expect(isLive(aSession(), undefined, NOW)).toBe(false);
    expect(isLive(undefined, aUser(), NOW)).toBe(false);
    expect(isLive(aSession({ userId: OTHER_ID }), aUser(), NOW)).toBe(false);
  });
});
