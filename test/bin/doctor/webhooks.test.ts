// What the doctor says about webhooks: their secrets, their dead letters, and the way of those back.
import { randomBytes } from 'node:crypto';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { checkWebhooks } from '../../../bin/doctor/checks/features/webhooks.ts';
import { judgeDepth } from '../../../bin/doctor/checks/platform/dead-letters.ts';
import { redrive } from '../../../bin/doctor/commands/redrive.ts';
import { aConfig, aContext, awsError, STACK } from './world.ts';

const SECRET = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:latchkey/orders-AbCdEf';
const WEBHOOK = { name: 'orders', url: 'https://api.example.com/webhooks', secretArn: SECRET };
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const world = (webhooks: readonly object[] = [WEBHOOK]) => aContext({ config: aConfig({ webhooks }) });

describe('the secret of an endpoint', () => {
  it('is no concern of a stage without webhooks', async () => {
    const { context, aws } = aContext();
    expect(await checkWebhooks(context)).toEqual([]);
    expect(aws.secrets.calls()).toEqual([]);
  });

  it.each([
    [1, 'orders: the secret can be read'],
    [2, 'orders: two secrets sign (remove the old one when its change is over)'],
  ])('is right with %i', async (count, en) => {
    const { context, aws } = world();
    const secrets = Array.from({ length: count }, newSecret);
    aws.secrets.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify({ secrets }) });
    expect(await checkWebhooks(context)).toMatchObject([{ check: 'webhooks', level: 'ok', what: { en } }]);
    expect(aws.secrets.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: SECRET });
  });

  it.each(['', 'whsec_secret', '{}', '{"secrets":[]}', '{"secrets":["password"]}', '{"secret":"whsec_x"}'])(
    'is a fault if it holds %j, and is not shown',
    async (SecretString) => {
      const { context, aws } = world();
      aws.secrets.on(GetSecretValueCommand).resolves({ SecretString });
      const findings = await checkWebhooks(context);
      expect(findings).toMatchObject([
        {
          level: 'fault',
          what: { en: 'the secret of webhooks.orders.secretArn lacks required fields' },
          next: { en: 'Store it as JSON in this form: {"secrets": ["whsec_…"]}' },
        },
      ]);
      expect(JSON.stringify(findings)).not.toMatch(/password|whsec_secret|whsec_x/);
    },
  );

  it('is a fault if there is none, and unknown if it may not be read', async () => {
    const { context, aws } = world([WEBHOOK, { ...WEBHOOK, name: 'crm', secretArn: SECRET.replace('orders', 'crm') }]);
    aws.secrets.on(GetSecretValueCommand).rejectsOnce(awsError('ResourceNotFoundException'));
    aws.secrets
      .on(GetSecretValueCommand, { SecretId: SECRET.replace('orders', 'crm') })
      .rejects(awsError('AccessDeniedException'));
    expect((await checkWebhooks(context)).map(({ level }) => level).toSorted()).toEqual(['fault', 'unknown']);
  });
});

const QUEUES = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/';
const NAMES = ['a-b', 'ab'] as const;
/** Both endpoints have the same logical ids, but for what the CDK appends. */
const RESOURCES = NAMES.flatMap((name, index) => [
  { logicalId: `WebhooksQueueab${index}`, type: 'AWS::SQS::Queue', physicalId: `${QUEUES}queue-${name}` },
  { logicalId: `WebhooksDeadLettersab${index}`, type: 'AWS::SQS::Queue', physicalId: `${QUEUES}dead-${name}` },
]);
const EVENT = JSON.stringify({ source: 'latchkey', detail: { id: 'u.e', type: 'user.created' } });

describe('doctor redrive', () => {
  it('puts dead letters into the queue of their endpoint, whatever the order of the resources', async () => {
    const stack = { ...STACK, resources: [...STACK.resources, ...RESOURCES] };
    const { context, aws } = aContext({ stack });
    aws.documents.on(ScanCommand).resolves({ Items: [] });
    aws.sqs.on(ReceiveMessageCommand).resolves({});
    for (const name of NAMES) {
      const deadLetterTargetArn = `arn:aws:sqs:ap-northeast-2:111122223333:dead-${name}`;
      aws.sqs
        .on(GetQueueAttributesCommand, { QueueUrl: `${QUEUES}queue-${name}` })
        .resolves({ Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 8 }) } });
      const letters = [EVENT, 'not ours'].map((Body) => ({ MessageId: Body, ReceiptHandle: `${name} ${Body}`, Body }));
      aws.sqs
        .on(ReceiveMessageCommand, { QueueUrl: `${QUEUES}dead-${name}` })
        .resolvesOnce({ Messages: letters })
        .resolves({});
    }
    aws.sqs.on(SendMessageCommand).resolves({});
    aws.sqs.on(DeleteMessageCommand).resolves({});
    const report = await redrive(context);
    expect(aws.sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input)).toEqual(
      NAMES.map((name) => ({ QueueUrl: `${QUEUES}queue-${name}`, MessageBody: EVENT })),
    );
    expect(aws.sqs.commandCalls(DeleteMessageCommand).map(({ args: [{ input }] }) => input)).toEqual(
      NAMES.map((name) => ({ QueueUrl: `${QUEUES}dead-${name}`, ReceiptHandle: `${name} ${EVENT}` })),
    );
    expect(report).toMatchObject({ exitCode: 1, json: { webhooks: 2, left: 2 } });
    expect(report.lines.map(({ en }) => en).join('\n')).toContain('2 events moved from the dead letters of webhooks');
  });
});

describe('dead letters of webhooks', () => {
  it('are told with where to look', () => {
    expect(judgeDepth('WebhooksDeadLettersordersA1', 3)).toMatchObject({
      level: 'note',
      what: { en: 'Webhooks: 3 given up', ko: '웹훅: 실패로 남은 것 3개' },
      next: { en: 'Read webhook_given_up in the log, fix the cause, then: npm run doctor -- redrive' },
    });
  });
});
