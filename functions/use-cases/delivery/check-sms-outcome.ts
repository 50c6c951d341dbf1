// Asks once for the outcome of an sms that its transport had only accepted, and records it like feedback.
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { Ports } from '#domain/ports.ts';
import { loadRow, type OwedTo } from './owed-rows.ts';
import { noteFeedback } from './record-feedback.ts';

/** If the outcome is not known by then, the delivery stays `sent`. */
export const checkSmsOutcome = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'log' | 'texts'>,
  owed: OwedTo,
  { id, seq }: DeliveryTicket,
): Promise<void> => {
  const { store, clock, texts } = dependencies;
  const { address, purpose } = owed;
  const row = await loadRow(store, owed);
  if (row?.item.id !== id) return;
  const { delivery } = row.item;
  if (delivery.seq !== seq || delivery.status !== 'sent' || !delivery.messageId) return;
  const { messageId } = delivery;
  const outcome = await texts.outcomeOf(address, messageId);
  if (outcome === 'unknown') return;
  await noteFeedback(dependencies, row, { kind: outcome, address, messageId, purpose, id, seq, at: clock.now() });
};
