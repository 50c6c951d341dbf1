// Whether a log-in is new to an account, and that one log-in has one notice however often it is repeated.
import { describe, expect, it } from 'vitest';
import type { Caller } from '#domain/network.ts';
import type { LogInAttempts } from '#domain/session/log-in-attempts.ts';
import { isNewLogIn, newLogInId } from '#domain/session/new-log-in.ts';
import { noticeKey, parseNoticeKey } from '#domain/store-keys.ts';
import { ADDRESS, aUser, DAY, NOW, someAttempts } from '../../support/builders.ts';

const HOME = '198.51.100.0/24';
const ELSEWHERE = '203.0.113.0/24';
const PHONE = 'Safari, iPhone';
const LAPTOP = 'Chrome, Windows';

const from = (network: string, device: string): Caller => ({ client: 'c', network, device, ip: '203.0.113.*' });
const ofHome = aUser({ origin: { network: HOME, device: PHONE } });
const known = (set: Partial<LogInAttempts>) => someAttempts({ knownNetworks: {}, knownDevices: {}, ...set });

describe('a log-in', () => {
  it.each([
    ['the network and device of the sign-up', HOME, PHONE, false],
    ['the network of the sign-up', HOME, LAPTOP, false],
    ['the device of the sign-up', ELSEWHERE, PHONE, false],
    ['neither', ELSEWHERE, LAPTOP, true],
  ])('from %s', (_name, network, device, isNew) => {
    expect(isNewLogIn(ofHome, undefined, from(network, device), NOW)).toBe(isNew);
  });

  it('from a network or device of an earlier log-in is not new for 30 days, to the millisecond', () => {
    const networks = known({ knownNetworks: { [ELSEWHERE]: NOW } });
    const devices = known({ knownDevices: { [LAPTOP]: NOW } });
    for (const attempts of [networks, devices]) {
      expect(isNewLogIn(ofHome, attempts, from(ELSEWHERE, LAPTOP), NOW + 30 * DAY - 1)).toBe(false);
      expect(isNewLogIn(ofHome, attempts, from(ELSEWHERE, LAPTOP), NOW + 30 * DAY)).toBe(true);
    }
  });

  it('is never known by a device or network that cannot be told', () => {
    const nameless = aUser({ origin: { network: 'unknown', device: 'unknown' } });
    const attempts = known({ knownNetworks: { unknown: NOW }, knownDevices: { unknown: NOW } });
    expect(isNewLogIn(nameless, attempts, from(ELSEWHERE, 'unknown'), NOW)).toBe(true);
    expect(isNewLogIn(nameless, attempts, from('unknown', LAPTOP), NOW)).toBe(true);
    expect(isNewLogIn(nameless, attempts, from('unknown', 'unknown'), NOW)).toBe(true);
  });

  it('is new to an account of the last release of which nothing is known', () => {
    expect(isNewLogIn(aUser(), undefined, from(HOME, PHONE), NOW)).toBe(true);
    expect(isNewLogIn(aUser(), someAttempts(), from(HOME, PHONE), NOW)).toBe(true);
    const ofLastRelease = someAttempts({ knownNetworks: { [HOME]: NOW } });
    expect(isNewLogIn(aUser(), ofLastRelease, from(HOME, PHONE), NOW)).toBe(false);
  });
});

describe('the id of its notice', () => {
  it('is the same for a repeat, and another one for each account, epoch, network and device', () => {
    const user = aUser();
    const ids = [
      newLogInId(user, from(HOME, PHONE)),
      newLogInId(aUser({ id: 'other' }), from(HOME, PHONE)),
      newLogInId(aUser({ epoch: 'other' }), from(HOME, PHONE)),
      newLogInId(user, from(ELSEWHERE, PHONE)),
      newLogInId(user, from(HOME, LAPTOP)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(newLogInId(user, from(HOME, PHONE))).toBe(ids[0]);
  });

  it('fits into the key of a notice', () => {
    const ref = { kind: 'new_log_in', address: ADDRESS, changeId: newLogInId(aUser(), from(HOME, PHONE)) } as const;
    expect(parseNoticeKey(noticeKey(ref).pk)).toEqual(ref);
  });
});
