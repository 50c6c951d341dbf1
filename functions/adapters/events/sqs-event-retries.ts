// The retry queue of events on SQS.
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { DependencyError } from '#domain/errors.ts';
import type { EventRetries } from '#domain/ports/events.ts';

/** The bus or the table has just failed: not at once again. */
const DELAY_SECONDS = 30;

export const createSqsEventRetries = (client: SQSClient, QueueUrl: string): EventRetries => ({
  put: async (ticket) => {
    const command = new SendMessageCommand({
      QueueUrl,
      MessageBody: JSON.stringify(ticket),
      DelaySeconds: DELAY_SECONDS,
    });
    await client.send(command).catch((error) => {
      throw new DependencyError('sqs', error);
    });
  },
});
