// The connection options for an SMTP server: TLS with a checked certificate is required, and every step has a time limit.
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import type { SmtpSettings } from '#domain/settings.ts';
import type { SmtpCredentials } from '#schemas/secrets.ts';
import type { SmtpFailure } from './smtp-replies.ts';

export type SmtpServer = Pick<SmtpSettings, 'host' | 'port' | 'secure'>;

export interface SmtpConnectionSettings {
  readonly server: SmtpServer;
  readonly senderEmail: string;
  /** PEM. If set, only this authority is trusted, instead of Node's own list. */
  readonly certificateAuthority?: string;
  /** The time limit for one mail, including its wait for a connection. Defaults to `DEADLINE_MILLISECONDS`. */
  readonly deadlineMilliseconds?: number;
}

/** Short enough that a batch ends well before its function's timeout of one minute, even if the fallback transport is used. */
export const DEADLINE_MILLISECONDS = 20_000;

/** Covers everything from the DNS look-up to the end of STARTTLS. */
const SET_UP_MILLISECONDS = 10_000;

/** No option allows a connection without TLS or with an invalid certificate. */
export const connectionOptions = ({ server, senderEmail, certificateAuthority }: SmtpConnectionSettings) => ({
  host: server.host,
  port: server.port,
  secure: server.secure,
  requireTLS: !server.secure,
  tls: {
    minVersion: 'TLSv1.2' as const,
    rejectUnauthorized: true,
    ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
  },
  // A Lambda function has no host name for EHLO.
  name: senderEmail.slice(senderEmail.lastIndexOf('@') + 1),
  connectionTimeout: SET_UP_MILLISECONDS,
  greetingTimeout: SET_UP_MILLISECONDS,
  dnsTimeout: SET_UP_MILLISECONDS / 2,
  socketTimeout: DEADLINE_MILLISECONDS,
  socketCloseTimeout: 1000,
});

/** Connects, logs in and disconnects. `undefined` means success. */
export const tryLogIn = (
  settings: SmtpConnectionSettings,
  { user, password }: SmtpCredentials,
): Promise<SmtpFailure | undefined> =>
  new Promise((resolve) => {
    const connection = new SMTPConnection(connectionOptions(settings));
    const deadline = setTimeout(() => fail({ code: 'ETIMEDOUT' }), DEADLINE_MILLISECONDS);
    const finish = (failure?: SmtpFailure) => {
      clearTimeout(deadline);
      resolve(failure);
    };
    const fail = (failure: SmtpFailure) => {
      finish(failure);
      connection.close();
    };
    connection.on('error', fail);
    connection.once('end', () => finish({ code: 'ECONNECTION' }));
    connection.connect((failure) => {
      if (failure) return fail(failure);
      connection.login({ credentials: { user, pass: password } }, (refusal) => {
        if (refusal) return fail(refusal);
        finish();
        connection.quit();
      });
    });
  });
