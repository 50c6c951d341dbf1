// Combines two transports: the second one sends while the first is down. A bad address is bad for both.
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import type { MailTransport, SendResult } from '#domain/ports/delivery.ts';
import type { EventLog } from '#domain/ports.ts';

interface FallbackOptions {
  readonly first: MailTransport;
  readonly second: MailTransport;
  readonly log: EventLog;
}

type Failure = Extract<SendResult, { ok: false }>;

/** If the first transport disconnects after it got a whole mail and before it answers, the mail may arrive twice. It is never lost. */
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
 * If neither sent it, the result has the reason of the first, which the operator must fix, and the mail is tried again. It is
 * final only if the second is certain that the address is bad. Other permanent failures of the second are ignored: SES in
 * its sandbox permanently refuses addresses that the first transport can reach a minute later.
 */
const betterOf = (first: Failure, second: Failure): Failure =>
  second.permanent && DELIVERY_REASONS[second.reason].about === 'recipient' ? second : first;
