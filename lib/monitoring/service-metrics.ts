// The metrics that the functions write, by the event they count. Only `functions/domain/metrics.ts` spells their names.
import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import { type EventMetrics, METRIC_NAMESPACE, METRICS } from '#domain/metrics.ts';

export type CountedEvent = keyof typeof METRICS;
/** `purpose: 'signup'`, or another dimension of the event. Left out: the total. */
type Split = Readonly<Record<string, string>>;
type Options = Pick<MetricProps, 'statistic' | 'period' | 'label'>;

export class ServiceMetrics {
  private readonly stage: string;

  constructor(stage: string) {
    this.stage = stage;
  }

  /** How often the event happened. */
  count(event: CountedEvent, split: Split = {}, options: Options = {}): Metric {
    return this.metric(event, false, split, { statistic: 'Sum', ...options });
  }

  /** The value that the event carries. */
  value(event: CountedEvent, split: Split = {}, options: Options = {}): Metric {
    return this.metric(event, true, split, { statistic: 'Maximum', ...options });
  }

  private metric(event: CountedEvent, hasField: boolean, split: Split, options: Options): Metric {
    const { metrics, by: byEvent }: EventMetrics = METRICS[event];
    const found = metrics.find(({ field }) => (field !== undefined) === hasField);
    if (!found) throw new Error(`${event} has no such metric`);
    const { by = byEvent } = found;
    const names = Object.keys(split);
    // CloudWatch only knows the combinations that are written: all dimensions of the event, or none.
    if (names.length > 0 && names.join() !== by.join())
      throw new Error(`${event} is split by ${by.join() || 'nothing'}`);
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName: found.name,
      dimensionsMap: { stage: this.stage, ...split },
      period: Duration.minutes(5),
      ...options,
    });
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
const apiMetric = (metricName: string, apiId: string, period: Duration): Metric =>
  new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap: { ApiId: apiId }, statistic: 'Sum', period });

export const apiFaultsOf = (apiId: string, period: Duration): Metric => apiMetric('5xx', apiId, period);

/** Every answer with 4xx, also those of API Gateway itself when a throttle refuses. */
export const clientErrorsOf = (apiId: string, period: Duration): Metric => apiMetric('4xx', apiId, period);
