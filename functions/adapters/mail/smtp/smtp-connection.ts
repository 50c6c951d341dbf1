// How an SMTP server is spoken to: TLS whose certificate is checked, or nothing at all; and never for long.
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import type { SmtpSettings } from '#domain/settings.ts';
import type { SmtpCredentials } from '#schemas/secrets.ts';
import type { SmtpFailure } from './smtp-replies.ts';

export type SmtpServer = Pick<SmtpSettings, 'host' | 'port' | 'secure'>;

export interface SmtpConnectionSettings {
  readonly server: SmtpServer;
  readonly senderEmail: string;
  /** PEM. The only one that is trusted then, instead of those of Node. */
  readonly certificateAuthority?: string;
  /** All that one mail may take, with its wait for a connection. Defaults to `DEADLINE_MILLISECONDS`. */
  readonly deadlineMilliseconds?: number;
}

/** A batch must end well before its function's minute does, with a fallback behind it. */
export const DEADLINE_MILLISECONDS = 20_000;

/** From the look-up of the name to the end of STARTTLS. */
const SET_UP_MILLISECONDS = 10_000;

/** There is no option that would send over a connection without TLS, or trust a certificate that does not hold. */
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
  // A function has no host name to say EHLO with.
  name: senderEmail.slice(senderEmail.lastIndexOf('@') + 1),
  connectionTimeout: SET_UP_MILLISECONDS,
  greetingTimeout: SET_UP_MILLISECONDS,
  dnsTimeout: SET_UP_MILLISECONDS / 2,
  socketTimeout: DEADLINE_MILLISECONDS,
  socketCloseTimeout: 1000,
});

/** Connects, logs in and leaves. `undefined`: it went well. */
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
