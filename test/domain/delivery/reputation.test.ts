// The breaker: how many bounces in an hour hold first mails.
import { describe, expect, it } from 'vitest';
import { isBroken, reputationCounter } from '#domain/delivery/reputation.ts';
import { SES_ALARMS, SES_BREAKER, SES_REPUTATION } from '#domain/delivery/ses-quotas.ts';
import { HOUR, NOW } from '../../support/builders.ts';

const at = (sent: number | undefined, bounced: number | undefined) =>
  isBroken(sent === undefined ? undefined : { total: sent }, bounced === undefined ? undefined : { total: bounced });

describe('the breaker', () => {
  it('holds with fewer than 50 mails in the hour, however many bounced', () => {
    expect([at(49, 49), at(49, 2), at(undefined, 10), at(undefined, undefined)]).toEqual([false, false, false, false]);
  });

  it('opens above three in a hundred, not at them', () => {
    expect([at(50, 1), at(50, 2), at(60, 3), at(100, 3), at(100, 4), at(1000, 30), at(1000, 31)]).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('holds where nothing bounced', () => {
    expect([at(50, undefined), at(10_000, 0)]).toEqual([false, false]);
  });

  it('opens before AWS reviews the account, and no later than the first alarm', () => {
    expect(SES_BREAKER.bounceFraction).toBeLessThan(SES_REPUTATION.bounceRate.reviewFraction);
    expect(SES_BREAKER.bounceFraction).toBeLessThanOrEqual(SES_ALARMS.bounceRate.warningFraction);
  });
});

describe('a counter', () => {
  it('covers one clock hour, separately for mails and bounces, and is kept as long as it is read', () => {
    const start = NOW - (NOW % HOUR);
    const names = [start - 1, start, start + HOUR - 1, start + HOUR].map(
      (now) => reputationCounter('sent', now).key.pk,
    );
    expect(names[1]).toBe(names[2]);
    expect(new Set(names).size).toBe(3);
    expect(reputationCounter('bounced', start).key.pk).not.toBe(names[1]);
    expect(reputationCounter('sent', start).window.endsAt).toBeGreaterThanOrEqual(start + HOUR);
  });
});
