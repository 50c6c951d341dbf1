// Webhooks: for each endpoint of the team a rule on the bus of events, a queue, and the dead letters behind it; one function posts.
import { Duration } from 'aws-cdk-lib';
import { type EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_TYPES } from '#domain/audit/event-types.ts';
import { WEBHOOK_TRIES } from '#domain/webhooks/retries.ts';
import { EVENT_SOURCE, REPLAY_SOURCE, replayTypeOf } from '#domain/webhooks/webhook.ts';
import type { EnvName } from '#runtime/env.ts';
import type { DeployedEndpoint } from '#schemas/events/webhooks.ts';
import type { WebhookConfig } from '../config/stage-config.ts';
import { ServiceFunction } from '../service-function.ts';

export interface WebhooksProps {
  /** Where the events are. */
  readonly bus: EventBus;
  /** At least one. */
  readonly endpoints: readonly WebhookConfig[];
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly content?: string;
  readonly isRetained: boolean;
  readonly reservedConcurrency?: number;
}

export interface WebhookQueues {
  readonly name: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/** Twice what one try may take: the tries of a batch go on side by side. */
const TIMEOUT_SECONDS = 30;
/** The fewest that SQS allows. An endpoint that hangs holds no more than these, and no other endpoint waits for it. */
const RUNS_AT_ONCE = 2;
const QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

export class Webhooks extends Construct {
  readonly handler: ServiceFunction;
  readonly queues: readonly WebhookQueues[];

  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    this.queues = props.endpoints.map((endpoint) => this.queuesOf(endpoint, props.bus));
    const endpoints = props.endpoints.map(({ name, url, secretArn }, index): DeployedEndpoint => {
      return { name, url, secret: secretArn, queue: this.queues[index]?.queue.queueUrl ?? '' };
    });
    this.handler = new ServiceFunction(this, 'Function', {
      handler: 'webhooks',
      description: 'Latchkey: posts events to the endpoints of the team',
      timeoutSeconds: TIMEOUT_SECONDS,
      isRetained: props.isRetained,
      environment: { ...props.environment, webhooks: JSON.stringify(endpoints) },
      ...(props.content !== undefined && { content: props.content }),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrency: props.reservedConcurrency }),
    });
    // If a secret has its own KMS key, that key's policy must allow this role `kms:Decrypt`.
    const resources = props.endpoints.map(({ secretArn }) => secretArn);
    this.handler.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }),
    );
    for (const { queue } of this.queues) {
      this.handler.addEventSource(
        new SqsEventSource(queue, { batchSize: 10, maxConcurrency: RUNS_AT_ONCE, reportBatchItemFailures: true }),
      );
    }
  }

  private queuesOf({ name, events }: WebhookConfig, bus: EventBus): WebhookQueues {
    const deadLetters = new Queue(this, `DeadLetters-${name}`, { ...QUEUE, retentionPeriod: Duration.days(14) });
    const queue = new Queue(this, `Queue-${name}`, {
      ...QUEUE,
      // Six times the function's timeout, as AWS recommends. The function sets another for each event that it keeps.
      visibilityTimeout: Duration.seconds(6 * TIMEOUT_SECONDS),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: WEBHOOK_TRIES },
    });
    new Rule(this, `Rule-${name}`, {
      description: `Latchkey: events for the webhook ${name}`,
      eventBus: bus,
      eventPattern: {
        source: [EVENT_SOURCE, REPLAY_SOURCE],
        detailType: Match.anyOf(...(events ?? ALL).map(toMatch), replayTypeOf(name)),
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    return { name, queue, deadLetters };
  }
}

/** `user.*`, … Not simply every type: those of replays are for one endpoint each. */
const ALL = [...new Set(EVENT_TYPES.map((type) => `${type.slice(0, type.indexOf('.'))}.*`))];

const toMatch = (type: string) => (type.endsWith('.*') ? Match.prefix(type.slice(0, -1)) : type);
