// Wrong passwords for one address: strangers wait longer and longer, the owner hardly, and the row never grows without limit.
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import {
  countLogInAttempt,
  isCountedGuess,
  isKnownDevice,
  type LogInAttempts,
  logInAttemptsEndAt,
  settleLogInAttempt,
  takeBackLogInAttempt,
} from '#domain/session/log-in-attempts.ts';
import { accepted, DAY, HOUR, MINUTE, NOW, refusalOf, SECOND, someAttempts } from '../../support/builders.ts';

const LIMITS = DEFAULTS.limits;
const HOME = '198.51.100.0/24';
const ELSEWHERE = '203.0.113.0/24';
const distinct = (index: number) => `10.${Math.floor(index / 250)}.${index % 250}.0/24`;

const PHONE = 'Safari, iPhone';

const attempt = (now: number, network = HOME) => ({ now, network, device: PHONE, limits: LIMITS });
const count = (row: LogInAttempts | undefined, now: number, network?: string): LogInAttempts => ({
  ...accepted(countLogInAttempt(row, attempt(now, network))),
  version: '1',
});
const refused = (row: LogInAttempts | undefined, now: number, network?: string) =>
  refusalOf(countLogInAttempt(row, attempt(now, network)));
const waits = (reason: string, retryAfterSeconds: number) => ({ code: 'too_many_requests', reason, retryAfterSeconds });
const failed = (failures: number, at = NOW) => someAttempts({ failures, at, byNetwork: { [HOME]: { failures, at } } });
/** Failures of many others, none of them from `HOME`. */
const failedElsewhere = (failures: number, set: Partial<LogInAttempts> = {}) =>
  someAttempts({ failures, byNetwork: { [ELSEWHERE]: { failures: 1, at: NOW - HOUR } }, ...set });

describe('attempts of one network', () => {
  it('are counted before anything is compared', () => {
    expect(count(undefined, NOW)).toEqual(someAttempts());
    expect(count(someAttempts(), NOW + 1)).toMatchObject({ failures: 2, at: NOW + 1, windowEndsAt: NOW + DAY });
  });

  it('are free five times, at once', () => {
    let row: LogInAttempts | undefined;
    for (let turn = 0; turn < 5; turn++) row = count(row, NOW);
    expect(row?.byNetwork[HOME]).toEqual({ failures: 5, at: NOW });
    expect(refused(row, NOW)).toEqual(waits('network', 1));
  });

  it('wait 1 s from the fifth failure on, doubling with each, up to 15 minutes, to the millisecond', () => {
    const seconds = Array.from({ length: 14 }, (_, index) => refused(failed(index + 4), NOW)?.retryAfterSeconds);
    expect(seconds).toEqual([undefined, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect(refused(failed(8), NOW + 8 * SECOND - 1)).toEqual(waits('network', 1));
    expect(countLogInAttempt(failed(8), attempt(NOW + 8 * SECOND)).ok).toBe(true);
    expect(refused(failed(5000), NOW)).toEqual(waits('network', 900));
  });

  it('change nothing during a wait: however often a client tries, it ends at the announced time', () => {
    const row = failed(10);
    for (let millisecond = 0; millisecond < 32 * SECOND; millisecond += 500)
      expect(refused(row, NOW + millisecond)?.reason).toBe('network');
    expect(row).toEqual(failed(10));
    expect(count(row, NOW + 32 * SECOND).byNetwork[HOME]?.failures).toBe(11);
  });

  it('do not wait for what another network did', () => {
    expect(countLogInAttempt(failed(20), attempt(NOW, ELSEWHERE)).ok).toBe(true);
  });

  it('never wait more than 15 minutes, even from a network the owner logged in from', () => {
    const known = { ...failed(30), knownNetworks: { [HOME]: NOW } };
    expect(refused(known, NOW)).toEqual(waits('network', 900));
  });

  it('use the deployment’s settings', () => {
    const limits = { ...LIMITS, logInFailuresPerNetwork: 1, logInWaitMaximumSeconds: 3 };
    const waitAfter = (failures: number) =>
      refusalOf(countLogInAttempt(failed(failures), { ...attempt(NOW), limits }))?.retryAfterSeconds;
    expect([1, 2, 3, 4].map(waitAfter)).toEqual([1, 2, 3, 3]);
  });
});

describe('a wait that is not due', () => {
  it('refuses nobody, even if a parallel attempt noted a later time', () => {
    expect(refused(failed(4, NOW + 1), NOW)).toBeUndefined();
    expect(refused(failedElsewhere(49, { at: NOW + 1 }), NOW)).toBeUndefined();
  });
});

describe('attempts of all networks', () => {
  it('wait from 50 failures on, and never more than 60 seconds', () => {
    expect(refused(failedElsewhere(49), NOW)).toBeUndefined();
    const seconds = [50, 51, 55, 56, 57, 5000].map((failures) => refused(failedElsewhere(failures), NOW));
    expect(seconds).toEqual([1, 2, 32, 60, 60, 60].map((wait) => waits('address', wait)));
    expect(refused(failedElsewhere(5000), NOW + MINUTE - 1)).toEqual(waits('address', 1));
    expect(refused(failedElsewhere(5000), NOW + MINUTE)).toBeUndefined();
  });

  it('exempt a network that sent the correct password in the last 30 days, to the millisecond', () => {
    const known = (at: number) => failedElsewhere(5000, { knownNetworks: { [HOME]: at } });
    expect(refused(known(NOW - 30 * DAY + 1), NOW)).toBeUndefined();
    expect(refused(known(NOW - 30 * DAY), NOW)).toEqual(waits('address', 60));
    expect(refused(known(NOW), NOW, ELSEWHERE)).toEqual(waits('address', 60));
  });
});

describe('settling a right password', () => {
  it('forgets what its own network counted, keeps what others did, and knows the network from now on', () => {
    const others = { [ELSEWHERE]: { failures: 7, at: NOW - HOUR } };
    const row = someAttempts({ failures: 10, byNetwork: { ...others, [HOME]: { failures: 3, at: NOW } } });
    const { version: _version, ...expected } = someAttempts({
      failures: 7,
      byNetwork: others,
      knownNetworks: { [HOME]: NOW },
      knownDevices: { [PHONE]: NOW },
    });
    expect(settleLogInAttempt(row, attempt(NOW))).toMatchObject(expected);
  });

  it('does not change the failures of other networks, and never goes below zero', () => {
    expect(settleLogInAttempt(failedElsewhere(9), attempt(NOW)).failures).toBe(9);
    expect(settleLogInAttempt(failedElsewhere(0), attempt(NOW)).failures).toBe(0);
  });

  it('knows the five networks used last', () => {
    let row = someAttempts();
    for (let index = 0; index < 8; index++)
      row = { ...settleLogInAttempt(row, attempt(NOW + index, distinct(index))), version: '1' };
    row = { ...settleLogInAttempt(row, attempt(NOW + 100, distinct(3))), version: '1' };
    const known = Object.keys(row.knownNetworks).toSorted();
    expect(known).toEqual([3, 4, 5, 6, 7].map(distinct));
    expect(row.knownNetworks[distinct(3)]).toBe(NOW + 100);
  });
});

describe('taking a right password back', () => {
  it('forgets what its own network counted, and does not know network or device', () => {
    const row = someAttempts({ failures: 10, byNetwork: { [HOME]: { failures: 3, at: NOW } } });
    const { version: _version, ...expected } = someAttempts({ failures: 7, byNetwork: {} });
    expect(takeBackLogInAttempt(row, attempt(NOW))).toMatchObject(expected);
    expect(takeBackLogInAttempt(undefined, attempt(NOW))).toMatchObject({ failures: 0, knownNetworks: {} });
  });
});

describe('the devices of the owner', () => {
  const settled = (row: LogInAttempts | undefined, device: string, now = NOW): LogInAttempts => ({
    ...settleLogInAttempt(row, { now, network: HOME, device }),
    version: '1',
  });

  it('are known for 30 days after each right password, to the millisecond', () => {
    const row = settled(undefined, PHONE);
    expect(isKnownDevice(row, PHONE, NOW + 30 * DAY - 1)).toBe(true);
    expect(isKnownDevice(row, PHONE, NOW + 30 * DAY)).toBe(false);
    expect(isKnownDevice(row, 'Chrome, Windows', NOW)).toBe(false);
    expect(logInAttemptsEndAt({ ...row, knownNetworks: {} })).toBe(NOW + 30 * DAY);
  });

  it('are the five used last', () => {
    let row: LogInAttempts | undefined;
    for (let index = 0; index < 8; index++) row = settled(row, `device ${index}`, NOW + index);
    expect(Object.keys(row?.knownDevices ?? {}).toSorted()).toEqual([3, 4, 5, 6, 7].map((index) => `device ${index}`));
  });

  it('are not those that do not tell what they are: such a log-in forgets no other', () => {
    let row = settled(undefined, PHONE);
    for (let time = 1; time < 9; time++) row = settled(row, 'unknown', NOW + time);
    expect(row.knownDevices).toEqual({ [PHONE]: NOW });
    expect(settled(undefined, 'unknown')).not.toHaveProperty('knownDevices');
  });

  it('are none in a row of the last release, and outlast its day in a newer one', () => {
    expect(isKnownDevice(someAttempts(), PHONE, NOW)).toBe(false);
    expect(isKnownDevice(undefined, PHONE, NOW)).toBe(false);
    expect(count(settled(undefined, PHONE), NOW + DAY).knownDevices).toEqual({ [PHONE]: NOW });
  });
});

describe('the row', () => {
  it('starts again when its day is over, and still knows the networks of its owner', () => {
    const old = { ...failed(500, NOW + DAY - 1), knownNetworks: { [ELSEWHERE]: NOW } };
    expect(refused(old, NOW + DAY - 1)).toEqual(waits('network', 900));
    expect(count(old, NOW + DAY)).toEqual({
      version: '1',
      failures: 1,
      at: NOW + DAY,
      windowEndsAt: NOW + 2 * DAY,
      byNetwork: { [HOME]: { failures: 1, at: NOW + DAY } },
      knownNetworks: { [ELSEWHERE]: NOW },
    });
  });

  it('does not move the end of its day', () => {
    expect(count(someAttempts(), NOW + DAY - 1).windowEndsAt).toBe(NOW + DAY);
  });

  it('never holds more than the 50 networks used last, while all failures stay counted', () => {
    let row: LogInAttempts | undefined;
    let now = NOW;
    for (let index = 0; index < 200; index++, now += MINUTE) row = count(row, now, distinct(index));
    expect(Object.keys(row?.byNetwork ?? {})).toHaveLength(50);
    expect(row?.byNetwork[distinct(199)]).toBeDefined();
    expect(row?.byNetwork[distinct(149)]).toBeUndefined();
    expect(row?.failures).toBe(200);
  });

  it('may be removed when neither its day nor a known network matters any more', () => {
    expect(logInAttemptsEndAt(someAttempts())).toBe(NOW + DAY);
    const knownNetworks = { [HOME]: NOW - 5 * DAY, [ELSEWHERE]: NOW - 9 * DAY };
    expect(logInAttemptsEndAt(someAttempts({ knownNetworks }))).toBe(NOW + 25 * DAY);
    expect(logInAttemptsEndAt(someAttempts({ knownNetworks: { [HOME]: NOW - 40 * DAY } }))).toBe(NOW + DAY);
  });
});

describe('the guess of a request with an idempotency key', () => {
  const keyed = (row: LogInAttempts | undefined, now: number, keyedHash: string): LogInAttempts => ({
    ...accepted(countLogInAttempt(row, { ...attempt(now), keyedHash })),
    version: '1',
  });
  const isCounted = (row: LogInAttempts | undefined, now: number, keyedHash?: string) =>
    isCountedGuess(row, { now, keyedHash });

  it('is counted as every other, and known as counted for a minute', () => {
    const row = keyed(undefined, NOW, 'one');
    expect(row.failures).toBe(1);
    expect([NOW, NOW + MINUTE - 1, NOW + MINUTE].map((now) => isCounted(row, now, 'one'))).toEqual([true, true, false]);
    expect([isCounted(row, NOW, 'other'), isCounted(row, NOW), isCounted(undefined, NOW, 'one')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('without a key is known to nobody', () => {
    expect(count(undefined, NOW)).not.toHaveProperty('keyedGuesses');
    expect(isCounted(count(keyed(undefined, NOW, 'one'), NOW + 1), NOW + 1, 'one')).toBe(true);
  });

  it('outlasts a right password, so that what comes late joins it, and the row keeps the newest five', () => {
    let row = keyed(undefined, NOW, 'one');
    row = { ...settleLogInAttempt(row, attempt(NOW + 1)), version: '1' };
    expect([row.failures, isCounted(row, NOW + 2, 'one')]).toEqual([0, true]);
    for (let index = 1; index <= 5; index++) {
      row = { ...settleLogInAttempt(keyed(row, NOW + index, `n${index}`), attempt(NOW + index)), version: '1' };
    }
    expect(Object.keys(row.keyedGuesses ?? {}).toSorted()).toEqual(['n1', 'n2', 'n3', 'n4', 'n5']);
  });
});
