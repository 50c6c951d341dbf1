// Webhooks of this machine: the handler of the deployment over queues in memory, which wait by the local clock.
import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { systemRandomness } from '#adapters/system-clock.ts';
import { createWebhookPoster } from '#adapters/webhooks/webhook-poster.ts';
import type { AccountEvent } from '#domain/audit/event.ts';
import type { Clock, RequestLog } from '#domain/ports.ts';
import { isPublicAddress } from '#domain/webhooks/public-address.ts';
import { WEBHOOK_TRIES } from '#domain/webhooks/retries.ts';
import { EVENT_SOURCE, type WebhookEndpoint, wantsEvent } from '#domain/webhooks/webhook.ts';
import { createWebhooksHandler } from '#handlers/webhooks.ts';
import { createLane } from '../lane.ts';

/** For development, an endpoint may be on this machine. */
export interface LocalWebhook extends WebhookEndpoint {
  readonly events?: readonly string[];
  /** `whsec_…`, one or two. */
  readonly secrets: readonly string[];
}

interface LocalWebhooksOptions {
  readonly webhooks: readonly LocalWebhook[];
  readonly clock: Clock;
  readonly log: RequestLog;
}

export interface LocalWebhooks {
  /** `endpoint`: only to this one, whatever it wants. */
  put(event: AccountEvent, endpoint?: string): void;
  start(): void;
  stop(): void;
}

interface Message {
  readonly receipt: string;
  readonly queue: string;
  readonly body: string;
  readonly putAt: number;
  readonly dueAt: number;
  readonly tries: number;
}

const LOOK_EVERY_MILLISECONDS = 200;
/** Events on their way to one endpoint at once, as deployed. */
const AT_ONCE = 20;
const LOOPBACKS: ReadonlySet<string> = new Set(['127.0.0.1', '::1']);

export const createLocalWebhooks = ({ webhooks, clock, log }: LocalWebhooksOptions): LocalWebhooks => {
  let waiting: Message[] = [];
  let timer: NodeJS.Timeout | undefined;
  const pauses = new Map<string, number>();
  const handle = createWebhooksHandler({
    clock,
    log,
    random: systemRandomness,
    webhookPoster: createWebhookPoster({ mayReach: (address) => LOOPBACKS.has(address) || isPublicAddress(address) }),
    webhookQueue: { hide: async (_queue, receipt, seconds) => void pauses.set(receipt, seconds) },
    targets: webhooks.map(({ name, url, secrets }) => ({
      ...{ name, url, queue: name },
      secret: { read: async () => ({ secrets }), forget: () => undefined },
    })),
  });
  const bring = async (message: Message): Promise<void> => {
    const { batchItemFailures } = await handle({ Records: [toRecord(message)] }, { awsRequestId: randomUUID() });
    const pauseSeconds = pauses.get(message.receipt) ?? 0;
    pauses.delete(message.receipt);
    if (batchItemFailures.length === 0 || message.tries === WEBHOOK_TRIES) return;
    const putAt = clock.now();
    waiting.push({ ...message, tries: message.tries + 1, putAt, dueAt: putAt + pauseSeconds * 1000 });
  };
  const lanes = new Map(webhooks.map(({ name }) => [name, createLane(AT_ONCE, bring)]));
  const bringDue = () => {
    const now = clock.now();
    // After the clock was moved back the delay is unknown. Too early does no harm; never would.
    const due = waiting.filter(({ putAt, dueAt }) => dueAt <= now || now < putAt);
    waiting = waiting.filter((message) => !due.includes(message));
    for (const message of due) lanes.get(message.queue)?.add(message);
  };
  /** `endpoint`: only to this one, whatever it wants. */
  const put = (event: AccountEvent, endpoint?: string): void => {
    const body = JSON.stringify({ source: EVENT_SOURCE, 'detail-type': event.type, detail: event });
    const now = clock.now();
    for (const { name, events } of webhooks) {
      if (endpoint === undefined ? !wantsEvent(events, event.type) : endpoint !== name) continue;
      lanes.get(name)?.add({ receipt: randomUUID(), queue: name, body, putAt: now, dueAt: now, tries: 1 });
    }
  };
  return {
    put,
    start: () => {
      timer = setInterval(bringDue, LOOK_EVERY_MILLISECONDS).unref();
    },
    stop: () => {
      clearInterval(timer);
      for (const lane of lanes.values()) lane.clear();
    },
  };
};

const toRecord = ({ receipt, queue, body, tries }: Message): SQSRecord => ({
  messageId: receipt,
  receiptHandle: receipt,
  body,
  attributes: {
    ApproximateReceiveCount: String(tries),
    SentTimestamp: '0',
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:ap-northeast-2:000000000000:${queue}`,
  awsRegion: 'ap-northeast-2',
});
