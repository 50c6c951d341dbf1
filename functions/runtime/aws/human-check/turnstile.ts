// Turnstile with its secret key in Secrets Manager.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { hostnamesOf } from '#adapters/human-check/hostnames.ts';
import { createTurnstile } from '#adapters/human-check/turnstile.ts';
import { createSecretReader } from '#adapters/secrets-manager.ts';
import type { HumanCheck } from '#domain/ports/factors.ts';
import type { EventLog } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { HumanCheckSecret } from '#schemas/secrets.ts';
import { CLIENT } from '../client.ts';

/** The secret may be in another region than the stage. Its ARN contains the region. */
export const turnstile = (arn: string, settings: Settings, log: EventLog): HumanCheck => {
  const region = arn.split(':')[3];
  const client = new SecretsManagerClient({ ...CLIENT, ...(region && { region }) });
  return createTurnstile({
    secret: createSecretReader({ client, arn, schema: HumanCheckSecret }),
    hostnames: hostnamesOf(settings),
    log,
    endpoint: settings.humanCheck?.origin,
  });
};
