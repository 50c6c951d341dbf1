// The mail transport on this machine: a local SES, a local SMTP server, or a server that the operator names.
import { createSesTransport } from '#adapters/mail/ses.ts';
import { createSmtpTransport } from '#adapters/mail/smtp/smtp.ts';
import type { MailTransport } from '#domain/ports/delivery.ts';
import type { MailSettings, SmtpSettings } from '#domain/settings.ts';
import type { LocalMessage } from '../local-message.ts';
import { startSes } from './local-ses.ts';
import { startSmtpServer } from './smtp-server.ts';

/** An SMTP server that exists already. TLS is required, as for any other. */
export interface SmtpSink {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user: string;
  readonly password: string;
  /** Naver and Gmail only send with the account's own address. */
  readonly senderEmail: string;
  /** PEM, for a certificate that no public authority signed. */
  readonly certificateAuthority?: string;
}

/** `ses`: a local one. `smtp`: a local server at that port, or an existing one. Port 0: a free one. */
export type LocalMailOptions =
  | { readonly transport: 'ses' }
  | { readonly transport: 'smtp'; readonly server: { readonly port: number } | SmtpSink };

export interface LocalMail {
  readonly settings: MailSettings;
  readonly senderEmail: string;
  readonly transport: MailTransport;
  /** Says where the mails are, if this machine does not keep them, or how others can send some. */
  readonly place?: string;
  /** The messages that this machine can show, oldest first. */
  messages(): Promise<readonly LocalMessage[]>;
  stop(): Promise<void>;
}

/** Not a secret: the server only listens on this machine, and forwards nothing. */
const ACCOUNT = { user: 'latchkey', password: 'latchkey' } as const;
const SENDER = 'no-reply@latchkey.example';
/** Without limits: nothing leaves this machine, or the operator chose the server and knows its limits. */
const NO_LIMIT = { mailsPer24Hours: -1, mailsPerSecond: 1000, fallsBackToSes: false } as const;

export const startMail = async (options: LocalMailOptions): Promise<LocalMail> => {
  if (options.transport === 'ses') return useSes();
  return 'host' in options.server ? useSink(options.server) : startSmtp(options.server.port);
};

const useSes = async (): Promise<LocalMail> => {
  const ses = await startSes();
  return {
    settings: { transport: 'ses' },
    senderEmail: SENDER,
    transport: createSesTransport({ client: ses.client, senderEmail: SENDER }),
    messages: async () => ses.messages(),
    stop: () => ses.stop(),
  };
};

const startSmtp = async (port: number): Promise<LocalMail> => {
  const server = await startSmtpServer({ port, users: { [ACCOUNT.user]: ACCOUNT.password } });
  const { host, certificateAuthority } = server;
  const sink = { ...ACCOUNT, host, port: server.port, secure: false, senderEmail: SENDER, certificateAuthority };
  return {
    ...useSink(sink),
    place: `smtp://${host}:${server.port} (STARTTLS, user ${ACCOUNT.user}, password ${ACCOUNT.password})`,
    messages: async () => server.messages(),
    stop: () => server.stop(),
  };
};

const useSink = ({ senderEmail, user, password, certificateAuthority, ...address }: SmtpSink): LocalMail => {
  const server: SmtpSettings = { ...address, ...NO_LIMIT };
  const secret = { read: async () => ({ user, password }), forget: () => undefined };
  return {
    settings: { transport: 'smtp', ...server },
    senderEmail,
    transport: createSmtpTransport({
      server,
      secret,
      senderEmail,
      ...(certificateAuthority !== undefined && { certificateAuthority }),
    }),
    place: `the mailboxes behind ${address.host}`,
    messages: async () => [],
    stop: async () => undefined,
  };
};
