// The bill of a month: usage times prices, less what AWS gives each account.
import { usageOf } from './month.ts';
import { FREE, PRICES } from './prices.ts';

/** In dollars, by service. */
export type Bill = Readonly<Record<(typeof SERVICES)[number], number>>;

export const SERVICES = [
  'alarms',
  'dashboards',
  'custom metrics',
  'KMS',
  'SQS',
  'API Gateway',
  'Lambda',
  'DynamoDB',
  'logs',
  'transfer',
  'SES',
] as const;

const MILLION = 1e6;
const METRICS_OF_A_FREE_DASHBOARD = 50;

/** `hasAllowances`: whether this stage is the first of its account, which uses up what is free. */
export const billOf = (signUps: number, { hasAllowances }: { readonly hasAllowances: boolean }): Bill => {
  const usage = usageOf(signUps, hasAllowances);
  const above = (used: number, free: number) => Math.max(0, used - (hasAllowances ? free : 0));
  return {
    alarms: above(usage.alarms, FREE.alarms) * PRICES.alarms.usd,
    dashboards: dashboardsToPay(hasAllowances) * PRICES.dashboards.usd,
    'custom metrics': above(usage.metrics, FREE.metrics) * PRICES.metrics.usd,
    KMS: usage.keys * PRICES.kmsKeys.usd + (above(usage.kmsRequests, FREE.kmsRequests) / 1e4) * PRICES.kmsRequests.usd,
    SQS: (above(usage.queueRequests, FREE.queueRequests) / MILLION) * PRICES.queueRequests.usd,
    'API Gateway': (usage.calls / MILLION) * PRICES.httpCalls.usd,
    Lambda:
      (above(usage.runs, FREE.lambdaRuns) / MILLION) * PRICES.lambdaRuns.usd +
      above(usage.gigabyteSeconds, FREE.lambdaGigabyteSeconds) * PRICES.lambdaGigabyteSeconds.usd,
    DynamoDB:
      (usage.reads / MILLION) * PRICES.databaseReads.usd +
      (usage.writes / MILLION) * PRICES.databaseWrites.usd +
      usage.backupGigabytes * PRICES.databaseBackups.usd,
    logs: above(usage.logGigabytes, FREE.logsGigabytes) * PRICES.logs.usd,
    transfer: above(usage.transferGigabytes, FREE.transferGigabytes) * PRICES.transfer.usd,
    SES: (usage.mails / 1000) * PRICES.mailsEssentials.usd,
  };
};

export const totalOf = (bill: Bill): number => SERVICES.reduce((sum, service) => sum + bill[service], 0);

/** Of two stages in an account the first takes its share of the free dashboards. */
const dashboardsToPay = (isFirst: boolean): number => {
  const { dashboards } = usageOf(0, isFirst);
  const free = isFirst ? FREE.dashboards : Math.max(0, FREE.dashboards - smallOnes(usageOf(0).dashboards));
  return dashboards.length - Math.min(smallOnes(dashboards), free);
};

const smallOnes = (dashboards: readonly number[]): number =>
  dashboards.filter((metrics) => metrics <= METRICS_OF_A_FREE_DASHBOARD).length;

/** Cognito bills each user who signs up, logs in or refreshes in the month, once. Its mails go through SES as well. */
export const cognitoOf = (signUps: number): { readonly lite: number; readonly essentials: number } => {
  const mails = (usageOf(signUps).mails / 1000) * PRICES.mailsEssentials.usd;
  const users = Math.max(0, signUps - FREE.cognitoUsers);
  const cheaper = Math.max(0, signUps - 100_000);
  return {
    lite: (users - cheaper) * PRICES.cognitoLite.usd + cheaper * PRICES.cognitoLiteMore.usd + mails,
    essentials: users * PRICES.cognitoEssentials.usd + mails,
  };
};
