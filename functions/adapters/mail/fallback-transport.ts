// Two transports as one: while the first is down the second sends. A bad address is bad for both.
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import type { EventLog, MailTransport, SendResult } from '#domain/ports.ts';

interface FallbackOptions {
  readonly first: MailTransport;
  readonly second: MailTransport;
  readonly log: EventLog;
}

type Failure = Extract<SendResult, { ok: false }>;

/** Where the first broke off without a word about a mail it had whole, that mail may come twice. It is never lost. */
export const createFallbackTransport = ({ first, second, log }: FallbackOptions): MailTransport => ({
  send: async (mail) => {
    const result = await first.send(mail);
    if (result.ok || DELIVERY_REASONS[result.reason].about !== 'transport') return result;
    const { challenge, seq } = mail.tags;
    const { reason, error } = result;
    log.write('fallback_used', { challenge, seq: Number(seq), reason, error });
    const other = await second.send(mail);
    return other.ok ? other : betterOf(result, other);
  },
});

/**
 * If neither sent it: what the first said, which is what an operator has to mend, and it is tried again. Only if the
 * second knows for certain that the address is bad, trying again is over. Its own final refusals count for nothing:
 * SES in its sandbox refuses for good whom the first would reach in a minute.
 */
const betterOf = (first: Failure, second: Failure): Failure =>
  second.permanent && DELIVERY_REASONS[second.reason].about === 'recipient' ? second : first;
