// The retry queues in this process. A message waits by the local clock, then reaches the courier as an SQS event.
import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { RetryQueue } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import type { CourierHandler } from '#handlers/courier.ts';

const LOOK_EVERY_MILLISECONDS = 200;
/** The visibility time-out of SQS: after it, a message whose run failed comes back. */
const RETURN_AFTER_SECONDS = 30;

interface Message {
  readonly ticket: DeliveryTicket;
  readonly putAt: number;
  readonly dueAt: number;
}

export interface LocalRetryQueue extends RetryQueue {
  start(courier: CourierHandler): void;
  stop(): void;
}

export const createLocalRetryQueue = (clock: Clock): LocalRetryQueue => {
  let messages: Message[] = [];
  let timer: NodeJS.Timeout | undefined;
  const put = (ticket: DeliveryTicket, delaySeconds: number) => {
    const putAt = clock.now();
    messages.push({ ticket, putAt, dueAt: putAt + delaySeconds * 1000 });
  };
  const deliverDue = async (courier: CourierHandler) => {
    const now = clock.now();
    // After the clock was moved back the delay is unknown. Too early does no harm; never would.
    const due = messages.filter(({ putAt, dueAt }) => dueAt <= now || now < putAt);
    messages = messages.filter((message) => !due.includes(message));
    for (const { ticket } of due) {
      const { batchItemFailures } = await courier(toEvent(ticket), { awsRequestId: randomUUID() });
      if (batchItemFailures.length > 0) put(ticket, RETURN_AFTER_SECONDS);
    }
  };
  return {
    put: async (ticket, { delaySeconds }) => put(ticket, delaySeconds),
    start(courier) {
      timer = setInterval(() => void deliverDue(courier), LOOK_EVERY_MILLISECONDS).unref();
    },
    stop: () => clearInterval(timer),
  };
};

const toEvent = (ticket: DeliveryTicket): SQSEvent => ({
  Records: [
    {
      messageId: randomUUID(),
      receiptHandle: 'local',
      body: JSON.stringify(ticket),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '0',
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:ap-northeast-2:000000000000:latchkey-retry',
      awsRegion: 'ap-northeast-2',
    },
  ],
});
