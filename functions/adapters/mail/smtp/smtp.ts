// Sends through an SMTP server, with the user and password of the operator's secret. Signing (DKIM) is left to the server.
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { Clock, MailTransport, SecretReader, SendResult } from '#domain/ports.ts';
import type { SmtpCredentials } from '#schemas/secrets.ts';
import { systemClock } from '../../system-clock.ts';
import { DEADLINE_MILLISECONDS, type SmtpConnectionSettings, tryLogIn } from './smtp-connection.ts';
import { createSmtpPool, type SmtpPool } from './smtp-pool.ts';
import { sortSmtpFailure } from './smtp-replies.ts';

interface SmtpOptions extends SmtpConnectionSettings {
  readonly secret: SecretReader<SmtpCredentials>;
  readonly clock?: Clock;
}

export type SmtpCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: DeliveryReason; readonly error?: string };

export interface SmtpTransport extends MailTransport {
  /** Connects, logs in and leaves, for the doctor: whatever was refused before, it tries. Never throws. */
  verify(): Promise<SmtpCheck>;
}

/** A pool, and the secret as it was read anew once the pool's log-in was refused. */
interface Current {
  readonly pool: SmtpPool;
  renewed?: Promise<SmtpCredentials>;
}

/**
 * Never throws for a failure to send. A mail whose end nobody told (the connection broke after its last byte) counts as
 * not sent: it may come twice, and is never lost.
 */
export const createSmtpTransport = ({ secret, clock = systemClock, ...connection }: SmtpOptions): SmtpTransport => {
  let current: Current | undefined;

  const poolFor = (credentials: SmtpCredentials): Current => {
    if (current && isSame(current.pool.credentials, credentials)) return current;
    current?.pool.close();
    current = { pool: createSmtpPool({ ...connection, credentials, clock }) };
    return current;
  };

  const retire = () => {
    if (!current || current.pool.isUsable()) return;
    // The minute without log-ins is over: perhaps somebody has mended the secret meanwhile.
    if (current.pool.refusal()) secret.forget();
    current.pool.close();
    current = undefined;
  };

  const renew = (refused: Current): Promise<SmtpCredentials> => {
    if (!refused.renewed) {
      secret.forget();
      refused.renewed = secret.read();
    }
    return refused.renewed;
  };

  return {
    send: async (mail) => {
      const signal = AbortSignal.timeout(connection.deadlineMilliseconds ?? DEADLINE_MILLISECONDS);
      retire();
      const credentials = await readSecret(secret.read());
      if ('ok' in credentials) return credentials;
      const used = poolFor(credentials);
      const result = await used.pool.send(mail, signal);
      if (result !== used.pool.refusal()) return result;
      const renewed = await readSecret(renew(used));
      if ('ok' in renewed || isSame(renewed, credentials)) return result;
      return poolFor(renewed).pool.send(mail, signal);
    },
    verify: async () => {
      const credentials = await readSecret(secret.read());
      if ('ok' in credentials) return toCheck(credentials);
      const failure = await tryLogIn(connection, credentials);
      return failure ? toCheck(sortSmtpFailure(failure)) : { ok: true };
    },
  };
};

const toCheck = ({ reason, error }: Pick<Unreadable, 'reason' | 'error'>): SmtpCheck => ({
  ok: false,
  reason,
  ...(error !== undefined && { error }),
});

const isSame = (one: SmtpCredentials, other: SmtpCredentials): boolean =>
  one.user === other.user && one.password === other.password;

type Unreadable = Extract<SendResult, { ok: false }>;

/** To an operator a secret that cannot be read is credentials to look after; `error` says which way. */
const readSecret = async (reading: Promise<SmtpCredentials>): Promise<SmtpCredentials | Unreadable> => {
  try {
    return await reading;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const name = cause instanceof Error ? cause.name : 'unknown';
    return { ok: false, permanent: false, reason: 'credentials_refused', error: name };
  }
};
