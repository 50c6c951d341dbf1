// An SMTP server on this machine that keeps what it gets. It offers STARTTLS with a new certificate, and log-in only after that.
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { LOOPBACK, listen } from '../listen.ts';
import { type LocalMessage, linkAndCodeOf } from '../local-message.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { keepNewest } from './newest.ts';
import { type ReadMail, readMail } from './read-mail.ts';

export interface SmtpServerOptions {
  /** 0: a free one. */
  readonly port: number;
  /** Passwords by user. */
  readonly users: Readonly<Record<string, string>>;
  /** Default: a new one. */
  readonly certificates?: Certificates;
  /** The fault that this server simulates. */
  readonly differences?: SMTPServerOptions;
}

export interface LocalSmtpServer {
  readonly host: string;
  readonly port: number;
  /** PEM of the authority that a client must trust. */
  readonly certificateAuthority: string;
  /** One for each recipient. */
  messages(): readonly LocalMessage[];
  /** The mails as received, with their envelopes. */
  mails(): readonly ReceivedMail[];
  /** Stops at once: open connections are cut. */
  stop(): Promise<void>;
}

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly read: ReadMail;
  /** ISO 8601. */
  readonly at: string;
}

export const startSmtpServer = async (options: SmtpServerOptions): Promise<LocalSmtpServer> => {
  const { users, differences, certificates = await makeCertificates() } = options;
  const kept: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    key: certificates.key,
    cert: certificates.certificate,
    minVersion: 'TLSv1.2',
    disableReverseLookup: true,
    onAuth: ({ username = '', password }, _session, done) => {
      const isKnown = Object.hasOwn(users, username) && users[username] === password;
      done(undefined, isKnown ? { user: username } : { message: 'Authentication failed', responseCode: 535 });
    },
    onData: (stream, session, done) => {
      keep(stream, session, kept).then(() => done(), done);
    },
    ...differences,
  });
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // A client that disconnects half-way is not an error of the server; a port in use is for `listen` to explain.
  server.on('error', () => undefined);
  const port = await listen(server.server, options.port, 'SMTP_PORT');
  return {
    host: LOOPBACK,
    port,
    certificateAuthority: certificates.authority,
    messages: () => kept.flatMap(toMessages),
    mails: () => kept,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};

const keep = async (
  stream: SMTPServerDataStream,
  { envelope: { mailFrom, rcptTo } }: SMTPServerSession,
  kept: ReceivedMail[],
): Promise<void> => {
  const raw = await buffer(stream);
  const from = mailFrom === false ? '' : mailFrom.address;
  const read = await readMail(raw);
  keepNewest(kept);
  kept.push({ from, to: rcptTo.map(({ address }) => address), raw, read, at: new Date().toISOString() });
};

const toMessages = ({ to, read, at }: ReceivedMail): readonly LocalMessage[] =>
  to.map((address) => ({ channel: 'email', to: address, ...read, ...linkAndCodeOf(read.text), at }));
