// Every metric that a synthesised template reads: by its alarms and by its dashboards.
import type { Template } from 'aws-cdk-lib/assertions';
import { propertiesOf, readable } from './stack.ts';

export interface ReadMetric {
  /** The name of the dashboard, or `alarm`. */
  readonly by: string;
  readonly widget?: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

export const readByAlarms = (template: Template): readonly ReadMetric[] =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm'))
    .map(propertiesOf)
    .map((alarm) => {
      const dimensions: { Name: string; Value: unknown }[] = alarm['Dimensions'] ?? [];
      return {
        by: 'alarm',
        namespace: alarm['Namespace'],
        name: alarm['MetricName'],
        dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, readable(Value)])),
        statistic: alarm['Statistic'],
      };
    });

export const readByDashboards = (template: Template): readonly ReadMetric[] =>
  Object.values(template.findResources('AWS::CloudWatch::Dashboard'))
    .map(propertiesOf)
    .flatMap((dashboard) => {
      const body = JSON.parse(readable(dashboard['DashboardBody']));
      return body.widgets.flatMap(({ properties }: { properties: { title: string; metrics?: unknown[][] } }) =>
        (properties.metrics ?? []).map((row) => {
          const [namespace, name, ...rest] = row.filter((part) => typeof part === 'string') as string[];
          const pairs = rest.flatMap((part, index) => (index % 2 === 0 ? [[part, rest[index + 1]]] : []));
          const statistic = (row.at(-1) as { stat?: string }).stat ?? 'Average';
          const dimensions = Object.fromEntries(pairs);
          return { by: dashboard['DashboardName'], widget: properties.title, namespace, name, dimensions, statistic };
        }),
      );
    });
