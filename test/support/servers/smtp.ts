// Real SMTP servers that fail on purpose, the settings a transport needs for them, and a proxy that records the connection.
import { randomBytes } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';
import { createSmtpTransport, type SmtpTransport } from '#adapters/mail/smtp/smtp.ts';
import type { OutgoingMail, SecretReader } from '#domain/ports/delivery.ts';
import { LOOPBACK, listen } from '../../../bin/local/listen.ts';
import { type Certificates, makeCertificates } from '../../../bin/local/mail/certificates.ts';
import { type LocalSmtpServer, startSmtpServer } from '../../../bin/local/mail/smtp-server.ts';

export const SENDER = 'no-reply@modu.example';
export const CREDENTIALS = { user: SENDER, password: 'p4ss wörd' };

/** Created once per file, because it takes a moment. */
export const CERTIFICATES: Promise<Certificates> = makeCertificates();

interface ServerOptions {
  readonly differences?: SMTPServerOptions;
  readonly certificates?: Certificates;
  readonly users?: Readonly<Record<string, string>>;
}

/** The server is stopped at the end of the test. */
export const startServer = async (options: ServerOptions = {}): Promise<LocalSmtpServer> => {
  const server = await startSmtpServer({
    port: 0,
    users: options.users ?? { [CREDENTIALS.user]: CREDENTIALS.password },
    certificates: options.certificates ?? (await CERTIFICATES),
    ...(options.differences && { differences: options.differences }),
  });
  onTestFinished(() => server.stop());
  return server;
};

/** Server options that count the connections and log-ins of a working server. */
export const counting = (users: Readonly<Record<string, string>> = { [CREDENTIALS.user]: CREDENTIALS.password }) => {
  const counts = { connections: 0, logIns: 0, open: 0, mostOpen: 0 };
  const differences: SMTPServerOptions = {
    onConnect: (_session, done) => {
      counts.connections++;
      counts.open++;
      counts.mostOpen = Math.max(counts.mostOpen, counts.open);
      done();
    },
    onClose: () => {
      counts.open--;
    },
    onAuth: ({ username = '', password }, _session, done) => {
      counts.logIns++;
      const isKnown = users[username] === password;
      done(undefined, isKnown ? { user: username } : { message: '5.7.8 Bad credentials', responseCode: 535 });
    },
  };
  return { counts, differences, users };
};

/** An error with which a server made with npm's smtp-server refuses. */
export const refusal = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

export type Stage = 'connect' | 'auth' | 'from' | 'rcpt' | 'data';

/** A server that answers with `error` at one stage while `isOn` is true. */
export const refusingAt = (stage: Stage, error: Error, isOn: () => boolean = () => true): SMTPServerOptions => {
  const failure = () => (isOn() ? error : undefined);
  if (stage === 'connect') return { onConnect: (_session, done) => done(failure()) };
  if (stage === 'auth') {
    return { onAuth: ({ username }, _session, done) => (isOn() ? done(error) : done(undefined, { user: username })) };
  }
  if (stage === 'from') return { onMailFrom: (_address, _session, done) => done(failure()) };
  if (stage === 'rcpt') return { onRcptTo: (_address, _session, done) => done(failure()) };
  return {
    onData: (stream, _session, done) => {
      stream.resume().once('end', () => done(failure()));
    },
  };
};

const secretOf = (credentials = CREDENTIALS): SecretReader<typeof CREDENTIALS> => ({
  read: async () => credentials,
  forget: () => undefined,
});

interface TransportOptions {
  readonly secret?: SecretReader<typeof CREDENTIALS>;
  readonly host?: string;
  readonly port?: number;
  readonly secure?: boolean;
  readonly now?: () => number;
  /** Left out: the deployed value. */
  readonly deadlineMilliseconds?: number;
}

export const transportTo = (
  server: Pick<LocalSmtpServer, 'host' | 'port' | 'certificateAuthority'>,
  {
    secret = secretOf(),
    host = server.host,
    port = server.port,
    secure = false,
    now,
    deadlineMilliseconds,
  }: TransportOptions = {},
): SmtpTransport =>
  createSmtpTransport({
    server: { host, port, secure },
    secret,
    senderEmail: SENDER,
    certificateAuthority: server.certificateAuthority,
    ...(now && { clock: { now } }),
    ...(deadlineMilliseconds !== undefined && { deadlineMilliseconds }),
  });

export const outgoing = (to = 'user@example.com', body = 'Hello\r\n'): OutgoingMail => ({
  to,
  raw: Buffer.from(
    `Message-ID: <${randomBytes(6).toString('hex')}@modu.example>\r\nTo: ${to}\r\nSubject: Hi\r\n\r\n${body}`,
  ),
  tags: { purpose: 'signup', challenge: '01JABCDEFGHJKMNPQRSTVWXYZ0', seq: '1' },
});

/** Half a megabyte: too large for a server to have read it all when the first bytes arrive. */
export const LARGE_BODY = `${'x'.repeat(76)}\r\n`.repeat(7000);

export interface Wire {
  readonly port: number;
  /** Every byte the client sent over all connections, readable where there was no TLS. */
  sent(): string;
  /** Closes every connection and leads new ones to this port, or closes them too. */
  leadTo(port: number | undefined): void;
}

/** A proxy between client and server that records the bytes and delays each piece of an answer. */
export const wireTo = async (port: number, delayMilliseconds: (answer: number) => number = () => 0): Promise<Wire> => {
  let target: number | undefined = port;
  const chunks: Buffer[] = [];
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(target, LOOPBACK);
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('data', (chunk) => {
      chunks.push(chunk);
      upstream.write(chunk);
    });
    let answers = 0;
    let before = Promise.resolve();
    upstream.on('data', (chunk) => {
      const delay = delayMilliseconds(answers++);
      before = before.then(() => wait(delay, undefined, { ref: false })).then(() => void client.write(chunk));
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => before.then(() => client.end()));
  });
  const ownPort = await listen(server, 0, 'WIRE_PORT');
  const leadTo = (next: number | undefined) => {
    target = next;
    for (const socket of sockets.splice(0)) socket.destroy();
  };
  onTestFinished(() => {
    server.close();
    leadTo(undefined);
  });
  return { port: ownPort, sent: () => Buffer.concat(chunks).toString('latin1'), leadTo };
};
