// Says in a line of its own that an operator must act, or that the breaker holds mails: alarms count these lines.
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import { adviceOn, DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import type { EventLog } from '#domain/ports.ts';

const ATTENTION_EVENTS = { operator: 'operator_needed', breaker: 'mail_held' } as const;

/** Writes nothing for a reason that needs nobody. */
export const callAttention = (
  log: EventLog,
  { id, seq }: Pick<DeliveryTicket, 'id' | 'seq'>,
  purpose: string,
  reason: DeliveryReason | undefined,
): void => {
  const attention = reason ? DELIVERY_REASONS[reason].attention : 'none';
  if (!reason || attention === 'none') return;
  log.write(ATTENTION_EVENTS[attention], { challenge: id, purpose, seq, reason, advice: adviceOn(reason) });
};
