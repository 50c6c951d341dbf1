// How many mails the alarms of the templates send in simulated months: few where nothing is wrong, and one where somebody must act.
import { describe, expect, it } from 'vitest';
import { type Alarm, alarmsOf, mailsOf } from '../../../bin/docs/alarms/alarm.ts';
import { Points } from '../../../bin/docs/alarms/points.ts';
import { QUIET, TROUBLED, worstMonthOf } from '../../../bin/docs/alarms/table.ts';
import { synthesise } from '../../../bin/docs/synthesise.ts';

const WITHIN_MILLISECONDS = 120_000;
const MOST_MAILS = 2;

describe('in a month the operator gets', () => {
  it.each(QUIET)(
    'at most two mails where nothing is wrong: $en',
    (scenario) => {
      expect(worstMonthOf(scenario).mails).toBeLessThanOrEqual(MOST_MAILS);
    },
    WITHIN_MILLISECONDS,
  );

  it.each(TROUBLED)(
    'a mail if somebody must act: $en',
    (scenario) => {
      expect(worstMonthOf(scenario).mails).toBeGreaterThan(0);
    },
    WITHIN_MILLISECONDS,
  );
});

describe('a simulated alarm', () => {
  const alarm: Alarm = {
    id: 'Any',
    metric: 'Any any',
    statistic: 'Sum',
    above: 1,
    periodMinutes: 5,
    missing: 'notBreaching',
  };
  const with2At = (...minutes: number[]) => {
    const points = new Points();
    for (const minute of minutes) points.add('Any any', minute, 2);
    return points;
  };

  it('sends one mail while it stays on, and one more after a gap', () => {
    expect(mailsOf(alarm, with2At(1, 6, 11), 60)).toBe(1);
    expect(mailsOf(alarm, with2At(1, 6, 21), 60)).toBe(2);
  });

  it('that ignores gaps keeps its state', () => {
    expect(mailsOf({ ...alarm, missing: 'ignore' }, with2At(1, 6, 21), 60)).toBe(1);
  });

  it('of a day looks at the last 24 hours, each hour', () => {
    const daily: Alarm = { ...alarm, above: 3, periodMinutes: 1440 };
    expect(mailsOf(daily, with2At(10, 1400), 2880)).toBe(1);
    expect(mailsOf(daily, with2At(10, 1500), 2880)).toBe(0);
  });

  it('takes the metrics of a log line from the logger', () => {
    const points = new Points();
    points.log('mail_queued', 3, { late: 1 });
    expect(points.statistic('Latchkey LateMails', 'Sum', 0, 5)).toBe(1);
    expect(points.statistic('Latchkey LateMails', 'Sum', 5, 10)).toBeUndefined();
  });

  it.each(['sandbox', 'production'] as const)('is there for each of the template (%s)', (stage) => {
    const template = synthesise(stage);
    expect(alarmsOf(template)).toHaveLength(Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length);
  });
});
