// Webhooks of a laptop: where they go, by which clock they wait, and what they must be told.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AccountEvent } from '#domain/audit/event.ts';
import { createLogger } from '#runtime/logger.ts';
import { close, listen } from '../../../bin/local/listen.ts';
import { createLocalWebhooks, type LocalWebhook } from '../../../bin/local/webhooks/local-webhooks.ts';
import { readWebhooks } from '../../../bin/local/webhooks/read-webhooks.ts';

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const SECRET = newSecret();
const HOUR = 3_600_000;
const EVENT: AccountEvent = {
  ...{ id: 'u1.e1', type: 'user.created', specversion: '1', at: '2026-11-27T12:00:00.000Z' },
  ...{ userId: 'u1', by: { kind: 'user' }, data: {} },
} as const;

const startEndpoint = async (status: () => number = () => 200) => {
  const got: { body: string; headers: Record<string, string> }[] = [];
  const server = createServer(async (request, response) => {
    got.push({ body: await text(request), headers: { ...request.headers } as Record<string, string> });
    response.writeHead(status()).end();
  });
  const port = await listen(server, 0, 'the port');
  onTestFinished(() => close(server));
  return { got, url: `http://localhost:${port}/webhooks` };
};

const start = (webhooks: readonly LocalWebhook[]) => {
  let ahead = 0;
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line), 'local');
  const local = createLocalWebhooks({ webhooks, log, clock: { now: () => Date.now() + ahead } });
  local.start();
  onTestFinished(() => local.stop());
  return {
    put: local.put,
    lines: () => lines.map((line) => JSON.parse(line)),
    advance: (milliseconds: number) => {
      ahead += milliseconds;
    },
  };
};

describe('an event on a laptop', () => {
  it('reaches http://localhost at once, signed', async () => {
    const { got, url } = await startEndpoint();
    start([{ name: 'local', url, secrets: [SECRET] }]).put(EVENT);
    await vi.waitFor(() => expect(got).toHaveLength(1), { timeout: 10_000 });
    expect(new Webhook(SECRET).verify(got[0]?.body ?? '', got[0]?.headers ?? {})).toEqual(EVENT);
  });

  it('reaches the endpoints that want it, or the one that it is for', async () => {
    const [all, some] = [await startEndpoint(), await startEndpoint()];
    const service = start([
      { name: 'all', url: all.url, secrets: [SECRET] },
      { name: 'some', url: some.url, secrets: [SECRET], events: ['admin.*', 'user.deleted'] },
    ]);
    service.put(EVENT);
    service.put({ ...EVENT, type: 'user.deleted' });
    service.put({ ...EVENT, type: 'admin.find' });
    service.put(EVENT, 'some');
    await vi.waitFor(() => expect([all.got.length, some.got.length]).toEqual([3, 3]), { timeout: 10_000 });
    expect(some.got.map(({ body }) => JSON.parse(body).type).toSorted()).toEqual([
      'admin.find',
      'user.created',
      'user.deleted',
    ]);
  });

  it('waits by the local clock until it is accepted', async () => {
    let status = 500;
    const { got, url } = await startEndpoint(() => status);
    const service = start([{ name: 'local', url, secrets: [SECRET] }]);
    service.put(EVENT);
    await vi.waitFor(() => expect(service.lines()).toHaveLength(1), { timeout: 10_000 });
    await wait(500);
    expect(got).toHaveLength(1);
    service.advance(6 * 60_000);
    await vi.waitFor(() => expect(service.lines()).toHaveLength(2), { timeout: 10_000 });
    status = 204;
    service.advance(HOUR);
    await vi.waitFor(() => expect(service.lines()).toHaveLength(3), { timeout: 10_000 });
    expect(service.lines().map(({ event, tries }) => [event, tries])).toEqual([
      ['webhook_failed', 1],
      ['webhook_failed', 2],
      ['webhook_sent', 3],
    ]);
    expect(new Set(got.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([EVENT.id]));
  });

  it('is given up after the last try', async () => {
    const { got, url } = await startEndpoint(() => 410);
    const service = start([{ name: 'local', url, secrets: [SECRET] }]);
    service.put(EVENT);
    for (let tries = 1; tries <= 8; tries++) {
      await vi.waitFor(() => expect(service.lines()).toHaveLength(tries), { timeout: 10_000 });
      service.advance(12 * HOUR);
    }
    await wait(500);
    expect(got).toHaveLength(8);
    expect(service.lines().at(-1)).toMatchObject({ event: 'webhook_given_up', tries: 8 });
  });

  it('does not wait for another endpoint that is down', async () => {
    const { got, url } = await startEndpoint();
    const service = start([
      { name: 'down', url: 'http://localhost:1/', secrets: [SECRET] },
      { name: 'up', url, secrets: [SECRET] },
    ]);
    service.put(EVENT);
    await vi.waitFor(() => expect(got).toHaveLength(1), { timeout: 10_000 });
  });
});

describe('the environment of npm start', () => {
  const stage = [
    { name: 'orders', url: 'https://api.example.com/webhooks', secretArn: 'arn', events: ['user.*'] },
    { name: 'crm', url: 'https://crm.example.com/in', secretArn: 'arn' },
  ];
  const at = (url: string) => readWebhooks({ WEBHOOK_URL: url, WEBHOOK_SECRET: SECRET }, []);

  it('posts nothing without a secret', () => {
    expect(readWebhooks({}, stage)).toEqual([]);
    expect(readWebhooks({}, [])).toEqual([]);
    expect(readWebhooks({ WEBHOOK_SECRET: SECRET }, [])).toEqual([]);
  });

  it('posts to the endpoints of the stage, or for them to the URL of this machine', () => {
    const secrets = [SECRET, newSecret()];
    expect(readWebhooks({ WEBHOOK_SECRET: secrets.join(' ') }, stage)).toEqual([
      { name: 'orders', url: 'https://api.example.com/webhooks', secrets, events: ['user.*'] },
      { name: 'crm', url: 'https://crm.example.com/in', secrets },
    ]);
    const url = 'http://localhost:4000/webhooks';
    expect(readWebhooks({ WEBHOOK_URL: url, WEBHOOK_SECRET: SECRET }, stage).map((one) => one.url)).toEqual([url, url]);
    expect(at(url)).toEqual([{ name: 'local', url, secrets: [SECRET] }]);
  });

  it.each(['https://hooks.example.com/', 'https://localhost:8443/', 'http://127.0.0.1:1/', 'http://[::1]:1/'])(
    'may name %s',
    (url) => {
      expect(at(url)).toHaveLength(1);
    },
  );

  it.each([
    'http://hooks.example.com/',
    'https://10.0.0.1/',
    'https://[fd00::1]/',
    'ftp://localhost/',
    'x',
    'http://a:b@localhost/',
  ])('may not name %s', (url) => {
    expect(() => at(url)).toThrow('WEBHOOK_URL must be like http://localhost:4000/webhooks');
  });

  it.each(['hunter2', `${SECRET} ${SECRET} ${SECRET}`, `${SECRET} x`])(
    'refuses a wrong secret, and does not show it',
    (text) => {
      expect(() => readWebhooks({ WEBHOOK_SECRET: text }, [])).toThrow(/^WEBHOOK_SECRET must be "whsec_" and/);
      expect(() => readWebhooks({ WEBHOOK_URL: 'http://localhost/' }, [])).toThrow('must be set together');
    },
  );
});
