// What docs/cost.md is computed from: the deployed template, every counted flow, and prices that say where they come from.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { billOf, cognitoOf, SERVICES, totalOf } from '../../../bin/docs/cost/bill.ts';
import { STEPS, unitsOf, usageOf } from '../../../bin/docs/cost/month.ts';
import { OPERATIONS, type Operations } from '../../../bin/docs/cost/operations.ts';
import { FREE, PRICES, PRICES_OF, type Price } from '../../../bin/docs/cost/prices.ts';
import { provisionedUsd, scheduledUsd } from '../../../bin/docs/cost/warm.ts';
import { synthesise } from '../../support/stack/stack.ts';
import { readByDashboards } from '../../support/stack/watched-metrics.ts';

const FIRST = { hasAllowances: true };
const MOST_IDLE_DOLLARS = 5.5;

describe('the bill', () => {
  it('of a stage that nobody uses is at most $5.50', () => {
    const idle = billOf(0, FIRST);
    expect(totalOf(idle)).toBeLessThanOrEqual(MOST_IDLE_DOLLARS);
    expect(idle.SES).toBe(0);
  });

  it('of 100,000 sign-ups is at most $30 without the mails', () => {
    const busy = billOf(100_000, FIRST);
    expect(totalOf(busy) - busy.SES).toBeLessThanOrEqual(30);
  });

  it('grows with use in each service, and is higher without what AWS gives each account', () => {
    const [few, many] = [billOf(1000, FIRST), billOf(1_000_000, FIRST)];
    for (const service of SERVICES) expect(many[service], service).toBeGreaterThanOrEqual(few[service]);
    expect(totalOf(billOf(1000, { hasAllowances: false }))).toBeGreaterThan(totalOf(few));
  });

  it('of two stages in an account has no dashboard', () => {
    for (const hasAllowances of [true, false]) expect(billOf(1000, { hasAllowances }).dashboards).toBe(0);
    expect(usageOf(0).dashboards.length + usageOf(0, false).dashboards.length).toBeLessThanOrEqual(FREE.dashboards);
  });

  it('of Cognito begins above the users that are free', () => {
    const mails = (signUps: number) => (usageOf(signUps).mails / 1000) * PRICES.mailsEssentials.usd;
    expect(cognitoOf(1000).lite).toBeCloseTo(mails(1000));
    expect(cognitoOf(100_000).lite - mails(100_000)).toBeCloseTo(90_000 * 0.0055);
    expect(cognitoOf(1_000_000).lite - mails(1_000_000)).toBeCloseTo(90_000 * 0.0055 + 900_000 * 0.0046);
    expect(cognitoOf(1_000_000).essentials - mails(1_000_000)).toBeCloseTo(990_000 * 0.015);
  });
});

describe('the usage', () => {
  it('has the alarms, dashboards and keys of the template', () => {
    const template = synthesise('production');
    const { alarms, dashboards, keys } = usageOf(0);
    expect(alarms).toBe(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length);
    const sizes = Map.groupBy(readByDashboards(template), ({ by }) => by);
    expect([...dashboards].toSorted()).toEqual([...sizes.values()].map((shown) => shown.length).toSorted());
    expect(keys).toBe(2);
  });

  it('counts every flow that is measured', () => {
    const used = STEPS.map(({ operations }) => operations);
    for (const [name, flow] of Object.entries<Operations>(OPERATIONS)) expect(used, name).toContain(flow);
  });

  it('loads each file that a page names', () => {
    const layout = readFileSync(new URL('../../../templates/pages/layout.html', import.meta.url), 'utf8');
    const files = layout.match(/\{\{(style|script)Href\}\}/g) ?? [];
    expect(STEPS.find(({ what }) => what.startsWith('files'))?.times).toBe(files.length);
  });

  it('takes units from the commands: a batch by its keys, a query as one', () => {
    expect(unitsOf(OPERATIONS.firstMail)).toEqual({ reads: 12, writes: 5 });
    expect(unitsOf(OPERATIONS.logIn)).toEqual({ reads: 6, writes: 4 });
    expect(unitsOf()).toEqual({ reads: 0, writes: 0 });
  });
});

describe('what it costs to keep functions started', () => {
  it('is their memory for each second of the month, or a short run now and then', () => {
    const { Resources } = synthesise('production').toJSON();
    const megabytes = Object.entries<{ Type: string; Properties: { MemorySize: number } }>(Resources)
      .filter(
        ([id, { Type }]) =>
          Type === 'AWS::Lambda::Function' && !/^(Courier|Feedback|Otp|Authorize|Admin|Events|Factors)/.test(id),
      )
      .reduce((sum, [, { Properties }]) => sum + Properties.MemorySize, 0);
    const month = (megabytes / 1024) * 30 * 86_400 * PRICES.provisionedGigabyteSeconds.usd;
    expect(provisionedUsd(1)).toBeCloseTo(month);
    expect(provisionedUsd(5)).toBeCloseTo(5 * month);
    expect(scheduledUsd(5)).toBeLessThan(0.1);
    expect(scheduledUsd(1)).toBeCloseTo(5 * scheduledUsd(5));
  });
});

describe('the prices', () => {
  it('have a date', () => {
    expect(PRICES_OF).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it.each(Object.entries<Price>(PRICES))('%s says where it was seen, and is unsure if it was not', (_name, price) => {
    expect(price.usd).toBeGreaterThan(0);
    expect(price.page).toMatch(/^https:\/\/aws\.amazon\.com\/.*pricing/);
    expect(price.seen).not.toBe('');
    if (/memory|not seen/.test(price.seen)) expect(price.unsure).toBe(true);
  });
});
