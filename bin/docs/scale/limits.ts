// AWS's limits, and the stage's own, that a growing service meets. By hand, as the prices are: look at each page before you rely on one.

import { DEFAULT_THROTTLES } from '../../../lib/throttles.ts';
import { synthesise } from '../synthesise.ts';

export interface Limit {
  readonly name: string;
  /** In a second, unless `of` says otherwise. */
  readonly allows: number;
  readonly of: string;
  readonly page: string;
  readonly seen: string;
  /** Not seen for Seoul, or not seen at all. */
  readonly unsure?: true;
  /** What people meet above it. */
  readonly above: string;
  readonly answer: string;
}

/** When the table was last gone through. */
export const LIMITS_OF = '2026-11-27';

const SEEN = "AWS's page, a copy of 2026";
const MEMORY = 'from memory';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const KMS = 'https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html';
const DYNAMODB = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';

const rateOf = (route: string): number => (DEFAULT_THROTTLES.routes[route] ?? DEFAULT_THROTTLES.default).rate;

/** A batch of mails that need not wait for a slot. */
const BATCH_SECONDS = 0.3;
const streamBatch = (): number => {
  const sources = Object.values(synthesise('production').findResources('AWS::Lambda::EventSourceMapping'));
  const stream = sources.find(({ Properties }) => Properties.StartingPosition !== undefined);
  if (!stream) throw new Error('the template has no event source with a stream');
  return stream['Properties'].BatchSize;
};

export const LIMITS = {
  sesRate: {
    name: 'SES: send rate',
    allows: 14,
    of: 'mails a second',
    page: 'https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html',
    seen: 'granted per account, `GetSendQuota` tells; 14 is what many get first, from memory',
    unsure: true,
    above: 'mails wait, none is lost: see the drawing',
    answer: 'Service Quotas, SES "Sending rate" and "Sending quota": ask before the launch, and ask for both',
  },
  sesDay: {
    name: 'SES: mails of a day, spread evenly',
    allows: 50_000 / 86_400,
    of: '50,000 mails in 24 hours',
    page: 'https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas.html',
    seen: 'granted per account, as above; 50,000 from memory',
    unsure: true,
    above: 'the last tenth is for resets and codes; sign-ups wait, and fail when their link would be dead',
    answer: 'the same request; the alarm rings at 80 %',
  },
  signUpThrottle: {
    name: 'own throttle of `POST /signup`',
    allows: rateOf('POST /signup'),
    of: 'calls a second',
    page: 'configuration.md#api-and-operation',
    seen: '`lib/throttles.ts`',
    above: '429',
    answer: '`throttles.routes`: {"POST /signup": {"rate": …}}',
  },
  pollThrottle: {
    name: 'own throttle of `POST /verify/status`',
    allows: rateOf('POST /verify/status'),
    of: 'calls a second',
    page: 'configuration.md#api-and-operation',
    seen: '`lib/throttles.ts`',
    above: '429; the page asks again later',
    answer: '`throttles.routes`',
  },
  assetThrottle: {
    name: 'own throttle of `GET /assets/{file}`',
    allows: rateOf('GET /assets/{file}'),
    of: 'calls a second',
    page: 'configuration.md#api-and-operation',
    seen: '`lib/throttles.ts`',
    above: '429: a page without its style',
    answer: '`throttles.default`, or a [CDN](cloudfront.md) in front: the files never change under their name',
  },
  concurrency: {
    name: 'Lambda: runs at once in the account',
    allows: 1000,
    of: 'runs',
    page: `${LAMBDA}/gettingstarted-limits.html`,
    seen: `${SEEN}; a new account has ten`,
    above: '503 from API Gateway; the stream and the queues wait',
    answer: 'Service Quotas, Lambda "Concurrent executions"; `courierConcurrency`, so that mails keep their part',
  },
  processes: {
    name: 'Lambda: new processes of one function, after a quiet time',
    allows: 1000,
    of: 'within 10 s',
    page: `${LAMBDA}/scaling-behavior.html`,
    seen: SEEN,
    above: '503 from API Gateway for some seconds',
    answer: '`warm.provisioned`, whose runs are there already',
  },
  newAccount: {
    name: 'Lambda: runs at once in a new account',
    allows: 10,
    of: 'runs',
    page: `${LAMBDA}/gettingstarted-limits.html`,
    seen: MEMORY,
    unsure: true,
    above: '503 from API Gateway',
    answer: 'the same: ask for 1,000 before the launch',
  },
  stream: {
    name: "one shard of the table's stream, which the courier reads batch by batch",
    allows: streamBatch() / BATCH_SECONDS,
    of: `mails a second, at ${BATCH_SECONDS} s a batch`,
    page: `${LAMBDA}/with-ddb.html`,
    seen: '`lib/courier.ts`; the time of a batch is chosen',
    unsure: true,
    above: 'mails wait in the stream, up to 30 minutes; a shard serves one partition, so a table that grows gets more',
    answer: 'warm throughput of the table before a launch: more partitions, so more shards',
  },
  partitionWrites: {
    name: 'DynamoDB: writes to one row',
    allows: 1000,
    of: 'write units a second',
    page: `${DYNAMODB}/bp-partition-key-design.html`,
    seen: SEEN,
    above: 'the courier throttles itself at its own counters: mails wait in the queues',
    answer: 'none: the counters of all mails would have to be split over several rows',
  },
  partitionReads: {
    name: 'DynamoDB: reads of one row',
    allows: 3000,
    of: 'read units a second',
    page: `${DYNAMODB}/bp-partition-key-design.html`,
    seen: SEEN,
    above: 'the same',
    answer: 'none: the quota would have to be kept in memory for some seconds',
  },
  tableAtOnce: {
    name: 'DynamoDB: writes to a new table',
    allows: 4000,
    of: 'write units a second, then twice the last peak',
    page: `${DYNAMODB}/on-demand-capacity-mode.html`,
    seen: SEEN,
    above: '503 `unavailable`, safe to repeat',
    answer: 'warm throughput of Verifications before a launch',
  },
  table: {
    name: 'DynamoDB: writes to a table',
    allows: 40_000,
    of: 'write units a second',
    page: `${DYNAMODB}/ServiceQuotas.html`,
    seen: SEEN,
    above: '503 `unavailable`',
    answer: 'Service Quotas, DynamoDB "Table-level write throughput limit"',
  },
  signatures: {
    name: 'KMS: signatures by RSA keys',
    allows: 1000,
    of: 'requests a second, all RSA keys of the account',
    page: KMS,
    seen: 'from memory; the page names no other number for Seoul',
    unsure: true,
    above: '503 `unavailable`: nobody gets a session, log-ins and refreshes among them',
    answer:
      'Service Quotas, KMS "Cryptographic operations (RSA) request rate"; a longer `lifetimes.accessTokenSeconds` saves refreshes',
  },
  macs: {
    name: 'KMS: master secrets for processes that start',
    allows: 10_000,
    of: 'requests a second, all symmetric keys of the account',
    page: KMS,
    seen: `${SEEN}: Seoul is not among the regions with more`,
    above: '503 `unavailable` from functions that start',
    answer: 'Service Quotas, KMS "Cryptographic operations (symmetric) request rate"',
  },
  calls: {
    name: 'API Gateway: calls of the account',
    allows: 10_000,
    of: 'calls a second, all APIs of the account and region',
    page: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
    seen: MEMORY,
    unsure: true,
    above: '429 from API Gateway',
    answer: 'Service Quotas, API Gateway "Throttle rate"; a CDN for pages and files',
  },
  events: {
    name: 'EventBridge: events of SES to `feedback`',
    allows: 1100,
    of: 'calls of targets a second',
    page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    seen: 'from memory, for a region of its size',
    unsure: true,
    above: 'events come late: `delivered` and `bounced` are noted later, nothing is lost',
    answer: 'Service Quotas, EventBridge "Invocations throttle limit"',
  },
  logs: {
    name: 'CloudWatch Logs: writes of the account',
    allows: 5000,
    of: 'PutLogEvents a second; Lambda collects the lines of a process before it writes',
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html',
    seen: 'from memory; Seoul may have 1,500',
    unsure: true,
    above: 'lines come late',
    answer: 'Service Quotas, CloudWatch Logs; nobody who signs up notices',
  },
} as const satisfies Readonly<Record<string, Limit>>;
