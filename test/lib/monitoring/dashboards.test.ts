// The dashboards, and that what the log writes as metrics is what the alarms and dashboards read.
import { describe, expect, it } from 'vitest';
import { METRIC_NAMESPACE, METRICS, type Metric } from '#domain/metrics.ts';
import { createLogger } from '#runtime/logger.ts';
import {
  byReadableId,
  FUNCTION_IDS,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../../support/stack/stack.ts';
import { type ReadMetric, readByAlarms, readByDashboards } from '../../support/stack/watched-metrics.ts';
import { TRANSPORTS, WEBHOOKS } from '../../support/transport-keys.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const others = [TRANSPORTS.smtp, TRANSPORTS.smtpThenSes].map((keys) => synthesise('sandbox', keys));

const CLAIMS = { claims: { metadata: ['plan'] } };

const shownIn = (stage: StageName) => readByDashboards(templates[stage]);
const own = (stage: StageName) => shownIn(stage).filter(({ namespace }) => namespace === METRIC_NAMESPACE);

/** As `name dimension=value …`. */
const pairOf = ({ name, dimensions }: Pick<ReadMetric, 'name' | 'dimensions'>) =>
  [name, ...Object.entries(dimensions).map(([key, value]) => `${key}=${value}`)].join(' ');

/** What the log really writes for each metric of the list, with every dimension set of its directives. */
const writtenBy = (stage: StageName): ReadonlySet<string> => {
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line), stage);
  for (const [event, metrics] of Object.entries<readonly Metric[]>(METRICS))
    for (const { field, when } of metrics)
      log.write(event as keyof typeof METRICS, { ...(field && { [field]: 1 }), ...when, purpose: 'signup' });
  const directives = lines
    .map((line) => JSON.parse(line))
    .flatMap((line) =>
      line._aws.CloudWatchMetrics.flatMap(
        ({ Dimensions, Metrics }: { Dimensions: string[][]; Metrics: { Name: string }[] }) =>
          Dimensions.flatMap((set) =>
            Metrics.map(({ Name }) =>
              pairOf({ name: Name, dimensions: Object.fromEntries(set.map((key) => [key, line[key]])) }),
            ),
          ),
      ),
    );
  return new Set(directives);
};

describe('our metrics', () => {
  it.each(STAGES)(
    'are written only where an alarm or a dashboard reads them, and read only if they are written (%s)',
    (stage) => {
      const all = [
        templates[stage],
        ...(stage === 'sandbox' ? others : [synthesise(stage, TRANSPORTS.smtpThenSes)]),
        synthesise(stage, { ...CLAIMS, ...WEBHOOKS, leakedPasswords: 'refuse' }),
      ];
      const read = all
        .flatMap((template) => [...readByAlarms(template), ...readByDashboards(template)])
        .filter(({ namespace }) => namespace === METRIC_NAMESPACE)
        .map(pairOf);
      expect([...new Set(read)].toSorted()).toEqual([...writtenBy(stage)].toSorted());
      expect(new Set(read).size).toBeGreaterThan(20);
    },
  );
});

describe('the dashboards', () => {
  it.each(STAGES)('are two, named as the stack is (%s)', (stage) => {
    const made = byReadableId(templates[stage], 'AWS::CloudWatch::Dashboard');
    const names = Object.values(made).map((dashboard) => propertiesOf(dashboard)['DashboardName']);
    expect(names.toSorted()).toEqual([`Latchkey-${stage}`, `Latchkey-${stage}-machines`]);
  });

  it.each(STAGES)(
    'are one in a stage that does not watch its account, so that two stages pay for none (%s)',
    (stage) => {
      const made = byReadableId(synthesise(stage, { watchesAccount: false }), 'AWS::CloudWatch::Dashboard');
      expect(Object.values(made).map((dashboard) => propertiesOf(dashboard)['DashboardName'])).toEqual([
        `Latchkey-${stage}`,
      ]);
    },
  );

  it('have at most 50 metrics each, which AWS does not charge for', () => {
    for (const template of [...Object.values(templates), ...others]) {
      const sizes = Map.groupBy(readByDashboards(template), ({ by }) => by);
      expect(sizes.size).toBe(2);
      for (const [name, metrics] of sizes) expect(metrics.length, name).toBeLessThanOrEqual(50);
    }
  });

  it('show the delivery time at its median and its 99th percentile', () => {
    const times = own('sandbox').filter(({ name }) => name === 'DeliveredAfterSeconds');
    expect(times.map(({ statistic }) => statistic)).toEqual(['p50', 'p99']);
  });

  it.each([
    ['SES', synthesise('sandbox'), 'FeedbackFunctionLogs', 'event = "mail_delivered"'],
    ['the SMTP server', synthesise('sandbox', TRANSPORTS.smtp), 'CourierFunctionLogs', 'event = "mail_sent"'],
    ['both', synthesise('sandbox', TRANSPORTS.smtpThenSes), 'CourierFunctionLogs', 'event = "mail_sent"'],
  ])(
    'show by a query of the log, which costs nothing until somebody looks, the 95th percentile by domain (%s)',
    (_by, template, log, filter) => {
      const bodies = Object.values(template.findResources('AWS::CloudWatch::Dashboard'))
        .map((dashboard) => JSON.parse(readable(propertiesOf(dashboard)['DashboardBody'])))
        .flatMap(({ widgets }) => widgets);
      const [query, ...others] = bodies.filter(({ type }) => type === 'log');
      expect(others).toEqual([]);
      expect(query.properties.query).toContain(`SOURCE '<${log}>'`);
      expect(query.properties.query).toContain(`filter ${filter}`);
      expect(query.properties.query).toMatch(/stats pct\(\w+, 95\) .* by domain/);
    },
  );

  it('sum what is counted, over the time that its alarm looks at', () => {
    for (const { name, statistic } of own('production'))
      if (!/Seconds|Percent/.test(name)) expect(statistic, name).toBe('Sum');
  });

  it('show the errors of every function and the depth of every queue', () => {
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
