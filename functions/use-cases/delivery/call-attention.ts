// Says in a line of its own that an operator must act, or that the breaker holds mails: alarms count these lines.
import { ATTENTION } from '#domain/delivery/attention.ts';
import { DELIVERY_REASONS, type DeliveryReason, type DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { EventLog } from '#domain/ports.ts';

const ATTENTION_EVENTS = { operator: 'operator_needed', breaker: 'mail_held' } as const;

/** Writes nothing for a reason that needs nobody. */
export const callAttention = (
  log: EventLog,
  { id, seq }: Pick<DeliveryTicket, 'id' | 'seq'>,
  purpose: string,
  reason: DeliveryReason | undefined,
): void => {
  const attention = reason ? ATTENTION[reason] : 'none';
  if (!reason || attention === 'none') return;
  log.write(ATTENTION_EVENTS[attention], { challenge: id, purpose, seq, reason, advice: DELIVERY_REASONS[reason] });
};
