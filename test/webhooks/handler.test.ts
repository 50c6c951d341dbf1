// The function of webhooks: its batches, its pauses, its secrets and its log.
import { randomBytes } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createWebhookPoster } from '#adapters/webhooks/webhook-poster.ts';
import { DependencyError } from '#domain/errors.ts';
import type { WebhookPoster } from '#domain/ports/events.ts';
import { pauseAfter, WEBHOOK_TRIES } from '#domain/webhooks/retries.ts';
import type { PostResult } from '#domain/webhooks/webhook.ts';
import { createWebhooksHandler } from '#handlers/webhooks.ts';
import { createLogger } from '#runtime/logger.ts';
import { LOOPBACK } from '../../bin/local/listen.ts';
import { HOOKS_CERTIFICATES, startReceiver } from '../support/servers/webhook-receiver.ts';

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const EVENT = {
  id: '01J8ZQ4T0G5V9W3X7Y1A2B3C4D.01K0AAAAAAAAAAAAAAAAAAAAAA',
  type: 'user.created',
  specversion: '1',
  at: '2026-11-27T12:00:00.000Z',
  userId: '01J8ZQ4T0G5V9W3X7Y1A2B3C4D',
  by: { kind: 'user' },
  data: {},
};
const ACCOUNT = '000000000000';

const recordOf = (queue: string, detail: unknown = EVENT, tries = 1, id = 'm1'): SQSRecord => ({
  messageId: id,
  receiptHandle: `receipt-${id}`,
  body: JSON.stringify({ version: '0', 'detail-type': 'user.created', source: 'latchkey', detail }),
  attributes: {
    ApproximateReceiveCount: String(tries),
    SentTimestamp: '0',
    SenderId: 'events',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:ap-northeast-2:${ACCOUNT}:${queue}`,
  awsRegion: 'ap-northeast-2',
});

interface World {
  readonly secrets?: readonly string[];
  readonly url?: string;
  readonly poster?: WebhookPoster;
  readonly readSecret?: () => Promise<{ secrets: readonly string[] }>;
  readonly hide?: () => Promise<void>;
}

const createWorld = ({ secrets = [newSecret()], url = 'https://hooks.modu.example/', ...given }: World = {}) => {
  const lines: string[] = [];
  const hidden: { queue: string; receipt: string; seconds: number }[] = [];
  let forgotten = 0;
  const handler = createWebhooksHandler({
    clock: { now: () => Date.now() },
    random: { bytes: (count) => Buffer.alloc(count) },
    log: createLogger((line) => lines.push(line), 'test'),
    webhookPoster: given.poster ?? { post: async () => ({ ok: true, status: 200 }) },
    webhookQueue: {
      hide: async (queue, receipt, seconds) => {
        hidden.push({ queue, receipt, seconds });
        await given.hide?.();
      },
    },
    targets: ['orders', 'crm'].map((name) => ({
      name,
      url,
      queue: `https://sqs.ap-northeast-2.amazonaws.com/${ACCOUNT}/Stack-${name}`,
      secret: {
        read: given.readSecret ?? (async () => ({ secrets })),
        forget: () => {
          forgotten++;
        },
      },
    })),
  });
  return {
    hidden,
    lines: () => lines.map((line) => JSON.parse(line)),
    text: () => lines.join(''),
    forgotten: () => forgotten,
    run: (...Records: SQSRecord[]) => handler({ Records }, { awsRequestId: 'request' }),
  };
};

const failing = (result: PostResult): WebhookPoster => ({ post: async () => result });
const DOWN = { ok: false, reason: 'answered', status: 500 } as const;

describe('an event in the queue of an endpoint', () => {
  it('reaches it as the JSON of the event, and is verified with both secrets', async () => {
    const secrets = [newSecret(), newSecret()];
    const { url, received } = await startReceiver();
    const { authority } = await HOOKS_CERTIFICATES;
    const reach = { resolve: async () => [LOOPBACK], mayReach: () => true, certificateAuthority: authority };
    const world = createWorld({ url, secrets, poster: createWebhookPoster(reach) });
    expect(await world.run(recordOf('Stack-orders'))).toEqual({ batchItemFailures: [] });
    const [got] = received;
    expect(JSON.parse(got?.body ?? '')).toEqual(EVENT);
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(got?.body ?? '', { ...got?.headers } as Record<string, string>)).toEqual(EVENT);
    }
    expect(got?.headers['webhook-id']).toBe(EVENT.id);
    expect(world.lines()).toEqual([
      expect.objectContaining({
        event: 'webhook_sent',
        endpoint: 'orders',
        type: 'user.created',
        tries: 1,
        status: 200,
      }),
    ]);
  });

  it('has the same id at each try, and the time of the try', async () => {
    const posted: Readonly<Record<string, string>>[] = [];
    const poster: WebhookPoster = {
      post: async (_url, headers) => {
        posted.push(headers);
        return DOWN;
      },
    };
    const world = createWorld({ poster });
    await world.run(recordOf('Stack-orders', EVENT, 1));
    await world.run(recordOf('Stack-orders', EVENT, 2));
    expect(posted.map((headers) => headers['webhook-id'])).toEqual([EVENT.id, EVENT.id]);
    for (const headers of posted) {
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    }
  });

  it.each(Array.from({ length: WEBHOOK_TRIES - 1 }, (_, index) => index + 1))(
    'that is not accepted at try %i is hidden for the pause, and kept',
    async (tries) => {
      const world = createWorld({ poster: failing(DOWN) });
      expect(await world.run(recordOf('Stack-crm', EVENT, tries))).toEqual({
        batchItemFailures: [{ itemIdentifier: 'm1' }],
      });
      expect(world.hidden).toEqual([
        {
          queue: `https://sqs.ap-northeast-2.amazonaws.com/${ACCOUNT}/Stack-crm`,
          receipt: 'receipt-m1',
          seconds: pauseAfter({ tries, random: 0 }),
        },
      ]);
      const [line] = world.lines();
      expect(line).toMatchObject({ event: 'webhook_failed', endpoint: 'crm', reason: 'answered', status: 500, tries });
      expect(line.LateWebhooks).toBe(tries >= 4 ? 1 : undefined);
    },
  );

  it('is given up after the last try, and shown at once to the queue, which moves it', async () => {
    const world = createWorld({ poster: failing(DOWN) });
    expect((await world.run(recordOf('Stack-crm', EVENT, WEBHOOK_TRIES))).batchItemFailures).toHaveLength(1);
    expect(world.hidden.map(({ seconds }) => seconds)).toEqual([0]);
    expect(world.lines()).toEqual([
      expect.objectContaining({ event: 'webhook_given_up', level: 'error', status: 500 }),
    ]);
  });

  it.each([
    ['60', 60],
    ['86400', 300],
    ['nonsense', 5],
  ])('waits for as long as the endpoint asks, up to the next pause: %s', async (retryAfter, seconds) => {
    const world = createWorld({ poster: failing({ ok: false, reason: 'answered', status: 429, retryAfter }) });
    await world.run(recordOf('Stack-crm'));
    expect(world.hidden.map((one) => one.seconds)).toEqual([seconds]);
  });

  it('does not wait for the others of its batch, and fails alone', async () => {
    const poster: WebhookPoster = {
      post: async (_url, headers) => (headers['webhook-id'] === 'bad' ? DOWN : { ok: true, status: 200 }),
    };
    const world = createWorld({ poster });
    const records = ['good', 'bad', 'fine'].map((id) => recordOf('Stack-orders', { ...EVENT, id }, 1, id));
    expect(await world.run(...records)).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
    expect(world.hidden.map(({ receipt }) => receipt)).toEqual(['receipt-bad']);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no event', { hello: 1 }],
    ['an id that is no header', { ...EVENT, id: 'a\r\nb' }],
    ['a type that is none', { ...EVENT, type: 'USER' }],
  ])('stays for the operator if it is %s', async (_what, detail) => {
    const world = createWorld();
    expect((await world.run(recordOf('Stack-orders', detail))).batchItemFailures).toHaveLength(1);
    expect(world.lines()).toEqual([expect.objectContaining({ event: 'webhook_unreadable', endpoint: 'orders' })]);
  });

  it('stays in a queue of no endpoint', async () => {
    const world = createWorld();
    expect((await world.run(recordOf('Stack-other'))).batchItemFailures).toHaveLength(1);
    expect(world.lines()).toEqual([expect.objectContaining({ event: 'webhook_unreadable' })]);
  });

  it('comes back by itself if the queue cannot be told to hide it', async () => {
    const hide = async () => {
      throw new DependencyError('sqs', Object.assign(new Error('no'), { name: 'ServiceUnavailable' }));
    };
    const world = createWorld({ poster: failing(DOWN), hide });
    expect((await world.run(recordOf('Stack-orders'))).batchItemFailures).toHaveLength(1);
    expect(world.lines()[1]).toMatchObject({
      event: 'dependency_failed',
      dependency: 'sqs',
      error: 'ServiceUnavailable',
    });
  });
});

describe('the secret of an endpoint', () => {
  it('that cannot be read or is wrong sends nothing: the event waits', async () => {
    const post = async () => {
      throw new Error('nothing may be sent');
    };
    const readSecret = async () => {
      throw new DependencyError('secrets', new Error('the secret is wrong at secrets.0: must be …'));
    };
    const world = createWorld({ readSecret, poster: { post } });
    expect((await world.run(recordOf('Stack-orders'))).batchItemFailures).toHaveLength(1);
    expect(world.hidden.map(({ seconds }) => seconds)).toEqual([5]);
    expect(world.lines()).toEqual([
      expect.objectContaining({ event: 'webhook_failed', reason: 'secret_unusable', error: 'Error' }),
    ]);
  });

  it('is read again after a failure, because it may have been changed', async () => {
    const world = createWorld({ poster: failing({ ok: false, reason: 'answered', status: 401 }) });
    await world.run(recordOf('Stack-orders'));
    expect(world.forgotten()).toBe(1);
  });
});

describe('the log', () => {
  it('has neither secret, signature, URL nor addresses of the event', async () => {
    const secrets = [newSecret()];
    const world = createWorld({ secrets, poster: failing(DOWN) });
    const user = { email: 'jisoo@modu.example', phone: '+821012345678' };
    for (const tries of [1, WEBHOOK_TRIES]) await world.run(recordOf('Stack-orders', { ...EVENT, user }, tries));
    await world.run(recordOf('Stack-orders', { ...EVENT, id: 'jisoo@modu.example' }));
    expect(world.lines()).toHaveLength(3);
    for (const secret of [...secrets, ...Object.values(user), 'v1,', 'hooks.modu.example', 'whsec_']) {
      expect(world.text()).not.toContain(secret);
    }
  });
});
