// The values of metrics by the minute. Those of the service are written by its own logger.
import type { EventCode } from '#domain/events.ts';
import { METRIC_NAMESPACE } from '#domain/metrics.ts';
import { createLogger } from '#runtime/logger.ts';

type Fields = Readonly<Record<string, string | number>>;
const NONE: Fields = {};

interface Bucket {
  sum: number;
  count: number;
  maximum: number;
}

/** Minutes are counted from the start of the month. */
export class Points {
  private readonly metrics = new Map<string, Map<number, Bucket>>();

  /** One value of a metric: `namespace name`. */
  add(metric: string, minute: number, value: number): void {
    const buckets = this.metrics.get(metric) ?? new Map<number, Bucket>();
    this.metrics.set(metric, buckets);
    const at = Math.floor(minute);
    const bucket = buckets.get(at);
    if (!bucket) {
      buckets.set(at, { sum: value, count: 1, maximum: value });
      return;
    }
    bucket.sum += value;
    bucket.count++;
    bucket.maximum = Math.max(bucket.maximum, value);
  }

  /** A line of the log, with the metrics that it is. */
  log(event: EventCode, minute: number, fields: Fields = NONE): void {
    for (const [name, value] of metricsOf(event, fields)) this.add(`${METRIC_NAMESPACE} ${name}`, minute, value);
  }

  /** In how many hours each metric of the namespace has a value, summed over the metrics. */
  hoursOf(namespace: string): number {
    const own = [...this.metrics].filter(([metric]) => metric.startsWith(`${namespace} `));
    return own.reduce((sum, [, buckets]) => sum + new Set([...buckets.keys()].map(hourOf)).size, 0);
  }

  /** From `start` until before `end`; `undefined` if there is no value. */
  statistic(metric: string, statistic: 'Sum' | 'Maximum' | 'Average', start: number, end: number): number | undefined {
    const buckets = this.metrics.get(metric);
    if (!buckets) return undefined;
    const found: Bucket[] = [];
    for (let minute = Math.max(0, start); minute < end; minute++) {
      const bucket = buckets.get(minute);
      if (bucket) found.push(bucket);
    }
    if (found.length === 0) return undefined;
    if (statistic === 'Maximum') return Math.max(...found.map(({ maximum }) => maximum));
    const sum = found.reduce((total, bucket) => total + bucket.sum, 0);
    return statistic === 'Sum' ? sum : sum / found.reduce((total, { count }) => total + count, 0);
  }
}

const hourOf = (minute: number): number => Math.floor(minute / 60);

type Written = readonly (readonly [metric: string, value: number])[];

/** By the object of the fields, so that lines of the same kind are written once. */
const written = new WeakMap<Fields, Map<EventCode, Written>>();

const metricsOf = (event: EventCode, fields: Fields): Written => {
  const known = written.get(fields) ?? new Map<EventCode, Written>();
  written.set(fields, known);
  const metrics = known.get(event) ?? write(event, fields);
  known.set(event, metrics);
  return metrics;
};

const write = (event: EventCode, fields: Fields): Written => {
  const lines: string[] = [];
  createLogger((line) => lines.push(line), 'simulated').write(event, fields);
  const line = JSON.parse(lines.join(''));
  const directives: { Metrics: { Name: string }[] }[] = line._aws?.CloudWatchMetrics ?? [];
  return directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => [Name, line[Name]] as const));
};
