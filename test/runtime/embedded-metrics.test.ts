// Log lines of counted events are metrics as well: valid embedded metric format, and the line of before.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
import { describe, expect, it } from 'vitest';
import { EVENTS, type EventCode } from '#domain/events.ts';
import { type EventMetrics, METRIC_NAMESPACE, METRICS } from '#domain/metrics.ts';
import { createLogger } from '#runtime/logger.ts';

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

const written = (event: EventCode, fields?: Fields) => {
  const lines: string[] = [];
  createLogger((line) => lines.push(line), 'sandbox').write(event, fields);
  return { lines, line: JSON.parse(lines[0] ?? '') };
};

const counted = Object.entries(METRICS) as [EventCode, EventMetrics][];
const fullFields = ({ metrics, by }: EventMetrics): Fields => ({
  ...Object.fromEntries([by, ...metrics.map((metric) => metric.by ?? [])].flat().map((field) => [field, 'a_word'])),
  ...Object.fromEntries(metrics.flatMap(({ field }) => (field ? [[field, 7]] : []))),
  challenge: '01KE5VYW8EABCDEFGHJKMNPQRS',
});

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

describe.each(counted)('a line of %s', (event, metrics) => {
  const fields = fullFields(metrics);
  const { lines, line } = written(event, fields);
  const { _aws, ...rest } = line;
  const directives: Directive[] = _aws.CloudWatchMetrics;

  it('is one line, and says which time its metrics are of', () => {
    expect(lines).toEqual([expect.stringMatching(/^[^\n]+\n$/)]);
    expect(_aws.Timestamp).toBe(Date.parse(line.timestamp));
    expect(Object.keys(_aws).toSorted()).toEqual(['CloudWatchMetrics', 'Timestamp']);
  });

  it('names its metrics in one namespace, each with a unit and a number in the line', () => {
    for (const { Namespace } of directives) expect(Namespace).toBe(METRIC_NAMESPACE);
    const named = directives.flatMap(({ Metrics }) => Metrics);
    expect(named).toEqual(metrics.metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })));
    for (const { name, field } of metrics.metrics) expect(rest[name]).toBe(field ? 7 : 1);
  });

  it('has the stage and each split as text in the line, and sums over all of them', () => {
    for (const { Dimensions, Metrics } of directives) {
      for (const { Name } of Metrics) {
        const { by = metrics.by } = metrics.metrics.find(({ name }) => name === Name) ?? {};
        expect(Dimensions).toEqual(by.length > 0 ? [['stage'], ['stage', ...by]] : [['stage']]);
      }
      for (const name of Dimensions.flat()) expect(rest[name]).toMatch(/^.{1,250}$/);
    }
  });

  it('is still the line that it was, under its level', () => {
    expect(rest).toMatchObject({ level: EVENTS[event], event, timestamp: expect.any(String), ...fields });
    const added = Object.keys(rest).filter(
      (name) => !['level', 'event', 'timestamp', 'stage', ...Object.keys(fields)].includes(name),
    );
    expect(added).toEqual(metrics.metrics.map(({ name }) => name));
  });
});

describe('what is missing in an event', () => {
  it('is no metric and no split of it', () => {
    const { line } = written('mail_sent', { waitedSeconds: undefined, purpose: undefined });
    const [directive] = line._aws.CloudWatchMetrics;
    expect(directive).toMatchObject({ Dimensions: [['stage']], Metrics: [{ Name: 'Sent', Unit: 'Count' }] });
    expect(line).not.toHaveProperty('SentAfterSeconds');
  });

  it('is no metric where it alone has a value, and the others stay', () => {
    const { line } = written('mail_failed', { reason: 'texts_off', purpose: 'otp' });
    expect(line._aws.CloudWatchMetrics).toEqual([
      {
        Namespace: METRIC_NAMESPACE,
        Dimensions: [['stage'], ['stage', 'reason']],
        Metrics: [{ Name: 'Failed', Unit: 'Count' }],
      },
    ]);
  });

  it('is nothing that a number was promised for and a word came', () => {
    const { line } = written('mail_sent', { waitedSeconds: 'long' });
    expect(line).not.toHaveProperty('SentAfterSeconds');
  });
});

describe('an event that is not counted', () => {
  const others = (Object.keys(EVENTS) as EventCode[]).filter((event) => !(event in METRICS));

  it.each(others)('%s has no metric in its line', (event) => {
    const { line } = written(event, { purpose: 'signup', waitedSeconds: 3 });
    expect(Object.keys(line).toSorted()).toEqual(['event', 'level', 'purpose', 'timestamp', 'waitedSeconds']);
  });
});
