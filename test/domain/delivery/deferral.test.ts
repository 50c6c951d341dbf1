// The pace of a domain that defers: slower with each deferral up to a minute, one mail first at its end, free after that went.
import { describe, expect, it } from 'vitest';
import {
  beginTrial,
  type Deferral,
  deferralEndsAt,
  judgeRetry,
  openAgain,
  slowDown,
} from '#domain/delivery/deferral.ts';
import { HOUR, NOW, SECOND } from '../../support/builders.ts';

const row = (deferral: Omit<Deferral, 'version'>): Deferral => ({ version: 'v', ...deferral });

describe('a retry to a domain', () => {
  it.each([
    ['without a row', undefined, 'free'],
    ['that takes mails again', row({ deferrals: 0, until: NOW + SECOND }), 'free'],
    ['in its pace', row({ deferrals: 1, until: NOW + 1 }), 'held'],
    ['at the end of its pace', row({ deferrals: 1, until: NOW }), 'trial'],
    ['an hour later', row({ deferrals: 9, until: NOW - HOUR }), 'free'],
  ] as const)('%s is %s', (_name, deferral, judged) => {
    expect(judgeRetry(deferral, NOW)).toBe(judged);
  });
});

describe('the pace', () => {
  it('is 15 s, then doubled up to a minute with each deferred trial', () => {
    let deferral: Deferral | undefined;
    const waits: number[] = [];
    for (let now = NOW; waits.length < 6; now = deferral?.until ?? 0) {
      const trial: Deferral | undefined = deferral && row(beginTrial(deferral, now));
      const next = slowDown(trial, true, now);
      waits.push(((next?.until ?? 0) - now) / SECOND);
      deferral = next && row(next);
    }
    expect(waits).toEqual([15, 30, 60, 60, 60, 60]);
  });

  it('does not change by the deferral of a mail that was on its way when it began', () => {
    expect(slowDown(row({ deferrals: 1, until: NOW + 1 }), false, NOW)).toBeUndefined();
    expect(slowDown(row({ deferrals: 1, until: NOW }), false, NOW)).toMatchObject({ deferrals: 2 });
  });

  it('leaves half a minute to the mail that goes first; then another one may', () => {
    const trial = row(beginTrial(row({ deferrals: 4, until: NOW }), NOW));
    expect(judgeRetry(trial, NOW + 30 * SECOND - 1)).toBe('held');
    expect(judgeRetry(trial, NOW + 30 * SECOND)).toBe('trial');
    expect(slowDown(trial, true, NOW)).toMatchObject({ deferrals: 5 });
  });

  it('ends with a trial that went, and does not begin again before each waiting mail was tried once', () => {
    const open = row(openAgain(NOW));
    const later = NOW + 120 * SECOND;
    expect(slowDown(open, false, later - 1)).toBeUndefined();
    expect(slowDown(open, false, later)).toEqual({ deferrals: 1, until: later + 15 * SECOND });
  });

  it('begins anew where nobody was deferred for an hour, when its row may go', () => {
    const old = row({ deferrals: 9, until: NOW });
    expect(deferralEndsAt(old)).toBe(NOW + HOUR);
    expect(slowDown(old, false, NOW + HOUR)).toMatchObject({ deferrals: 1 });
    expect(slowDown(old, false, NOW + HOUR - 1)).toMatchObject({ deferrals: 10 });
  });
});
