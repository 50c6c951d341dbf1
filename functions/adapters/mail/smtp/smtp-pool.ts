// A few connections to one SMTP server with one set of credentials, reused between invocations until they have been idle too long.
import { createTransport } from 'nodemailer';
import type { OutgoingMail, SendResult } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import type { SmtpCredentials } from '#schemas/secrets.ts';
import { connectionOptions, type SmtpConnectionSettings } from './smtp-connection.ts';
import { type SmtpFailure, sortSmtpFailure } from './smtp-replies.ts';

interface SmtpPoolSettings extends SmtpConnectionSettings {
  readonly credentials: SmtpCredentials;
  readonly clock: Clock;
}

type Failure = Extract<SendResult, { ok: false }>;

export interface SmtpPool {
  readonly credentials: SmtpCredentials;
  /** Set once the server has refused the log-in. From then on `send` returns it. */
  refusal(): Failure | undefined;
  /** False when a new pool is needed. */
  isUsable(): boolean;
  /** Never throws when sending fails. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<SendResult>;
  /** Lets running sends finish. */
  close(): void;
}

const CONNECTIONS = 3;
/**
 * Connections are kept for bursts of mail. A frozen function runs no timer, and a NAT drops an idle connection after some
 * minutes without notice. So `isUsable` compares the clock before each mail; nodemailer's timer only works in a process
 * that is not frozen.
 */
const IDLE_MILLISECONDS = 30_000;
/** Servers lock an account after a few failed log-ins. */
const LOCKED_MILLISECONDS = 60_000;

export const createSmtpPool = (settings: SmtpPoolSettings): SmtpPool => {
  const { credentials, clock, senderEmail } = settings;
  const transporter = createTransport({
    ...connectionOptions(settings),
    pool: true,
    maxConnections: CONNECTIONS,
    // Each kept connection may prove dead before any byte of the mail is sent.
    maxRequeues: CONNECTIONS,
    idleTimeout: IDLE_MILLISECONDS,
    // Longer than the idle timeout, because it also applies to idle connections. A mail has its own time limit.
    socketTimeout: 2 * IDLE_MILLISECONDS,
    auth: { user: credentials.user, pass: credentials.password },
    forceAuth: true,
  });
  let refusal: Failure | undefined;
  let first: Promise<SendResult> | undefined;
  let running = 0;
  let usedAt = clock.now();

  const transmit = async (mail: OutgoingMail, signal: AbortSignal): Promise<SendResult> => {
    try {
      const to = [mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])].map(asAddress);
      const envelope = { from: asAddress(senderEmail), to };
      const sent = await transporter.sendMail({ envelope, raw: mail.raw, signal });
      const refused = refusalOf(sent.rejectedErrors, sent.envelope.to);
      return refused ? failureOf(refused) : { ok: true, messageId: messageIdOf(mail.raw) ?? sent.messageId };
    } catch (error) {
      const thrown = error as SmtpFailure & { readonly rejectedErrors?: readonly SmtpFailure[] };
      // Mails that were queued when the pool was closed after a refused log-in get the same failure.
      if (refusal && thrown.code === undefined) return refusal;
      const failure = failureOf(thrown.rejectedErrors?.[0] ?? thrown);
      if (failure.reason !== 'credentials_refused') return failure;
      refusal ??= failure;
      transporter.close();
      return refusal;
    }
  };

  return {
    credentials,
    refusal: () => refusal,
    isUsable: () => running > 0 || clock.now() - usedAt < (refusal ? LOCKED_MILLISECONDS : IDLE_MILLISECONDS),
    send: async (mail, signal) => {
      if (refusal) return refusal;
      running++;
      try {
        if (first) {
          await first;
          return refusal ?? (await transmit(mail, signal));
        }
        // The first mail is sent alone, so that a batch does not try a wrong password many times.
        first = transmit(mail, signal);
        return await first;
      } finally {
        running--;
        usedAt = clock.now();
      }
    },
    close: () => transporter.close(),
  };
};

/** Pass the address as an object: nodemailer would parse a string, and a comma in it would add recipients. */
const asAddress = (address: string) => ({ name: '', address });

/** If only some recipients were refused, the result of `to`, the first one, decides. */
const refusalOf = (refusals: readonly SmtpFailure[] = [], [to]: readonly string[]): SmtpFailure | undefined =>
  refusals.find((refusal) => 'recipient' in refusal && refusal.recipient === to);

const failureOf = (failure: SmtpFailure): Failure => ({ ok: false, ...sortSmtpFailure(failure) });

/** Reads `Message-ID` from the header of the message. */
const messageIdOf = (raw: Buffer): string | undefined => {
  const end = raw.indexOf('\r\n\r\n');
  const header = raw.toString('latin1', 0, end === -1 ? raw.length : end);
  return /^message-id:\s*(<[^>\r\n]+>)/im.exec(header)?.[1];
};
