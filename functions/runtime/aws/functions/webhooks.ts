// The function of webhooks on AWS. It has no table and no key: its endpoints, their secrets, and their queues.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSecretReader } from '#adapters/secrets-manager.ts';
import { systemRandomness } from '#adapters/system-clock.ts';
import { createSqsWebhookQueue } from '#adapters/webhooks/sqs-webhook-queue.ts';
import { createWebhookPoster } from '#adapters/webhooks/webhook-poster.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import type { WebhookSecrets } from '#domain/webhooks/signature.ts';
import { parseEndpoints, WebhookSecret } from '#schemas/events/webhooks.ts';
import { readEnv } from '../../env.ts';
import { baseDependencies } from '../base.ts';
import { CLIENT } from '../client.ts';

export const webhooksDependencies = () => ({
  ...baseDependencies(),
  random: systemRandomness,
  webhookPoster: createWebhookPoster(),
  webhookQueue: createSqsWebhookQueue(new SQSClient(CLIENT)),
  targets: parseEndpoints(readEnv('webhooks')).map(({ name, url, secret, queue }) => {
    return { name, url, queue, secret: secretIn(secret) };
  }),
});

const secretIn = (arn: string): SecretReader<WebhookSecrets> => {
  const region = arn.split(':')[3];
  const client = new SecretsManagerClient({ ...CLIENT, ...(region && { region }) });
  return createSecretReader({ client, arn, schema: WebhookSecret });
};
