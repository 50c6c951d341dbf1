// Log lines of counted events are metrics as well: valid embedded metric format, and the line of before.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
import { describe, expect, it } from 'vitest';
import { EVENTS, type EventCode } from '#domain/events.ts';
import { METRIC_NAMESPACE, METRICS, type Metric } from '#domain/metrics.ts';
import { createLogger } from '#runtime/logger.ts';

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

const written = (event: EventCode, fields?: Fields) => {
  const lines: string[] = [];
  createLogger((line) => lines.push(line), 'sandbox').write(event, fields);
  return { lines, line: JSON.parse(lines[0] ?? '') };
};

const counted = Object.entries(METRICS) as [EventCode, readonly Metric[]][];
/** Fields with which the metric is written. */
const fieldsFor = ({ field, when }: Metric): Fields => ({
  ...(field && { [field]: 7 }),
  ...when,
  challenge: '01KE5VYW8EABCDEFGHJKMNPQRS',
});

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

const each = counted.flatMap(([event, metrics]) =>
  metrics.map((metric) => ({ event, metrics, metric, name: metric.name })),
);

describe.each(each)('a line of $event with $name', ({ event, metrics, metric }) => {
  const fields = fieldsFor(metric);
  const { lines, line } = written(event, fields);
  const { _aws, ...rest } = line;
  const directives: Directive[] = _aws.CloudWatchMetrics;

  it('is one line, and says which time its metrics are of', () => {
    expect(lines).toEqual([expect.stringMatching(/^[^\n]+\n$/)]);
    expect(_aws.Timestamp).toBe(Date.parse(line.timestamp));
    expect(Object.keys(_aws).toSorted()).toEqual(['CloudWatchMetrics', 'Timestamp']);
  });

  it('names it in our namespace, with its unit and a number in the line', () => {
    for (const { Namespace } of directives) expect(Namespace).toBe(METRIC_NAMESPACE);
    expect(directives.flatMap(({ Metrics }) => Metrics)).toContainEqual({ Name: metric.name, Unit: metric.unit });
    expect(rest[metric.name]).toBe(metric.field ? 7 : (metric.value ?? 1));
  });

  it('has one dimension, the stage, as text in the line', () => {
    expect(directives.map(({ Dimensions }) => Dimensions)).toEqual([[['stage']]]);
    expect(rest.stage).toBe('sandbox');
  });

  it('is still the line that it was, under its level', () => {
    expect(rest).toMatchObject({ level: EVENTS[event], event, timestamp: expect.any(String), ...fields });
    const added = Object.keys(rest).filter(
      (name) => !['level', 'event', 'timestamp', 'stage', ...Object.keys(fields)].includes(name),
    );
    const known = metrics.map(({ name }) => name);
    expect(added.filter((name) => !known.includes(name))).toEqual([]);
  });
});

const metricsIn = (event: EventCode, fields: Fields): unknown[] => {
  const { _aws } = written(event, fields).line;
  return (_aws?.CloudWatchMetrics ?? []).flatMap(({ Metrics }: Directive) => Metrics.map(({ Name }) => Name));
};

describe('what is missing in an event', () => {
  it('is no metric of it, and the others stay', () => {
    const { line } = written('mail_sent', { waitedSeconds: undefined, purpose: undefined });
    const [directive] = line._aws.CloudWatchMetrics;
    expect(directive).toMatchObject({ Dimensions: [['stage']], Metrics: [{ Name: 'Sent', Unit: 'Count' }] });
    expect(line).not.toHaveProperty('SentAfterSeconds');
    expect(metricsIn('mail_failed', { reason: 'texts_off', purpose: 'otp' })).toEqual(['Failed']);
    expect(metricsIn('mail_failed', { reason: 'texts_off', purpose: 'otp', late: 1 })).toEqual(['Failed', 'LateMails']);
  });

  it('is nothing that a number was promised for and a word came', () => {
    const { line } = written('mail_sent', { waitedSeconds: 'long' });
    expect(line).not.toHaveProperty('SentAfterSeconds');
  });
});

describe('a metric of some events', () => {
  it('is written for those only', () => {
    expect(metricsIn('dependency_failed', { dependency: 'dynamodb' })).toEqual(['DependencyFailed']);
    expect(metricsIn('dependency_failed', { dependency: 'kms' })).toEqual(['DependencyFailed', 'KmsFailed']);
    expect(metricsIn('operator_needed', { reason: 'sending_paused' })).toEqual(['OperatorMustAct']);
    expect(metricsIn('operator_needed', { reason: 'recipient_not_verified' })).toEqual(['RecipientNotVerified']);
  });

  it('counts no sms and no temporary bounce against the mails', () => {
    const excess = ['ExcessBounces', 'ExcessComplaints'];
    const found = (event: EventCode, fields: Fields) =>
      metricsIn(event, fields).filter((name) => excess.includes(String(name)));
    expect(found('mail_delivered', { channel: 'email', kind: 'delivered' })).toEqual(excess);
    expect(found('mail_delivered', { channel: 'sms', kind: 'delivered' })).toEqual([]);
    expect(found('mail_bounced', { channel: 'email', kind: 'bounced_for_good' })).toEqual(['ExcessBounces']);
    expect(found('mail_bounced', { channel: 'email', kind: 'bounced' })).toEqual([]);
    expect(found('mail_bounced', { channel: 'sms', kind: 'undelivered' })).toEqual([]);
  });
});

describe('an event that is not counted', () => {
  const others = (Object.keys(EVENTS) as EventCode[]).filter((event) => !(event in METRICS));

  it.each(others)('%s has no metric in its line', (event) => {
    const { line } = written(event, { purpose: 'signup', waitedSeconds: 3 });
    expect(Object.keys(line).toSorted()).toEqual(['event', 'level', 'purpose', 'timestamp', 'waitedSeconds']);
  });
});
