// `npm start` with webhooks: a sign-up over HTTP reaches an endpoint on this machine, and an administrator sends its event again.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { close, listen } from '../../bin/local/listen.ts';
import type { LocalWebhook } from '../../bin/local/webhooks/local-webhooks.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { useLocalService } from '../support/local/local-service.ts';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const received: { readonly body: string; readonly headers: Record<string, string> }[] = [];
const server = createServer(async (request, response) => {
  received.push({ body: await text(request), headers: { ...request.headers } as Record<string, string> });
  response.end();
});
/** Its URL is known once the server listens. */
const webhook = { name: 'orders', url: '', secrets: [SECRET], events: ['user.*'] };

beforeAll(async () => {
  webhook.url = `http://localhost:${await listen(server, 0, 'the port')}/hooks`;
});
afterAll(() => close(server));

const service = useLocalService({ webhooks: [webhook satisfies LocalWebhook] });
const eventsOf = (type: string) => received.filter(({ body }) => JSON.parse(body).type === type);

it('a sign-up is posted once, verified, and can be sent again', async () => {
  const { userId, address } = await createLocalAccount(service);
  await vi.waitFor(() => expect(eventsOf('user.created')).toHaveLength(1), { timeout: 20_000 });
  const [created] = eventsOf('user.created');
  expect(new Webhook(SECRET).verify(created?.body ?? '', created?.headers ?? {})).toMatchObject({
    type: 'user.created',
    userId,
  });
  expect(received.map(({ body }) => body).join('')).not.toContain(address);

  const { id: eventId } = JSON.parse(created?.body ?? '{}');
  const asked = { eventId, endpoint: 'orders', reason: 'Ticket 1042' };
  const headers = { 'x-admin-key': service.adminKey() };
  expect(await service.post('/admin/events/replay', asked, headers)).toMatchObject({ status: 200, body: { eventId } });
  await vi.waitFor(() => expect(eventsOf('user.created')).toHaveLength(2), { timeout: 20_000 });
  const ids = eventsOf('user.created').map((one) => one.headers['webhook-id']);
  expect(new Set(ids)).toEqual(new Set([eventId]));
});
