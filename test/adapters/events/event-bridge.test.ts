// What EventBridge gets of an event: for all, and for one endpoint of webhooks alone.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { createEventBridge } from '#adapters/events/event-bridge.ts';
import type { AccountEvent } from '#domain/audit/event.ts';
import { close, LOOPBACK, listen } from '../../../bin/local/listen.ts';

const EVENT: AccountEvent = {
  ...{ id: 'u.e', type: 'user.created', specversion: '1', at: '2026-11-27T12:00:00.000Z' },
  ...{ userId: 'u', by: { kind: 'user' }, data: {} },
} as const;

it.each([
  [undefined, { Source: 'latchkey', DetailType: 'user.created' }],
  ['orders', { Source: 'latchkey.replay', DetailType: 'webhook:orders' }],
])('an event for %j has its own source and type, and is the same itself', async (endpoint, expected) => {
  const got: unknown[] = [];
  const server = createServer(async (request, response) => {
    got.push(await json(request));
    response.end('{"Entries":[{"EventId":"1"}]}');
  });
  const port = await listen(server, 0, 'the port');
  onTestFinished(() => close(server));
  const bus = createEventBridge({
    bus: 'latchkey-bus',
    region: 'ap-northeast-2',
    endpoint: `http://${LOOPBACK}:${port}`,
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
    clock: { now: () => Date.parse(EVENT.at) },
  });
  expect(await bus.put([EVENT], endpoint)).toEqual([true]);
  expect(got).toEqual([
    {
      Entries: [
        { EventBusName: 'latchkey-bus', Time: Date.parse(EVENT.at) / 1000, Detail: JSON.stringify(EVENT), ...expected },
      ],
    },
  ]);
});
