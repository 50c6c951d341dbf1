// The doctor's findings on the account: sandbox, pauses, quotas, and how many functions may run at once.
import { describe, expect, it } from 'vitest';
import { type Account, judgeAccess, judgeSending } from '../../../bin/doctor/checks/mail/account.ts';
import { judgeQuota } from '../../../bin/doctor/checks/mail/quota.ts';
import { judgeConcurrency } from '../../../bin/doctor/checks/platform/concurrency.ts';

const levels = (findings: readonly { readonly level: string }[]) => findings.map(({ level }) => level);

describe('the sandbox', () => {
  it.each([
    { isOut: true, sesMode: 'production', level: 'ok' },
    { isOut: true, sesMode: 'sandbox', level: 'note' },
    { isOut: false, sesMode: 'sandbox', level: 'note' },
    { isOut: false, sesMode: 'production', level: 'fault' },
  ] as const)('is $level for an account out of it: $isOut, in mode $sesMode', ({ isOut, sesMode, level }) => {
    expect(judgeAccess({ ProductionAccessEnabled: isOut }, sesMode).level).toBe(level);
  });

  it('says to wait, not to ask again, while AWS reviews the request', () => {
    const asked: Account = { ProductionAccessEnabled: false, Details: { ReviewDetails: { Status: 'PENDING' } } };
    expect(judgeAccess(asked, 'production').next?.en).toMatch(/^Wait for AWS's answer/);
    expect(judgeAccess({ ...asked, Details: {} }, 'production').next?.en).toMatch(
      /^Choose "Request production access"/,
    );
  });
});

describe('sending', () => {
  it.each([
    [{ SendingEnabled: true, EnforcementStatus: 'HEALTHY' }, []],
    [{ SendingEnabled: true, EnforcementStatus: 'PROBATION' }, ['note']],
    [{ SendingEnabled: true, EnforcementStatus: 'SHUTDOWN' }, ['fault']],
    [{ SendingEnabled: false, EnforcementStatus: 'HEALTHY' }, ['fault']],
  ])('%j gives %j', (account, expected) => {
    expect(levels(judgeSending(account))).toEqual(expected);
  });
});

describe('the quota', () => {
  const RAISE = { ko: '더', en: 'more' };

  it.each([
    [0, 'ok'],
    [159, 'ok'],
    [160, 'note'],
    [199, 'note'],
    [200, 'fault'],
  ])('with %i of 200 used is %s: the note comes where the alarm fires', (sent, level) => {
    const quota = { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: sent };
    expect(levels(judgeQuota(quota, RAISE))).toEqual([level]);
  });

  it('without a limit is never near its end', () => {
    const quota = { Max24HourSend: -1, MaxSendRate: 500, SentLast24Hours: 1_000_000 };
    expect(judgeQuota(quota, RAISE)).toMatchObject([{ level: 'ok', what: { en: 'no limit a day, 500 a second' } }]);
  });
});

describe('concurrency', () => {
  it.each([
    { limit: 1000, reserved: undefined, level: 'ok' },
    { limit: 10, reserved: undefined, level: 'note' },
    { limit: 10, reserved: 1, level: 'fault' },
    { limit: 1000, reserved: 100, level: 'ok' },
    { limit: 1000, reserved: 101, level: 'fault' },
  ])('of $limit with $reserved kept for each of 9 functions is $level', ({ limit, reserved, level }) => {
    expect(judgeConcurrency({ limit, reserved, functions: 9 }).level).toBe(level);
  });

  it.each([
    { limit: 10, reserved: undefined, ofCourier: 1, level: 'fault' },
    { limit: 1000, reserved: undefined, ofCourier: 900, level: 'ok' },
    { limit: 1000, reserved: undefined, ofCourier: 901, level: 'fault' },
    { limit: 1000, reserved: 100, ofCourier: 101, level: 'fault' },
  ])('of $limit with $reserved for each and $ofCourier for the courier is $level', ({ level, ...facts }) => {
    expect(judgeConcurrency({ ...facts, functions: 9 }).level).toBe(level);
  });
});
