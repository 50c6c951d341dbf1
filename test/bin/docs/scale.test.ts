// What docs/scale.md is computed from: limits that say where they come from, counted operations, the courier's own code, and a model.
import { describe, expect, it } from 'vitest';
import { FUNCTIONS } from '#routes.ts';
import { megabytesOf } from '../../../bin/docs/cost/month.ts';
import { OPERATIONS } from '../../../bin/docs/cost/operations.ts';
import { CEILINGS, HOT_KEYS, passedBetween } from '../../../bin/docs/scale/ceilings.ts';
import { LIMITS, LIMITS_OF, type Limit } from '../../../bin/docs/scale/limits.ts';
import { choose, estimate } from '../../../bin/docs/scale/memory.ts';
import { simulate } from '../../../bin/docs/scale/rush.ts';

describe('the limits', () => {
  it('have a date', () => {
    expect(LIMITS_OF).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it.each(Object.entries<Limit>(LIMITS))('%s says where it was seen, and is unsure if it was not', (_name, limit) => {
    expect(limit.allows).toBeGreaterThan(0);
    expect(limit.page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/|^configuration\.md#/);
    if (/memory|chosen/.test(limit.seen)) expect(limit.unsure).toBe(true);
  });

  it('are each compared with what a sign-up takes, the lowest first', () => {
    expect(CEILINGS).toHaveLength(Object.keys(LIMITS).length);
    for (const { each, holds, allows } of CEILINGS) expect(holds * each).toBeCloseTo(allows);
    const holds = CEILINGS.map((ceiling) => ceiling.holds);
    expect(holds).toEqual(holds.toSorted((one, other) => one - other));
    expect([...passedBetween(0, 100), ...passedBetween(100, Number.POSITIVE_INFINITY)]).toEqual(CEILINGS);
  });

  it('take signatures from the counted operations', () => {
    const { each } = CEILINGS.find(({ name }) => name === LIMITS.signatures.name) ?? {};
    expect(each).toBe(OPERATIONS.verifyByLink.signatures);
  });
});

describe('rows that every sign-up touches', () => {
  it('are counters of the courier and the quota, and belong to nobody', () => {
    expect(HOT_KEYS.map(({ key }) => key)).toEqual([
      'limit#rate#mail#<window>',
      'limit#sent#all#<window>',
      'limit#bounced#all#<window>',
      'limit#quota',
      'limit#waiting#urgent#<window>',
    ]);
    for (const { writes } of HOT_KEYS) expect(writes).toBeLessThanOrEqual(1);
  });
});

describe('a rush on SES', () => {
  const rush = { signUpsPerSecond: 10, seconds: 6, hasCodes: true, mailsPerSecond: 4, shards: 2 };

  it('loses no mail, is never refused, and drains', async () => {
    const course = await simulate(rush);
    expect(course).toMatchObject({ lost: 0, refusals: 0 });
    expect(Math.max(...course.waiting)).toBeGreaterThan(20);
    expect(course.waiting.at(-1)).toBe(0);
    expect(course.longestWaitForCodeSeconds).toBeLessThan(course.longestWaitSeconds);
  });

  it('goes the same way each time, so that the drawing changes only with the code', async () => {
    expect(await simulate(rush)).toEqual(await simulate(rush));
  });

  it('waits for nothing where SES is faster', async () => {
    const course = await simulate({ ...rush, mailsPerSecond: 50 });
    expect(course.longestWaitSeconds).toBeLessThan(1);
    expect(course.triesPerMail).toBe(1);
    expect(course.usedOfRate).toBeLessThan(0.5);
  });
});

/** The others work in a stage only that asks for them, and were not measured. */
const NAMES = FUNCTIONS.filter((name) => name !== 'factors' && name !== 'webhooks' && name !== 'purge');

describe('the memory of a function', () => {
  it.each(NAMES)('of %s is what the model says', (name) => {
    expect(megabytesOf(name)).toBe(choose(name));
  });

  it.each(NAMES)('of %s, halved, doubles the time that it computes and hardly changes the price', (name) => {
    const [small, large] = [estimate(name, 512), estimate(name, 1024)];
    expect(small.firstMilliseconds).toBeGreaterThan(large.firstMilliseconds);
    expect(small.firstMilliseconds).toBeLessThanOrEqual(2 * large.firstMilliseconds);
    expect(small.usd).toBeLessThanOrEqual(large.usd);
  });

  it('beyond one core changes the price alone', () => {
    const [core, more] = [estimate('signup', 1769), estimate('signup', 3538)];
    expect(more.firstMilliseconds).toBe(core.firstMilliseconds);
    expect(more.usd).toBeCloseTo(2 * core.usd);
  });
});
