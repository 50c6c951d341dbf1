// Writes one structured line per event to standard output, with the id of its request. Counted events are also metrics.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EVENTS, type EventCode } from '#domain/events.ts';
import { type EventMetrics, METRIC_NAMESPACE, METRICS } from '#domain/metrics.ts';
import type { RequestLog } from '#domain/ports.ts';

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** `write` gets one whole line. In Lambda this is `process.stdout.write`, because `console` would wrap the line. */
export const createLogger = (write: (line: string) => unknown, stage: string): RequestLog => {
  const requests = new AsyncLocalStorage<string>();
  return {
    write(event, fields = {}) {
      const requestId = requests.getStore();
      const now = new Date();
      const line = { level: EVENTS[event], event, timestamp: now.toISOString(), requestId, ...fields };
      write(`${JSON.stringify({ ...line, ...metricsOf(event, fields, stage, now) })}\n`);
    },
    during: (requestId, work) => requests.run(requestId, work),
  };
};

interface Measured {
  readonly name: string;
  readonly unit: string;
  /** The dimensions of the metric, as far as the event has these fields. */
  readonly split: readonly string[];
}

/**
 * CloudWatch's embedded metric format: the line itself names the fields that are metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const metricsOf = (event: EventCode, fields: Fields, stage: string, now: Date): object => {
  const counted: EventMetrics | undefined = METRICS[event as keyof typeof METRICS];
  if (!counted) return {};
  const measured = counted.metrics.flatMap(({ name, unit, field, by = counted.by }) => {
    const value = field === undefined ? 1 : fields[field];
    const split = by.filter((name) => fields[name] !== undefined);
    return typeof value === 'number' ? [{ name, unit, value, split }] : [];
  });
  if (measured.length === 0) return {};
  const alike = [...Map.groupBy(measured, ({ split }) => split.join()).values()];
  return {
    stage,
    ...Object.fromEntries(measured.map(({ name, value }) => [name, value])),
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: alike.map(directiveOf),
    },
  };
};

/** For metrics with the same dimensions. Each is written once without dimensions and once with them. */
const directiveOf = (group: readonly Measured[]): object => {
  const split = group[0]?.split ?? [];
  return {
    Namespace: METRIC_NAMESPACE,
    Dimensions: split.length > 0 ? [['stage'], ['stage', ...split]] : [['stage']],
    Metrics: group.map(({ name, unit }) => ({ Name: name, Unit: unit })),
  };
};
