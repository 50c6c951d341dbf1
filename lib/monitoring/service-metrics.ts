// The metrics that the functions write, by name, and those of the API.
import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricProps } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE, METRICS, type MetricName, type Metric as WrittenMetric } from '#domain/metrics.ts';

type Options = Pick<MetricProps, 'statistic' | 'period' | 'label'>;

const UNITS = new Map(
  Object.values<readonly WrittenMetric[]>(METRICS).flatMap((metrics) =>
    metrics.map(({ name, unit }) => [name, unit] as const),
  ),
);

export class ServiceMetrics {
  private readonly stage: string;

  constructor(stage: string) {
    this.stage = stage;
  }

  /** Counts are summed; of anything else it is the maximum. */
  named(metricName: MetricName, options: Options = {}): Metric {
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { stage: this.stage },
      statistic: UNITS.get(metricName) === 'Count' ? 'Sum' : 'Maximum',
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
