import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../functions/domain/defaults.ts';
import { beginSession, refreshToken } from '../../functions/domain/session.ts';
import { aSession, aUser, DAY, ID, keysOf, NOW, OTHER_ID } from '../support/builders.ts';

const KEYS = keysOf(1);

describe('beginSession', () => {
  it("begins with the user's epoch, at the first rotation, for 30 idle days", () => {
    const { version: _version, ...expected } = aSession({ epoch: 'epoch-two', keyGeneration: 4 });
    const begin = { now: NOW, keyGeneration: 4, lifetimes: DEFAULTS.lifetimes };
    expect(beginSession(aUser({ epoch: 'epoch-two' }), begin)).toEqual(expected);
    expect(expected.expiresAt).toBe(NOW + 30 * DAY);
  });

  it('keeps no address', () => {
    const begin = { now: NOW, keyGeneration: 1, lifetimes: DEFAULTS.lifetimes };
    expect(JSON.stringify(beginSession(aUser({ phone: '+821012345678' }), begin))).not.toMatch(/@|\+82/);
  });

  it('never begins longer than a session may last at all', () => {
    const lifetimes = { ...DEFAULTS.lifetimes, sessionIdleSeconds: 400, sessionMaximumSeconds: 300 };
    const session = beginSession(aUser(), { now: NOW, keyGeneration: 1, lifetimes });
    expect(session.expiresAt).toBe(NOW + 300_000);
  });
});

describe('refreshToken', () => {
  it('is the session id, the rotation and a MAC over session, rotation, user and beginning', () => {
    const session = aSession({ generation: 3 });
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
      refreshToken(KEYS, ID, aSession({ generation: 2 })),
      refreshToken(KEYS, ID, aSession({ userId: OTHER_ID })),
      refreshToken(KEYS, ID, aSession({ createdAt: NOW + 1 })),
      refreshToken(keysOf(2), ID, aSession()),
    ].map(macOf);
    expect(new Set(macs).size).toBe(macs.length);
    expect(macs.every((mac) => mac?.length === 43)).toBe(true);
  });
});
