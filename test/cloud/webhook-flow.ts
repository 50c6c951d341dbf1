// Webhooks as deployed: from the bus through rule and queue to an endpoint with TLS, by the code that is deployed and no other.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { close, listen } from '../../bin/local/listen.ts';
import type { Certificates } from '../../bin/local/mail/certificates.ts';
import { eventually } from '../black-box/flows/target.ts';
import { callAws } from './aws-calls.ts';
import type { Deployment } from './deploy.ts';
import { readLogs } from './logs.ts';
import type { MiniStack } from './ministack.ts';
import { physicalName } from './resources.ts';
import { createSecret } from './secret.ts';

/** For the functions the first one is on the Internet, the second one leads into their network (name-server.mjs). */
export const WEBHOOK_HOSTS = ['hooks.internet.example', 'hooks.inside.example'] as const;

interface Received {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** An endpoint that refuses everything once, and accepts it the second time. `certificates` are for both hosts. */
export const startWebhookEndpoint = async (miniStack: MiniStack, { certificate: cert, key }: Certificates) => {
  const received: Received[] = [];
  const secrets = [1, 2].map(() => `whsec_${randomBytes(32).toString('base64')}`);
  const server = createServer({ cert, key }, async (request, response) => {
    const headers = { ...request.headers } as Record<string, string>;
    const isKnown = received.some((one) => one.headers['webhook-id'] === headers['webhook-id']);
    received.push({ body: await text(request), headers });
    response.writeHead(isKnown ? 204 : 503).end();
  });
  const port = await listen(server, 0, 'the port');
  const [first, second] = [
    await createSecret(miniStack, 'team/hooks', { secrets }),
    await createSecret(miniStack, 'team/inside', { secrets: secrets.slice(0, 1) }),
  ];
  const [internet, inside] = WEBHOOK_HOSTS;
  return {
    received,
    secrets,
    webhooks: [
      { name: 'shop', url: `https://${internet}:${port}/hooks`, secretArn: first.arn, events: ['user.*'] },
      { name: 'inside', url: `https://${inside}:${port}/hooks`, secretArn: second.arn },
    ],
    stop: () => close(server),
  };
};
export type WebhookEndpoint = Awaited<ReturnType<typeof startWebhookEndpoint>>;

interface Deployed {
  readonly miniStack: MiniStack;
  readonly deployment: Deployment;
  readonly endpoint: WebhookEndpoint;
}

const eventOf = (id: string, type: string) => ({
  ...{ id: `01K0USER.${id}`, type, specversion: '1', at: '2026-11-27T12:00:00.000Z' },
  ...{ userId: '01K0USER', by: { kind: 'user' }, data: { 이름: '모두 ✓' } },
});

export const describeWebhooks = (deployed: () => Deployed): void => {
  const put = async (event: ReturnType<typeof eventOf>, Source = 'latchkey', DetailType = event.type) => {
    const { miniStack, deployment } = deployed();
    const EventBusName = await physicalName(miniStack, deployment, 'EventsBus');
    const Entries = [{ EventBusName, Source, DetailType, Detail: JSON.stringify(event) }];
    await callAws(miniStack, { service: 'events', target: 'AWSEvents.PutEvents', body: { Entries } });
  };
  const triesOf = (event: ReturnType<typeof eventOf>, count: number) =>
    eventually(async () => {
      const tries = deployed().endpoint.received.filter(({ headers }) => headers['webhook-id'] === event.id);
      return tries.length === count ? tries : undefined;
    }, `${count} tries of ${event.type}`);

  describe('an event on the bus', () => {
    const event = eventOf('01K0CREATED', 'user.created');

    it('reaches the endpoint, is tried again after a 503, and is verified with both secrets', async () => {
      const { endpoint } = deployed();
      await put(eventOf('01K0REUSED', 'session.reused'));
      await put(event);
      for (const { body, headers } of await triesOf(event, 2)) {
        for (const secret of endpoint.secrets) expect(new Webhook(secret).verify(body, headers)).toEqual(event);
      }
      // Its rule does not want the other one.
      expect(endpoint.received.filter(({ body }) => body.includes('session.reused'))).toEqual([]);
    });

    it('reaches one endpoint again, and no other', async () => {
      await put(event, 'latchkey.replay', 'webhook:shop');
      expect((await triesOf(event, 3)).every(({ body }) => body === JSON.stringify(event))).toBe(true);
    });

    it('is not sent to a name that leads into the network', async () => {
      const { miniStack, endpoint } = deployed();
      const logs = await readLogs(miniStack, '"private_address"');
      const lines = logs.split('\n').filter((line) => line.includes('"private_address"'));
      expect(lines.every((line) => line.includes('"endpoint":"inside"'))).toBe(true);
      expect(lines.some((line) => line.includes('01K0REUSED'))).toBe(true);
      const hosts = endpoint.received.map(({ headers }) => headers['host']?.split(':')[0]);
      expect(new Set(hosts)).toEqual(new Set([WEBHOOK_HOSTS[0]]));
    });

    it('leaves neither secret nor signature in the logs', async () => {
      const { miniStack, endpoint } = deployed();
      const logs = await readLogs(miniStack, 'webhook_sent');
      const signatures = endpoint.received.map(({ headers }) => headers['webhook-signature']?.slice(3, 30) ?? '');
      expect([...endpoint.secrets, ...signatures].filter((text) => logs.includes(text))).toEqual([]);
    });
  });
};
