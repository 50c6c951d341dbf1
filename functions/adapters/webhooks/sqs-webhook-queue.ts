// Hides a message in the queue of its endpoint until the next try.
import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DependencyError } from '#domain/errors.ts';
import type { WebhookQueue } from '#domain/ports/events.ts';

export const createSqsWebhookQueue = (client: SQSClient): WebhookQueue => ({
  hide: async (QueueUrl, ReceiptHandle, VisibilityTimeout) => {
    const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout });
    await client.send(command).catch((error) => {
      throw new DependencyError('sqs', error);
    });
  },
});
