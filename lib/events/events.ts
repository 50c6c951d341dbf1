// What others learn of accounts: two streams → the events function → a bus of its own, with a retry queue and dead letters behind it.
import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV, type EnvName } from '#runtime/env.ts';
import { ROW_RIGHTS } from '../row-rights.ts';
import { ServiceFunction } from '../service-function.ts';
import { grantStore, type StoreTable, type Tables } from '../tables.ts';

export interface EventsProps {
  readonly tables: Tables;
  /** Whether an event holds the addresses of its account, which are then read. */
  readonly hasAddresses: boolean;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly content?: string;
  readonly isRetained: boolean;
  readonly reservedConcurrency?: number;
}

const TIMEOUT_SECONDS = 15;
/** Receives before a message goes to the dead-letter queue: an hour, with the wait between them. */
const RECEIVES = 40;

const QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

export class Events extends Construct {
  /** Where rules find the events, by the source `latchkey`. */
  readonly bus: EventBus;
  readonly handler: ServiceFunction;
  readonly deadLetters: Queue;
  readonly retries: Queue;

  constructor(scope: Construct, id: string, props: EventsProps) {
    super(scope, id);
    const { tables, hasAddresses } = props;
    this.bus = new EventBus(this, 'Bus', { description: 'Latchkey: what happens to accounts' });
    this.deadLetters = new Queue(this, 'DeadLetters', { ...QUEUE, retentionPeriod: Duration.days(14) });
    this.retries = new Queue(this, 'Retries', {
      ...QUEUE,
      // Six times the function's timeout, as AWS recommends.
      visibilityTimeout: Duration.seconds(6 * TIMEOUT_SECONDS),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES },
    });
    this.handler = new ServiceFunction(this, 'Function', {
      handler: 'events',
      description: 'Latchkey: tells of what happens to accounts',
      timeoutSeconds: TIMEOUT_SECONDS,
      isRetained: props.isRetained,
      environment: {
        ...props.environment,
        auditTable: tables.audit.tableName,
        ...(hasAddresses && { usersTable: tables.users.tableName }),
        eventBus: this.bus.eventBusArn,
        eventRetries: this.retries.queueUrl,
      },
      ...(props.content !== undefined && { content: props.content }),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrency: props.reservedConcurrency }),
    });
    grantStore(tables.audit, this.handler, ROW_RIGHTS.events.audit, 'read', 'write');
    if (hasAddresses) grantStore(tables.users, this.handler, ROW_RIGHTS.events.users, 'read');
    this.handler.addToRolePolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
    this.retries.grant(this.handler, 'sqs:SendMessage');
    this.handler.addEventSource(new SqsEventSource(this.retries, { batchSize: 10, reportBatchItemFailures: true }));
    this.readStream(tables.users);
    // What is removed when its time is over is no news.
    this.readStream(tables.audit, FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') }));
  }

  /** For administrators, who send events again. `webhooks`: the names of its endpoints. */
  grantReplay(grantee: ServiceFunction, webhooks: readonly string[]): void {
    grantee.addEnvironment(ENV.eventBus, this.bus.eventBusArn);
    if (webhooks.length > 0) grantee.addEnvironment(ENV.webhookNames, webhooks.join(','));
    grantee.addToRolePolicy(new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }));
  }

  /** Single failures go into the retry queue, so a batch only fails while that is out of reach too: then nothing is given up before the stream itself drops it. */
  private readStream(table: StoreTable, ...filters: ReturnType<typeof FilterCriteria.filter>[]): void {
    this.handler.addEventSource(
      // The cast: CDK's own class does not fit its own interface under exactOptionalPropertyTypes.
      new DynamoEventSource(table as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 25,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        onFailure: new SqsDlq(this.deadLetters),
        ...(filters.length > 0 && { filters }),
      }),
    );
  }
}
