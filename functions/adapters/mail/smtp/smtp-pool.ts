// A few connections to one SMTP server under one log-in, kept between invocations for as long as they can be trusted.
import { createTransport } from 'nodemailer';
import type { Clock, OutgoingMail, SendResult } from '#domain/ports.ts';
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
  /** Set once the server has refused to log us in: from then on it answers everything. */
  refusal(): Failure | undefined;
  /** False when it is time for a new pool. */
  isUsable(): boolean;
  /** Never throws for a failure to send. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<SendResult>;
  /** What is being sent is let finish. */
  close(): void;
}

const CONNECTIONS = 3;
/**
 * Kept for bursts. A frozen function runs no timer and answers no server, and after some minutes a NAT forgets the
 * connection without a word; so the clock is asked before each mail, and the timer is only for those who stay awake.
 */
const IDLE_MILLISECONDS = 30_000;
/** Servers lock accounts after a few wrong log-ins. */
const LOCKED_MILLISECONDS = 60_000;

export const createSmtpPool = (settings: SmtpPoolSettings): SmtpPool => {
  const { credentials, clock, senderEmail } = settings;
  const transporter = createTransport({
    ...connectionOptions(settings),
    pool: true,
    maxConnections: CONNECTIONS,
    // Each kept connection may turn out to be dead, before a byte of the mail has gone.
    maxRequeues: CONNECTIONS,
    idleTimeout: IDLE_MILLISECONDS,
    // Longer than that, since it counts for idle connections too: a mail has its own deadline.
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
      // What waited in a pool that was closed over its log-in shares its fate.
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
        // The first goes alone: a batch must not try a wrong password many times over.
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

/** As an object: text would be parsed, and a comma in it would add recipients. */
const asAddress = (address: string) => ({ name: '', address });

/** Where some recipients were refused, `to` decides: it is the first. */
const refusalOf = (refusals: readonly SmtpFailure[] = [], [to]: readonly string[]): SmtpFailure | undefined =>
  refusals.find((refusal) => 'recipient' in refusal && refusal.recipient === to);

const failureOf = (failure: SmtpFailure): Failure => ({ ok: false, ...sortSmtpFailure(failure) });

/** In the header of the message. */
const messageIdOf = (raw: Buffer): string | undefined => {
  const end = raw.indexOf('\r\n\r\n');
  const header = raw.toString('latin1', 0, end === -1 ? raw.length : end);
  return /^message-id:\s*(<[^>\r\n]+>)/im.exec(header)?.[1];
};
