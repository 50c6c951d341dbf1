// Replaces the table's stream: a swap that leaves a delivery pending reaches the courier as a stream event.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent, AttributeValue as StreamValue } from 'aws-lambda';
import { toRow } from '#adapters/store/stored-items.ts';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { RetryQueue } from '#domain/ports/delivery.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Items, Store } from '#domain/store.ts';
import type { CourierHandler } from '#handlers/courier.ts';
import { createLane } from './lane.ts';
import { TABLE_NAMES } from './tables.ts';

type Row = Readonly<Record<string, unknown>>;

const RETRIES = 5;
const RETRY_MILLISECONDS = 1000;
/** Mails on their way at once: of new requests, and of the last process. A silent server holds each for ten seconds. */
const COURIERS = 8;
const COURIERS_OF_THE_PAST = 2;

export interface Outbox {
  /** The store, whose swaps the outbox watches. */
  readonly store: Store;
  start(courier: CourierHandler): void;
  /** Resolves when all that was pending or queued when the last process stopped is on its way. Requests need not wait for it. */
  replay(client: DynamoDBDocumentClient, retries: RetryQueue): Promise<void>;
  /** What is not yet on its way stays pending in its row. Resolves when the rows are read no more. */
  stop(): Promise<void>;
}

export const createOutbox = (store: Store): Outbox => {
  let courier: CourierHandler | undefined;
  /** Ordered by this process while the rows of the last one are read, which must not order them once more. */
  let ordered: Set<string> | undefined;

  const bring = async (ticket: DeliveryTicket) => {
    for (let round = 0; courier && round <= RETRIES; round++) {
      const answer = await courier(toEvent(ticket), { awsRequestId: randomUUID() }).catch(() => undefined);
      if (answer?.batchItemFailures.length === 0) return;
      await wait(RETRY_MILLISECONDS, undefined, { ref: false });
    }
  };
  // They keep tickets only: of many mails that wait, the rows would be too much.
  const fresh = createLane(COURIERS, bring);
  const past = createLane(COURIERS_OF_THE_PAST, bring);
  const swap = async <Kind extends ItemKind>(
    key: Key<Kind>,
    expected: { readonly version: string } | 'absent',
    next: Draft<Items[Kind]>,
  ) => {
    const row = toRow(key, next);
    const ticket = statusOf(row) === 'pending' ? ticketOf(row) : undefined;
    // Before the row is there to be read.
    if (ticket) ordered?.add(nameOf(ticket));
    const result = await store.swap(key, expected, next);
    if (result.ok && ticket) fresh.add(ticket);
    return result;
  };
  const readRows = async (client: DynamoDBDocumentClient, retries: RetryQueue): Promise<void> => {
    ordered = new Set();
    let from: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: TABLE_NAMES.verifications, ...(from && { ExclusiveStartKey: from }) }),
      );
      for (const row of page.Items ?? []) {
        const [status, ticket] = [statusOf(row), ticketOf(row)];
        if (status === 'pending' && !ordered.has(nameOf(ticket))) past.add(ticket);
        if (status === 'queued') await retries.put(ticket, { urgent: false, delaySeconds: 0 });
      }
      from = page.LastEvaluatedKey;
    } while (from && courier);
    ordered = undefined;
  };
  let reading: Promise<void> = Promise.resolve();
  return {
    store: { ...store, load: (keys, reads) => store.load(keys, reads), swap },
    start: (handler) => {
      courier = handler;
    },
    replay: (client, retries) => {
      reading = readRows(client, retries);
      return reading;
    },
    stop: async () => {
      courier = undefined;
      // The database crashes if it closes while they are read.
      await reading.catch(() => undefined);
      fresh.clear();
      past.clear();
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

const nameOf = ({ pk, id, seq }: DeliveryTicket): string => `${pk} ${id} ${seq}`;

/** The courier reads no more of a row than this. */
const toEvent = ({ pk, id, seq }: DeliveryTicket): DynamoDBStreamEvent => ({
  Records: [
    {
      eventID: randomUUID(),
      eventName: 'MODIFY',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-northeast-2',
      dynamodb: {
        NewImage: marshall({ pk, id, delivery: { status: 'pending', seq } }) as Record<string, StreamValue>,
        SequenceNumber: '1',
        StreamViewType: 'NEW_IMAGE',
      },
    },
  ],
});
