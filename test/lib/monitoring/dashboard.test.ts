// The dashboard and the metrics that the log writes: both have the same names.
import { describe, expect, it } from 'vitest';
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import { type EventMetrics, METRIC_NAMESPACE, METRICS } from '#domain/metrics.ts';
import { ServiceMetrics } from '../../../lib/monitoring/service-metrics.ts';
import {
  FUNCTION_IDS,
  onlyOne,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const EMITTED = Object.values<EventMetrics>(METRICS).flatMap(({ metrics, by }) =>
  metrics.map((metric) => ({ by, ...metric })),
);

interface Shown {
  readonly widget: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

const dashboard = (stage: StageName) => propertiesOf(onlyOne(templates[stage], 'AWS::CloudWatch::Dashboard'));

const shownIn = (stage: StageName): Shown[] => {
  const body = JSON.parse(readable(dashboard(stage)['DashboardBody']));
  return body.widgets.flatMap(({ properties }: { properties: { title: string; metrics: unknown[][] } }) =>
    properties.metrics.map((row) => {
      const [namespace, name, ...rest] = row.filter((part) => typeof part === 'string') as string[];
      const pairs = rest.flatMap((part, index) => (index % 2 === 0 ? [[part, rest[index + 1]]] : []));
      const statistic = (row.at(-1) as { stat?: string }).stat ?? 'Average';
      return { widget: properties.title, namespace, name, dimensions: Object.fromEntries(pairs), statistic };
    }),
  );
};
const own = (stage: StageName) => shownIn(stage).filter(({ namespace }) => namespace === METRIC_NAMESPACE);

describe('the dashboard', () => {
  it.each(STAGES)('is one, named as the stack is (%s)', (stage) => {
    expect(dashboard(stage)['DashboardName']).toBe(`Latchkey-${stage}`);
  });

  it.each(STAGES)('shows every metric that is written, and none that is not (%s)', (stage) => {
    const emitted = new Set(EMITTED.map(({ name }) => name));
    const shown = new Set(own(stage).map(({ name }) => name));
    expect([...shown].sort()).toEqual([...emitted].sort());
    expect(emitted.size).toBeGreaterThan(15);
  });

  it.each(STAGES)('reads them by this stage, and splits them as the log does (%s)', (stage) => {
    for (const { name, dimensions } of own(stage)) {
      const { stage: read, ...split } = dimensions;
      expect(read).toBe(stage);
      const emitters = EMITTED.filter((metric) => metric.name === name);
      const by = Object.keys(split).join();
      expect(
        emitters.some((metric) => by === '' || by === metric.by.join()),
        `${name} by ${by}`,
      ).toBe(true);
    }
  });

  it('shows each reason of a failure', () => {
    const failed = own('sandbox').filter(({ name, dimensions }) => name === 'Failed' && dimensions['reason']);
    expect(failed.map(({ dimensions }) => dimensions['reason']).sort()).toEqual(Object.keys(DELIVERY_REASONS).sort());
  });

  it('shows each reason that an operator must act on', () => {
    const needed = own('production').filter(
      ({ name, dimensions }) => name === 'OperatorMustAct' && dimensions['reason'],
    );
    const classed = Object.entries(DELIVERY_REASONS).filter(([, { attention }]) => attention === 'operator');
    expect(needed.map(({ dimensions }) => dimensions['reason']).sort()).toEqual(
      classed.map(([reason]) => reason).sort(),
    );
  });

  it('shows the delivery time at its median and its 99th percentile', () => {
    const times = own('sandbox').filter(({ name }) => name === 'DeliveredAfterSeconds');
    expect(times.map(({ statistic }) => statistic)).toEqual(['p50', 'p99']);
  });

  it('follows a sign-up from the request to the account', () => {
    const funnel = own('sandbox').filter(({ widget }) => widget.startsWith('Sign-up'));
    expect(funnel.map(({ name, dimensions }) => `${name} ${dimensions['purpose'] ?? ''}`.trim())).toEqual([
      'Accepted signup',
      'Sent signup',
      'Delivered signup',
      'Verified',
    ]);
  });

  it('shows the errors of every function and the depth of every queue', () => {
    const values = (name: string) =>
      shownIn('sandbox').flatMap((shown) => (shown.name === name ? Object.values(shown.dimensions) : []));
    expect(values('Errors').sort()).toEqual(
      Object.values(FUNCTION_IDS)
        .map((id) => `<${id}>`)
        .sort(),
    );
    expect(values('ApproximateNumberOfMessagesVisible').sort()).toEqual(
      ['CourierDeadLetters', 'CourierOrdinary', 'CourierUrgent', 'FeedbackDeadLetters'].map(
        (id) => `<${id}.QueueName>`,
      ),
    );
    expect(values('ApproximateAgeOfOldestMessage').sort()).toEqual([
      '<CourierOrdinary.QueueName>',
      '<CourierUrgent.QueueName>',
    ]);
  });
});

describe('a metric of the log', () => {
  const metrics = new ServiceMetrics('sandbox');

  it('cannot be queried by a field that is not its dimension', () => {
    expect(() => metrics.count('mail_failed', { purpose: 'signup' })).toThrow('mail_failed is split by reason');
    expect(() => metrics.count('session_reused', { reason: 'x' })).toThrow('session_reused is split by nothing');
  });

  it('may have another dimension than the other metrics of its event', () => {
    const { dimensions } = metrics.value('mail_failed', { purpose: 'signup' });
    expect(dimensions).toEqual({ stage: 'sandbox', purpose: 'signup' });
    expect(() => metrics.value('mail_failed', { reason: 'x' })).toThrow('mail_failed is split by purpose');
  });

  it('cannot be queried as a value if its event carries none', () => {
    expect(() => metrics.value('mail_bounced')).toThrow('mail_bounced has no such metric');
  });
});
