// Feedback from SES on sent mails: configuration set → EventBridge → the feedback function, and a dead-letter queue behind it.
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvName } from '#runtime/env.ts';
import { ROW_RIGHTS } from './row-rights.ts';
import type { SenderIdentity } from './sender/sender-identity.ts';
import { ServiceFunction } from './service-function.ts';
import { grantStore, type Tables } from './tables.ts';

export interface FeedbackProps {
  readonly tables: Tables;
  readonly sender: SenderIdentity;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly content?: string;
  readonly isRetained: boolean;
  readonly reservedConcurrency?: number;
}

/** All but `send`, which the courier knows itself, and the events that track readers. */
const EVENTS = [
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
];

/** For EventBridge to call the function, and for Lambda to run it. */
const RETRIES = { retryAttempts: 2, maxEventAge: Duration.hours(6) } as const;

export class Feedback extends Construct {
  readonly handler: ServiceFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: FeedbackProps) {
    super(scope, id);
    const { configurationSet } = props.sender;
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.handler = new ServiceFunction(this, 'Function', {
      handler: 'feedback',
      description: 'Latchkey: notes what became of mails',
      isRetained: props.isRetained,
      environment: props.environment,
      ...(props.content !== undefined && { content: props.content }),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrency: props.reservedConcurrency }),
    });
    grantStore(props.tables.verifications, this.handler, ROW_RIGHTS.feedback.verifications, 'read', 'write', 'count');
    this.handler.configureAsyncInvoke({ ...RETRIES, onFailure: new SqsDestination(this.deadLetters) });

    // SES publishes to the default bus only.
    new ConfigurationSetEventDestination(this, 'Events', {
      configurationSet,
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: EVENTS,
    });
    new Rule(this, 'Rule', {
      description: 'Latchkey: what SES tells of the mails of this stage',
      eventPattern: {
        source: ['aws.ses'],
        // The default bus may be open to other accounts.
        account: [Stack.of(this).account],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSet.configurationSetName] } } },
      },
      targets: [new LambdaFunction(this.handler, { ...RETRIES, deadLetterQueue: this.deadLetters })],
    });
  }
}
