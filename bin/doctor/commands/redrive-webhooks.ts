// Puts the events that an endpoint of webhooks did not accept into its queue again.
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { readWebhookMessage } from '#schemas/events/webhooks.ts';
import type { Context } from '../context.ts';
import { resourcesOf } from '../stack.ts';
import { readDeadLetters, removeDeadLetter } from './dead-letters.ts';

interface WebhookCounts {
  /** Events that are in the queue of their endpoint again. */
  readonly webhooks: number;
  /** Messages left because they are not ours. */
  readonly left: number;
}

/** A message is removed after it is in the queue, never before: receivers know a repeat by its id. Throws what AWS answers. */
export const redriveWebhooks = async ({ stack, clients: { sqs } }: Context): Promise<WebhookCounts> => {
  const counts = { webhooks: 0, left: 0 };
  for (const { queue, deadLetters } of await queuesOf({ stack, clients: { sqs } })) {
    for (const letter of await readDeadLetters(sqs, deadLetters)) {
      if (!readWebhookMessage(letter.body)) {
        counts.left++;
        continue;
      }
      await sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody: letter.body }));
      await removeDeadLetter(sqs, deadLetters, letter);
      counts.webhooks++;
    }
  }
  return counts;
};

type Wanted = Pick<Context, 'stack'> & { readonly clients: Pick<Context['clients'], 'sqs'> };

/** The queue itself says which dead letters are its own: names of endpoints cannot be read from logical ids. */
const queuesOf = async ({ stack, clients: { sqs } }: Wanted) => {
  const urls = (prefix: string) =>
    stack ? resourcesOf(stack, 'AWS::SQS::Queue', prefix).map(({ physicalId }) => physicalId) : [];
  const pairs = urls('WebhooksQueue').map(async (queue) => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['RedrivePolicy'] }),
    );
    const arn: unknown = JSON.parse(Attributes?.RedrivePolicy ?? '{}').deadLetterTargetArn;
    const deadLetters = urls('WebhooksDeadLetters').find((url) => lastPart(url, '/') === lastPart(String(arn), ':'));
    return deadLetters === undefined ? [] : [{ queue, deadLetters }];
  });
  return (await Promise.all(pairs)).flat();
};

const lastPart = (text: string, separator: string): string => text.slice(text.lastIndexOf(separator) + 1);
