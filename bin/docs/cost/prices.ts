// AWS's prices, by hand. They change: look at each page before you rely on one, and correct it here with the date.

export interface Price {
  readonly usd: number;
  /** The unit, for the table of docs/cost.md. */
  readonly per: string;
  /** AWS's own page. */
  readonly page: string;
  /** Where and when the number was seen. */
  readonly seen: string;
  /** Not seen for Seoul, or not seen at all. */
  readonly unsure?: true;
}

/** When the table was last gone through. */
export const PRICES_OF = '2026-11-27';

/** AWS's price list of the region, as a public document quotes it. */
const LISTED = "AWS's price list for Seoul of 2026-10-01, second hand";

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const KMS = 'https://aws.amazon.com/kms/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const SES = 'https://aws.amazon.com/ses/pricing/';
const COGNITO = 'https://aws.amazon.com/cognito/pricing/';
const COGNITO_SEEN = "AWS's page of 2026-09-20, second hand";

export const PRICES = {
  httpCalls: {
    usd: 1.23,
    per: 'million calls of an HTTP API',
    page: 'https://aws.amazon.com/api-gateway/pricing/',
    seen: 'from memory',
    unsure: true,
  },
  lambdaGigabyteSeconds: { usd: 0.0000133334, per: 'GB-second on ARM', page: LAMBDA, seen: LISTED },
  lambdaRuns: { usd: 0.2, per: 'million runs', page: LAMBDA, seen: LISTED },
  provisionedGigabyteSeconds: {
    usd: 0.0000033334,
    per: 'GB-second on ARM of runs that are always ready',
    page: LAMBDA,
    seen: 'from memory, for N. Virginia; Seoul not seen',
    unsure: true,
  },
  databaseWrites: {
    usd: 0.68,
    per: 'million write request units',
    page: DYNAMODB,
    seen: "AWS's price list for Seoul of 2026-06-12, second hand",
  },
  databaseReads: {
    usd: 0.1355,
    per: 'million read request units',
    page: DYNAMODB,
    seen: "AWS's price list for Seoul of 2026-06-12, second hand",
  },
  databaseBackups: { usd: 0.23, per: 'GB-month of backups', page: DYNAMODB, seen: 'from memory', unsure: true },
  kmsKeys: { usd: 1, per: 'key and month', page: KMS, seen: LISTED },
  kmsRequests: {
    usd: 0.03,
    per: '10,000 requests',
    page: KMS,
    seen: `${LISTED}; that signatures of RSA_2048 cost no more, from memory`,
    unsure: true,
  },
  queueRequests: {
    usd: 0.4,
    per: 'million requests',
    page: 'https://aws.amazon.com/sqs/pricing/',
    seen: 'from memory',
    unsure: true,
  },
  metrics: { usd: 0.3, per: 'custom metric and month, by the hour', page: CLOUDWATCH, seen: LISTED },
  alarms: { usd: 0.1, per: 'alarm and month', page: CLOUDWATCH, seen: LISTED },
  dashboards: { usd: 3, per: 'dashboard and month', page: CLOUDWATCH, seen: 'several guides of 2026' },
  logs: { usd: 0.76, per: 'GB taken in', page: CLOUDWATCH, seen: LISTED },
  transfer: {
    usd: 0.126,
    per: 'GB to the internet',
    page: 'https://aws.amazon.com/ec2/pricing/on-demand/',
    seen: LISTED,
  },
  mailsEssentials: {
    usd: 0.16,
    per: '1,000 mails, plan Essentials',
    page: SES,
    seen: "AWS's price list for N. Virginia of 2026-07-22, second hand; Seoul not seen",
    unsure: true,
  },
  mailsWithoutPlan: {
    usd: 0.1,
    per: '1,000 mails, without a plan',
    page: SES,
    seen: "AWS's price list for N. Virginia of 2026-07-22, second hand; Seoul not seen",
    unsure: true,
  },
  cognitoLite: { usd: 0.0055, per: 'active user of Lite, up to 100,000', page: COGNITO, seen: COGNITO_SEEN },
  cognitoLiteMore: { usd: 0.0046, per: 'active user of Lite, above 100,000', page: COGNITO, seen: COGNITO_SEEN },
  cognitoEssentials: { usd: 0.015, per: 'active user of Essentials', page: COGNITO, seen: COGNITO_SEEN },
} as const satisfies Readonly<Record<string, Price>>;

/** What AWS gives an account each month without an end. Those of the first year or the first credits are left out. */
export const FREE = {
  lambdaGigabyteSeconds: 400_000,
  lambdaRuns: 1_000_000,
  kmsRequests: 20_000,
  queueRequests: 1_000_000,
  metrics: 10,
  alarms: 10,
  /** Of at most 50 metrics each. */
  dashboards: 3,
  logsGigabytes: 5,
  transferGigabytes: 100,
  cognitoUsers: 10_000,
} as const;
