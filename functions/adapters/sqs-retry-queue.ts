// The two retry queues on SQS. The urgent one is for messages that a person waits for in front of a screen.
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DependencyError } from '#domain/errors.ts';
import type { RetryQueue } from '#domain/ports/delivery.ts';

interface SqsRetryQueueOptions {
  readonly client: SQSClient;
  readonly urgentQueueUrl: string;
  readonly ordinaryQueueUrl: string;
}

export const createSqsRetryQueue = ({
  client,
  urgentQueueUrl,
  ordinaryQueueUrl,
}: SqsRetryQueueOptions): RetryQueue => ({
  put: async ({ pk, id, seq, asks }, { urgent, delaySeconds }) => {
    const command = new SendMessageCommand({
      QueueUrl: urgent ? urgentQueueUrl : ordinaryQueueUrl,
      MessageBody: JSON.stringify({ pk, id, seq, ...(asks && { asks }) }),
      DelaySeconds: delaySeconds,
    });
    await client.send(command).catch((error) => {
      throw new DependencyError('sqs', error);
    });
  },
});
