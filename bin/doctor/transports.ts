// The stage's SMTP server and SENS, reached with the courier's own adapters and a secret that is read here.
import { createSmtpTransport, type SmtpTransport } from '#adapters/mail/smtp/smtp.ts';
import { createSens, type SensTransport } from '#adapters/sms/sens/sens.ts';
import type { SmtpSettings } from '#domain/settings.ts';
import { SensSecret, SmtpSecret } from '#schemas/secrets.ts';
import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import { readSecret } from './secret.ts';

/** `undefined`: the stage does not use it. */
type Reached<Transport> = Transport | { readonly finding: Finding } | undefined;

interface ReachedSmtp {
  readonly server: SmtpSettings;
  readonly transport: SmtpTransport;
  /** The user in the secret: compared, never shown. */
  readonly user: string;
}

export const reachSmtp = async ({ config, clients, standIns }: Context): Promise<Reached<ReachedSmtp>> => {
  const { mail, smtp, senderAddress: senderEmail } = config;
  if (mail.transport !== 'smtp' || !smtp) return undefined;
  const read = await readSecret({
    client: clients.secrets,
    arn: smtp.secretArn,
    schema: SmtpSecret,
    check: 'smtp',
    key: 'smtp.secretArn',
    form: '{"user": "…", "password": "…"}',
  });
  if (!read.ok) return read;
  const { certificateAuthority } = standIns ?? {};
  const transport = createSmtpTransport({
    server: mail,
    senderEmail,
    secret: read.reader,
    ...(certificateAuthority !== undefined && { certificateAuthority }),
  });
  return { server: mail, transport, user: read.secret.user };
};

interface ReachedSens {
  readonly transport: SensTransport;
}

export const reachSens = async ({ config, clients, now, standIns }: Context): Promise<Reached<ReachedSens>> => {
  const { texts, sensSecretArn } = config;
  if (!texts.sens || sensSecretArn === undefined) return undefined;
  const read = await readSecret({
    client: clients.secrets,
    arn: sensSecretArn,
    schema: SensSecret,
    check: 'texts',
    key: 'sens.secretArn',
    form: '{"accessKey": "…", "secretKey": "…"}',
  });
  if (!read.ok) return read;
  const { sensEndpoint: endpoint } = standIns ?? {};
  const transport = createSens({
    settings: texts.sens,
    secret: read.reader,
    clock: { now },
    ...(endpoint !== undefined && { endpoint }),
  });
  return { transport };
};
