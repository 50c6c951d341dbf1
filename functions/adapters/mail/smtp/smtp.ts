// Sends through an SMTP server with the user and password from the operator's secret. The server adds the DKIM signature.

import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { nameOfError } from '#domain/errors.ts';
import type { MailTransport, SecretReader, SendResult } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
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
  /** Connects, logs in and disconnects, even after a refused log-in. For the doctor. Never throws. */
  verify(): Promise<SmtpCheck>;
}

/** A pool, and the secret that was read again after the pool's log-in was refused. */
interface Current {
  readonly pool: SmtpPool;
  renewed?: Promise<SmtpCredentials>;
}

/**
 * Never throws when sending fails. If the connection breaks after the last byte and no reply arrives, the mail counts as
 * not sent: it may arrive twice, but it is never lost.
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
    // The minute without log-ins is over; the operator may have corrected the secret.
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

/** A secret that cannot be read counts as refused credentials, because the operator must check it. `error` names the cause. */
const readSecret = async (reading: Promise<SmtpCredentials>): Promise<SmtpCredentials | Unreadable> => {
  try {
    return await reading;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ok: false, permanent: false, reason: 'credentials_refused', error: nameOfError(cause) };
  }
};
