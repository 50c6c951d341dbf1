// Finds mails that rows still owe and that no queue holds any more.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Delivery, DeliveryTicket } from '#domain/delivery/delivery.ts';
import { scanRows } from './scan.ts';

/** Longer than the longest wait between two attempts (240 s). */
export const STALE_MILLISECONDS = 5 * 60 * 1000;

/** Tickets of rows `pending` or `queued` since before that time (epoch milliseconds). A used challenge needs no mail. */
export const findStale = async (
  client: DynamoDBDocumentClient,
  table: string,
  before: number,
): Promise<DeliveryTicket[]> => {
  const rows = await scanRows(client, table, {
    expression:
      '#delivery.#status IN (:pending, :queued) AND #delivery.#at < :before AND attribute_not_exists(#usedAt)',
    names: { '#status': 'status', '#at': 'at' },
    values: { ':pending': 'pending', ':queued': 'queued', ':before': before },
  });
  return rows.map((row) => ({
    pk: String(row['pk']),
    id: String(row['id']),
    seq: (row['delivery'] as Delivery).seq,
  }));
};
