import { describe, expect, it } from 'vitest';
import { timeToLive } from '#domain/store.ts';
import { aChallenge, aNotice, aSession, aUser, DAY, HOUR, NOW, someAttempts } from '../support/builders.ts';

const inSeconds = (milliseconds: number) => Math.ceil(milliseconds / 1000);

describe('timeToLive', () => {
  it('is the end of each kind of row, in whole seconds, never earlier', () => {
    expect(timeToLive('challenge', aChallenge())).toBe(inSeconds(NOW + DAY + HOUR));
    expect(timeToLive('attempts', someAttempts())).toBe(inSeconds(NOW + DAY));
    expect(timeToLive('deferral', { deferrals: 1, until: NOW })).toBe(inSeconds(NOW + HOUR));
    expect(timeToLive('notice', aNotice())).toBe(inSeconds(NOW + 7 * DAY));
    expect(timeToLive('session', aSession())).toBe(inSeconds(NOW + 30 * DAY + HOUR));
    expect(NOW % 1000).not.toBe(0);
  });

  it('follows the owner’s networks, so that they are still known after a month', () => {
    const row = someAttempts({ knownNetworks: { '198.51.100.0/24': NOW } });
    expect(timeToLive('attempts', row)).toBe(inSeconds(NOW + 30 * DAY));
  });

  it('is undefined for accounts, claims, and suppressions that do not end by themselves, which are kept', () => {
    expect(timeToLive('user', aUser())).toBeUndefined();
    expect(timeToLive('claim', { userId: 'u', reservedUntil: NOW })).toBeUndefined();
    for (const reason of ['complained', 'by_hand'])
      expect(timeToLive('suppression', { reason, at: NOW })).toBeUndefined();
    expect(timeToLive('suppression', { reason: 'bounced', at: NOW })).toBe(Math.ceil(NOW / 1000) + 14 * 24 * 3600);
  });
});
