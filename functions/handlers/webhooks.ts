// The function that posts events to the endpoints of the team. The queue of each endpoint invokes it.
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { DependencyError, nameOfError } from '#domain/errors.ts';
import type { Ports, RequestLog } from '#domain/ports.ts';
import { webhooksDependencies } from '#runtime/aws/functions/webhooks.ts';
import { lazily } from '#runtime/lazily.ts';
import { readWebhookMessage } from '#schemas/events/webhooks.ts';
import { deliverWebhook, type WebhookTarget } from '#use-cases/webhooks/deliver-webhook.ts';

export type WebhooksHandler = (event: SQSEvent, context: Pick<Context, 'awsRequestId'>) => Promise<SQSBatchResponse>;

/** `queue`: its URL. */
export type QueuedTarget = WebhookTarget & { readonly queue: string };

type Dependencies = Pick<Ports, 'clock' | 'random' | 'webhookPoster' | 'webhookQueue'> & {
  readonly log: RequestLog;
  readonly targets: readonly QueuedTarget[];
};

/** A message that is reported as failed stays in its queue; how long it is hidden there was said to the queue before. */
export const createWebhooksHandler = (dependencies: Dependencies): WebhooksHandler => {
  const deliverAll = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      Records.map(async (record) => ((await isDelivered(dependencies, record)) ? [] : [record.messageId])),
    );
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  };
  return (event, context) => dependencies.log.during(context.awsRequestId, () => deliverAll(event));
};

const isDelivered = async (dependencies: Dependencies, record: SQSRecord): Promise<boolean> => {
  const { targets, webhookQueue, log } = dependencies;
  const target = targets.find(({ queue }) => lastPart(queue, '/') === lastPart(record.eventSourceARN, ':'));
  const message = readWebhookMessage(record.body);
  if (!target || !message) {
    log.write('webhook_unreadable', { endpoint: target?.name });
    return false;
  }
  const result = await deliverWebhook(dependencies, target, message, Number(record.attributes.ApproximateReceiveCount));
  if (result.ok) return true;
  // After the last try it is shown once more, so that the queue moves it to the dead letters at once.
  await webhookQueue.hide(target.queue, record.receiptHandle, result.pauseSeconds ?? 0).catch((error: unknown) => {
    // It comes back when its time in the queue is over, which is earlier than planned.
    const cause = error instanceof DependencyError ? error.cause : error;
    log.write('dependency_failed', { dependency: 'sqs', error: nameOfError(cause) });
  });
  return false;
};

const lastPart = (text: string, separator: string): string => text.slice(text.lastIndexOf(separator) + 1);

export const handler = lazily(() => createWebhooksHandler(webhooksDependencies()));
