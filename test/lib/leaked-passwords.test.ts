// `leakedPasswords`: the functions where passwords are chosen know of it, and an alarm tells when nobody could be asked.
import { describe, expect, it } from 'vitest';
import { anchorsOf, documentAt } from '../support/markdown.ts';
import { byReadableId, propertiesOf, synthesise } from '../support/stack/stack.ts';

const ID = 'MonitoringLeakedPasswordsUnavailable';
const alarmOf = (template: ReturnType<typeof synthesise>) => byReadableId(template, 'AWS::CloudWatch::Alarm')[ID];

describe('a stage that refuses leaked passwords', () => {
  const template = synthesise('sandbox', { leakedPasswords: 'refuse' });

  it('is watched: an alarm, with a place in both runbooks', () => {
    const { Threshold, MetricName, Period, AlarmDescription } = propertiesOf(alarmOf(template));
    expect({ Threshold, MetricName, Period }).toEqual({
      Threshold: 20,
      MetricName: 'LeakedPasswordsUnavailable',
      Period: 3600,
    });
    expect(AlarmDescription).toMatch(/: docs\/alarms\.md#alarm-leaked-passwords-unavailable$/);
    for (const runbook of ['docs/alarms.md', 'docs/alarms.ko.md']) {
      expect(documentAt(runbook)).toMatch(
        /^\| \[`LeakedPasswordsUnavailable`\]\(#alarm-leaked-passwords-unavailable\)/m,
      );
      expect(anchorsOf(documentAt(runbook))).toContain('alarm-leaked-passwords-unavailable');
    }
  });

  it('says so to its functions', () => {
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).toMatch(/leakedPasswords\W+refuse/);
  });
});

it.each([undefined, 'off'])('a stage with %s has nothing of it', (leakedPasswords) => {
  const template = synthesise('sandbox', { leakedPasswords });
  expect(alarmOf(template)).toBeUndefined();
  expect(JSON.stringify(template.toJSON())).not.toContain('leakedPasswords');
});
