// The values of metrics by the minute. Those of the service are written by its own logger.
import type { EventCode } from '#domain/events.ts';
import { METRIC_NAMESPACE } from '#domain/metrics.ts';
import { createLogger } from '#runtime/logger.ts';

type Fields = Readonly<Record<string, string | number>>;

interface Bucket {
  sum: number;
  count: number;
  maximum: number;
}

/** Minutes are counted from the start of the month. */
export class Points {
  private readonly metrics = new Map<string, Map<number, Bucket>>();
  private readonly known = new Map<string, readonly (readonly [string, number])[]>();

  /** One value of a metric: `namespace name`. */
  add(metric: string, minute: number, value: number): void {
    const buckets = this.metrics.get(metric) ?? new Map<number, Bucket>();
    this.metrics.set(metric, buckets);
    const at = Math.floor(minute);
    const { sum, count, maximum } = buckets.get(at) ?? { sum: 0, count: 0, maximum: Number.NEGATIVE_INFINITY };
    buckets.set(at, { sum: sum + value, count: count + 1, maximum: Math.max(maximum, value) });
  }

  /** A line of the log, with the metrics that it is. */
  log(event: EventCode, minute: number, fields: Fields = {}): void {
    const key = JSON.stringify([event, fields]);
    const metrics = this.known.get(key) ?? metricsOf(event, fields);
    this.known.set(key, metrics);
    for (const [name, value] of metrics) this.add(`${METRIC_NAMESPACE} ${name}`, minute, value);
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

const metricsOf = (event: EventCode, fields: Fields): readonly (readonly [string, number])[] => {
  const lines: string[] = [];
  createLogger((line) => lines.push(line), 'simulated').write(event, fields);
  const line = JSON.parse(lines.join(''));
  const directives: { Metrics: { Name: string }[] }[] = line._aws?.CloudWatchMetrics ?? [];
  return directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => [Name, line[Name]] as const));
};
