// The breaker: how many bounces within a day hold the first mails of a network, to a domain, or all.
import { describe, expect, it } from 'vitest';
import {
  domainScope,
  inLastDay,
  isBroken,
  isChargedOn,
  isTrialFree,
  LONGEST_HOLD_MILLISECONDS,
  maySuspect,
  networkScope,
  OVER_ALL,
  reputationCounter,
  reputationKeys,
  scopesOf,
  trialCounter,
} from '#domain/delivery/reputation.ts';
import { SES_ALARMS, SES_BREAKER, SES_REPUTATION } from '#domain/delivery/ses-quotas.ts';
import { HOUR, NOW } from '../../support/builders.ts';

const NETWORK = networkScope('203.0.113.0/24');
const DOMAIN = domainScope('example.com');
const DAY = 24 * HOUR;

describe('the breaker', () => {
  it('judges the network first, then the domain, then all', () => {
    expect(scopesOf({ network: '203.0.113.0/24', domain: 'example.com' })).toEqual([NETWORK, DOMAIN, OVER_ALL]);
  });

  it('holds back with fewer than 50 first mails of a network, unless five bounced', () => {
    const at = (sent: number, bounced: number) => isBroken(NETWORK, sent, bounced);
    expect([at(0, 0), at(49, 2), at(49, 4), at(4, 4), at(5, 5), at(49, 5)]).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('opens for a network above three in a hundred, not at them', () => {
    const at = (sent: number, bounced: number) => isBroken(NETWORK, sent, bounced);
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

  it.each([
    ['a domain', DOMAIN, 10],
    ['all', OVER_ALL, 20],
  ])('opens for %s only when many networks bounced, however many mails were sent', (_name, scope, least) => {
    expect([isBroken(scope, 60, least - 1), isBroken(scope, 60, least), isBroken(scope, 1000, least)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('stays closed where nothing bounced', () => {
    for (const scope of [NETWORK, DOMAIN, OVER_ALL])
      expect([isBroken(scope, 50, 0), isBroken(scope, 10_000, 0)]).toEqual([false, false]);
  });

  it('looks at the mails sent whenever the bounces could open it', () => {
    for (const scope of [NETWORK, DOMAIN, OVER_ALL])
      for (let bounced = 0; bounced < 30; bounced++)
        for (const sent of [bounced, 49, 50, 51, 500])
          if (isBroken(scope, sent, bounced)) expect(maySuspect(scope, bounced)).toBe(true);
  });

  it('opens before AWS reviews the account, and no later than the first alarm', () => {
    expect(SES_BREAKER.bounceFraction).toBeLessThan(SES_REPUTATION.bounceRate.reviewFraction);
    expect(SES_BREAKER.bounceFraction).toBeLessThanOrEqual(SES_ALARMS.bounceRate.warningFraction);
  });

  it('lets a few first mails an hour through where it holds', () => {
    const trials = [NETWORK, DOMAIN, OVER_ALL].map((scope) =>
      [0, 1, 2, 4, 5, 9, 10].filter((n) => isTrialFree(scope, n)),
    );
    expect(trials).toEqual([
      [0, 1],
      [0, 1, 2, 4],
      [0, 1, 2, 4, 5, 9],
    ]);
    expect(trialCounter(NETWORK, NOW).key).not.toEqual(trialCounter(NETWORK, NOW + HOUR).key);
    expect(trialCounter(NETWORK, NOW).key).not.toEqual(trialCounter(DOMAIN, NOW).key);
  });

  it('charges one bounce of a network a day to the domain, and ten of a domain to all: one cause alone never holds more', () => {
    expect([isChargedOn(NETWORK, 1), isChargedOn(NETWORK, 2)]).toEqual([true, false]);
    expect([isChargedOn(DOMAIN, 10), isChargedOn(DOMAIN, 11), isChargedOn(OVER_ALL, 1)]).toEqual([true, false, false]);
    // Over two days (UTC), of which a sliding day may hold parts of both.
    expect(2 * SES_BREAKER.network.chargedOn).toBeLessThan(SES_BREAKER.domain.leastBounces);
  });

  it('holds a mail for longer than its bounces count', () => {
    expect(LONGEST_HOLD_MILLISECONDS).toBeGreaterThan(25 * HOUR);
  });
});

describe('a counter', () => {
  it('covers one day with its hours, separately for mails, bounces and scopes, and is kept as long as it is read', () => {
    const start = NOW - (NOW % DAY);
    const [before, first, last, after] = [start - 1, start, start + DAY - 1, start + DAY].map((now) =>
      reputationCounter('sent', NETWORK, now),
    );
    expect(first?.key).toEqual(last?.key);
    expect(new Set([before, first, after].map((counter) => counter?.key.pk)).size).toBe(3);
    expect([first?.window.slice, last?.window.slice]).toEqual(['h0', 'h23']);
    const others = [
      reputationCounter('bounced', NETWORK, start),
      reputationCounter('sent', DOMAIN, start),
      reputationCounter('sent', OVER_ALL, start),
    ];
    expect(new Set([first, ...others].map((counter) => counter?.key.pk)).size).toBe(4);
    expect(first?.window.endsAt).toBeGreaterThanOrEqual(start + 2 * DAY);
  });

  it('of today and of yesterday are read together', () => {
    expect(reputationKeys('sent', DOMAIN, NOW)).toEqual([
      reputationCounter('sent', DOMAIN, NOW).key,
      reputationCounter('sent', DOMAIN, NOW - DAY).key,
    ]);
  });
});

describe('the last day', () => {
  const start = NOW - (NOW % DAY);
  const yesterday = { total: 111, h0: 1, h9: 10, h23: 100 };
  const today = { total: 3000, h0: 1000, h10: 2000 };

  it.each([
    [0, 1111],
    [9, 1110],
    [10, 3100],
    [23, 3100],
  ])('at hour %i is the hours of today, and of yesterday those from the same hour on', (hour, sum) => {
    expect(inLastDay({ ...today, ...(hour < 10 && { h10: 0 }) }, yesterday, start + hour * HOUR)).toBe(sum);
  });

  it('is 0 without rows, and for rows without hours', () => {
    expect([inLastDay(undefined, undefined, NOW), inLastDay({ total: 5 }, { total: 5 }, NOW)]).toEqual([0, 0]);
  });
});
