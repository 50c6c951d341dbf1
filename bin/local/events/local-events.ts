// Events of this machine: the handler of the deployment, over changes that are played as records of the streams. What a crash
// interrupts, the next start plays: for that, two tables of its own note what has been played and what has been sent.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AccountEvent } from '#domain/audit/event.ts';
import { DependencyError } from '#domain/errors.ts';
import type { EventBus, EventRetries } from '#domain/ports/events.ts';
import type { Clock } from '#domain/ports.ts';
import type { Store } from '#domain/store.ts';
import { auditIdOf } from '#domain/store-keys.ts';
import type { EventsHandler } from '#handlers/events.ts';
import { createLane } from '../lane.ts';
import { LOCAL_TABLES, TABLE_NAMES } from '../tables.ts';
import { recordChanges, streamRecord } from './recorded-store.ts';

interface LocalEventsOptions {
  readonly store: Store;
  readonly client: DynamoDBDocumentClient;
  readonly clock: Clock;
  /** Gets each event that comes onto the bus. `endpoint`: it is for this one of webhooks alone. */
  readonly subscribe?: (event: AccountEvent, endpoint?: string) => void;
}

export interface LocalEvents {
  /** The store, whose changes are played. */
  readonly store: Store;
  readonly bus: EventBus;
  /** Takes nothing: a record that fails is played again, from the tables after a crash. */
  readonly eventRetries: EventRetries;
  start(handler: EventsHandler): void;
  /** Resolves when all that the last process left is on its way. */
  replay(): Promise<void>;
  /** What was sent, in the order of its time. */
  sent(): Promise<readonly AccountEvent[]>;
  stop(): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;
type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** The type of Lambda lacks a form of attributes that no row has. */
const imageOf = (row: Row): NonNullable<Image> => marshall(row, { removeUndefinedValues: true }) as never;

const RETRY_MILLISECONDS = 1000;

export const createLocalEvents = ({ store, client, clock, subscribe }: LocalEventsOptions): LocalEvents => {
  let handler: EventsHandler | undefined;
  const rowsOf = async (TableName: string): Promise<Map<string, Row>> => {
    const rows = new Map<string, Row>();
    for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
      for (const row of Items) rows.set(String(row['pk']), row);
    return rows;
  };
  /** Only now is the change told of: a crash before this plays it again, with the same ids where the audit rows are there. */
  const notePlayed = async ({ dynamodb }: DynamoDBRecord): Promise<void> => {
    const pk = dynamodb?.Keys?.['pk']?.S ?? '';
    if (pk.startsWith('audit#')) return;
    const { NewImage: image } = dynamodb ?? {};
    const TableName = LOCAL_TABLES.played;
    if (!image) await client.send(new DeleteCommand({ TableName, Key: { pk } }));
    else await client.send(new PutCommand({ TableName, Item: { pk, image: JSON.stringify(image) } }));
  };
  const play = async (record: DynamoDBRecord): Promise<void> => {
    while (handler) {
      const answer = await handler({ Records: [record] }, { awsRequestId: randomUUID() }).catch(() => undefined);
      if (answer?.batchItemFailures.length === 0) return notePlayed(record).catch(() => undefined);
      await wait(RETRY_MILLISECONDS, undefined, { ref: false });
    }
  };
  // One after the other, as a shard does.
  const lane = createLane(1, play);
  const recorded = recordChanges(store, clock, (record) => lane.add(record));

  const replayUsers = async (): Promise<void> => {
    const [now, played] = [await rowsOf(TABLE_NAMES.users), await rowsOf(LOCAL_TABLES.played)];
    for (const pk of new Set([...now.keys(), ...played.keys()])) {
      const row = now.get(pk);
      const image = played.get(pk)?.['image'];
      const before: Image = image === undefined ? undefined : JSON.parse(String(image));
      if (row?.['version'] === before?.['version']?.S) continue;
      const after = row && imageOf(row);
      lane.add(
        streamRecord(pk, clock.now(), { ...(before && { OldImage: before }), ...(after && { NewImage: after }) }),
      );
    }
  };
  const replayAudit = async (): Promise<void> => {
    const [rows, sent] = [await rowsOf(TABLE_NAMES.audit), await rowsOf(LOCAL_TABLES.sent)];
    for (const [pk, row] of rows) {
      if (sent.has(`${row['userId']}.${auditIdOf(pk)}`)) continue;
      lane.add(streamRecord(pk, clock.now(), { NewImage: imageOf(row) }));
    }
  };
  let reading: Promise<void> = Promise.resolve();

  return {
    store: recorded,
    bus: {
      put: async (events, endpoint) => {
        for (const event of events) {
          const Item = { pk: event.id, event: JSON.stringify(event) };
          await client.send(new PutCommand({ TableName: LOCAL_TABLES.sent, Item })).catch((error) => {
            throw new DependencyError('eventbridge', error);
          });
          subscribe?.(event, endpoint);
        }
        return events.map(() => true);
      },
    },
    eventRetries: {
      put: async () => {
        throw new DependencyError('sqs', new Error('there is no queue on this machine'));
      },
    },
    start: (given) => {
      handler = given;
    },
    replay: () => {
      reading = replayUsers().then(replayAudit);
      return reading;
    },
    sent: async () => {
      const rows = await rowsOf(LOCAL_TABLES.sent);
      const events = [...rows.values()].map((row) => JSON.parse(String(row['event'])) as AccountEvent);
      return events.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
    },
    stop: async () => {
      handler = undefined;
      // The database crashes if it closes while its rows are read.
      await reading.catch(() => undefined);
      lane.clear();
    },
  };
};

/** By the ULID: by time, and the same at each call. */
const orderOf = ({ id }: AccountEvent): string => id.slice(id.lastIndexOf('.') + 1);
