// Writes one structured line per event to standard output, with the id of its request. Counted events are also metrics.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EVENTS, type EventCode } from '#domain/events.ts';
import { METRIC_NAMESPACE, METRICS, type Metric } from '#domain/metrics.ts';
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

/**
 * CloudWatch's embedded metric format: the line itself names the fields that are metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const metricsOf = (event: EventCode, fields: Fields, stage: string, now: Date): object => {
  const counted: readonly Metric[] = METRICS[event as keyof typeof METRICS] ?? [];
  const measured = counted.flatMap((metric) => {
    const value = isMeant(metric, fields) ? measuredValue(metric, fields) : undefined;
    return typeof value === 'number' ? [{ ...metric, value }] : [];
  });
  if (measured.length === 0) return {};
  return {
    stage,
    ...Object.fromEntries(measured.map(({ name, value }) => [name, value])),
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [['stage']],
          Metrics: measured.map(({ name, unit }) => ({ Name: name, Unit: unit })),
        },
      ],
    },
  };
};

const isMeant = ({ when = {}, unless }: Metric, fields: Fields): boolean =>
  hasAll(fields, when) && !(unless && hasAll(fields, unless));

const hasAll = (fields: Fields, wanted: Fields): boolean =>
  Object.entries(wanted).every(([name, value]) => fields[name] === value);

const measuredValue = ({ field, value = 1 }: Metric, fields: Fields): Fields[string] =>
  field === undefined ? value : fields[field];
