// The courier's transports on AWS: those that the settings of the stage name, each with the secret it needs.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SNSClient } from '@aws-sdk/client-sns';
import { createCountedQuotaReader } from '#adapters/mail/counted-quota-reader.ts';
import { createFallbackTransport } from '#adapters/mail/fallback-transport.ts';
import { createSesTransport } from '#adapters/mail/ses.ts';
import { createSesQuotaReader } from '#adapters/mail/ses-quota-reader.ts';
import { createSmtpTransport } from '#adapters/mail/smtp/smtp.ts';
import { createSecretReader } from '#adapters/secrets-manager.ts';
import { createSens } from '#adapters/sms/sens/sens.ts';
import { createSmsByCountry } from '#adapters/sms/sms-by-country.ts';
import { createSns } from '#adapters/sms/sns.ts';
import type { MailTransport, QuotaReader, SmsTransport } from '#domain/ports/delivery.ts';
import type { Clock, EventLog } from '#domain/ports.ts';
import type { Settings, SmtpSettings } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import { SensSecret, SmtpSecret } from '#schemas/secrets.ts';
import { type EnvName, readEnv } from '../env.ts';
import { CLIENT } from './client.ts';

interface Base {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly store: Store;
}

export interface MailParts {
  readonly transport: MailTransport;
  readonly quotaReader: QuotaReader;
}

export const deployedMail = (base: Base): MailParts => {
  const { mail } = base.settings;
  return mail.transport === 'ses' ? bySes(base) : bySmtp(base, mail);
};

const bySes = ({ settings: { senderEmail } }: Base): MailParts => {
  const client = new SESClient(CLIENT);
  const configurationSet = readEnv('configurationSet');
  return {
    transport: createSesTransport({ client, senderEmail, configurationSet }),
    quotaReader: createSesQuotaReader(client),
  };
};

const bySmtp = (base: Base, server: SmtpSettings): MailParts => {
  const { senderEmail } = base.settings;
  const { mailsPer24Hours, mailsPerSecond, fallsBackToSes } = server;
  const secret = createSecretReader({ ...secretOf('smtpSecret'), schema: SmtpSecret });
  const first = createSmtpTransport({ server, secret, senderEmail });
  return {
    transport: fallsBackToSes
      ? createFallbackTransport({ first, second: bySes(base).transport, log: base.log })
      : first,
    quotaReader: createCountedQuotaReader({ ...base, mailsPer24Hours, mailsPerSecond }),
  };
};

export const deployedSms = ({ settings: { texts }, clock }: Base): SmsTransport => {
  const { countries, sens, sns } = texts;
  return createSmsByCountry({
    countries,
    transports: {
      ...(sens && {
        sens: createSens({
          settings: sens,
          secret: createSecretReader({ ...secretOf('sensSecret'), schema: SensSecret }),
          clock,
        }),
      }),
      ...(sns && { sns: createSns({ client: new SNSClient({ ...CLIENT, region: sns.region }), settings: sns }) }),
    },
  });
};

/** A secret may be in another region than the stage. Its ARN contains the region. */
const secretOf = (name: EnvName) => {
  const arn = readEnv(name);
  const region = arn.split(':')[3];
  return { client: new SecretsManagerClient({ ...CLIENT, ...(region && { region }) }), arn };
};
