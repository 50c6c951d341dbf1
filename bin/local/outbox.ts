// Replaces the table's stream: a swap that leaves a delivery pending reaches the courier as a stream event.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, AttributeValue as StreamValue } from 'aws-lambda';
import { toRow } from '#adapters/store/stored-items.ts';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { RetryQueue } from '#domain/ports.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Items, Store } from '#domain/store.ts';
import type { CourierHandler } from '#handlers/courier.ts';
import { TABLE_NAMES } from './tables.ts';

type Row = Readonly<Record<string, unknown>>;

const RETRIES = 5;
const RETRY_MILLISECONDS = 1000;

export interface Outbox {
  /** The store, whose swaps the outbox watches. */
  readonly store: Store;
  start(courier: CourierHandler): void;
  /** Delivers what was pending or queued when the last process stopped. */
  replay(client: DynamoDBDocumentClient, retries: RetryQueue): Promise<void>;
}

export const createOutbox = (store: Store): Outbox => {
  let courier: CourierHandler | undefined;
  const publish = async (row: Row) => {
    for (let round = 0; courier && round <= RETRIES; round++) {
      const { batchItemFailures } = await courier(toEvent(row), { awsRequestId: randomUUID() });
      if (batchItemFailures.length === 0) return;
      await wait(RETRY_MILLISECONDS, undefined, { ref: false });
    }
  };
  const swap = async <Kind extends ItemKind>(
    key: Key<Kind>,
    expected: { readonly version: string } | 'absent',
    next: Draft<Items[Kind]>,
  ) => {
    const result = await store.swap(key, expected, next);
    if (result.ok) {
      const row = toRow(key, next);
      if (statusOf(row) === 'pending') setImmediate(() => void publish(row));
    }
    return result;
  };
  return {
    store: { ...store, load: (keys) => store.load(keys), swap },
    start: (handler) => {
      courier = handler;
    },
    async replay(client, retries) {
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new ScanCommand({ TableName: TABLE_NAMES.verifications, ...(from && { ExclusiveStartKey: from }) }),
        );
        for (const row of page.Items ?? []) {
          const status = statusOf(row);
          if (status === 'pending') await publish(row);
          if (status === 'queued') await retries.put(ticketOf(row), { urgent: false, delaySeconds: 0 });
        }
        from = page.LastEvaluatedKey;
      } while (from);
    },
  };
};

const deliveryOf = (row: Row): Row | undefined => row['delivery'] as Row | undefined;
const statusOf = (row: Row): unknown => deliveryOf(row)?.['status'];

const ticketOf = (row: Row): DeliveryTicket => ({
  pk: String(row['pk']),
  id: String(row['id']),
  seq: Number(deliveryOf(row)?.['seq']),
});

const toEvent = (row: Row): DynamoDBStreamEvent => ({
  Records: [
    {
      eventID: randomUUID(),
      eventName: 'MODIFY',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-northeast-2',
      dynamodb: {
        NewImage: marshall(row, { removeUndefinedValues: true }) as Record<string, StreamValue>,
        SequenceNumber: '1',
        StreamViewType: 'NEW_IMAGE',
      },
    },
  ],
});
