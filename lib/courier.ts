// The courier and what feeds it: the table's stream, two retry queues, and the dead-letter queue behind all of them.
import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvName } from '#runtime/env.ts';
import type { Keys } from './keys.ts';
import { ROW_RIGHTS } from './row-rights.ts';
import type { SenderIdentity } from './sender/sender-identity.ts';
import { ServiceFunction } from './service-function.ts';
import { grantStore, type Tables } from './tables.ts';

export interface CourierProps {
  readonly tables: Tables;
  readonly keys: Keys;
  /** Where SES sends. */
  readonly sender?: SenderIdentity;
  /** The operator's own secrets, by their whole ARNs. */
  readonly smtpSecretArn?: string;
  readonly sensSecretArn?: string;
  readonly sendsBySns: boolean;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly content?: string;
  readonly isRetained: boolean;
  readonly reservedConcurrency?: number;
}

const TIMEOUT_SECONDS = 60;
/** Receives before a message goes to the dead-letter queue. Transient failures are queued again as new messages and do not count. */
const RECEIVES = 5;

export class Courier extends Construct {
  readonly handler: ServiceFunction;
  readonly deadLetters: Queue;
  readonly urgent: Queue;
  readonly ordinary: Queue;

  constructor(scope: Construct, id: string, props: CourierProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', { ...QUEUE, retentionPeriod: Duration.days(14) });
    this.urgent = this.retryQueue('Urgent');
    this.ordinary = this.retryQueue('Ordinary');
    this.handler = new ServiceFunction(this, 'Function', {
      handler: 'courier',
      description: 'Latchkey: sends what is pending',
      memorySizeMegabytes: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
      isRetained: props.isRetained,
      environment: {
        ...props.environment,
        masterKey: props.keys.master.keyArn,
        ...(props.keys.otp && { otpKey: props.keys.otp.secret.keyArn }),
        urgentQueue: this.urgent.queueUrl,
        ordinaryQueue: this.ordinary.queueUrl,
        ...(props.sender && { configurationSet: props.sender.configurationSet.configurationSetName }),
        ...(props.smtpSecretArn && { smtpSecret: props.smtpSecretArn }),
        ...(props.sensSecretArn && { sensSecret: props.sensSecretArn }),
      },
      ...(props.content !== undefined && { content: props.content }),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrency: props.reservedConcurrency }),
    });
    grantStore(props.tables.verifications, this.handler, ROW_RIGHTS.courier.verifications, 'read', 'write', 'count');
    grantStore(props.tables.users, this.handler, ROW_RIGHTS.courier.users, 'read');
    props.keys.grantMasterSecret(this.handler);
    props.keys.grantOtpSecret(this.handler);
    props.sender?.grantSending(this.handler);
    props.sender?.grantQuota(this.handler);
    this.grantSecrets([props.smtpSecretArn, props.sensSecretArn].filter((arn) => arn !== undefined));
    if (props.sendsBySns) this.grantSms();
    for (const queue of [this.urgent, this.ordinary]) {
      queue.grant(this.handler, 'sqs:SendMessage');
      this.handler.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
    }
    this.handler.addEventSource(
      // The cast: CDK's own class does not fit its own interface under exactOptionalPropertyTypes.
      new DynamoEventSource(props.tables.verifications as ITable, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 25,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 5,
        maxRecordAge: Duration.minutes(30),
        onFailure: new SqsDlq(this.deadLetters),
        filters: [
          FilterCriteria.filter({
            dynamodb: { NewImage: { delivery: { M: { status: { S: FilterRule.isEqual('pending') } } } } },
          }),
        ],
      }),
    );
  }

  /** If the secret has its own KMS key, that key's policy must allow this role `kms:Decrypt`. */
  private grantSecrets(resources: string[]): void {
    if (resources.length === 0) return;
    const statement = new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources });
    this.handler.grantPrincipal.addToPrincipalPolicy(statement);
  }

  /** IAM has no resource for a phone number: publishing is allowed on everything, and denied on every topic. */
  private grantSms(): void {
    const actions = ['sns:Publish'];
    const topics = Stack.of(this).formatArn({ service: 'sns', region: '*', account: '*', resource: '*' });
    for (const statement of [
      new PolicyStatement({ actions, resources: ['*'] }),
      new PolicyStatement({ effect: Effect.DENY, actions, resources: [topics] }),
    ]) {
      this.handler.grantPrincipal.addToPrincipalPolicy(statement);
    }
  }

  private retryQueue(id: string): Queue {
    return new Queue(this, id, {
      ...QUEUE,
      // Six times the function's timeout, as AWS recommends.
      visibilityTimeout: Duration.seconds(6 * TIMEOUT_SECONDS),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: RECEIVES },
    });
  }
}

const QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;
