// The function that tells others what happens to accounts. Two streams and its own retry queue invoke it.
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { nameOfError } from '#domain/errors.ts';
import type { Ports, RequestLog } from '#domain/ports.ts';
import { eventsDependencies } from '#runtime/aws/functions/events.ts';
import { lazily } from '#runtime/lazily.ts';
import { readEventTicket } from '#schemas/events/ticket.ts';
import { type News, takeNews } from '#use-cases/audit/take-news.ts';

export type EventsEvent = DynamoDBStreamEvent | SQSEvent;
export type EventsHandler = (
  event: EventsEvent,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<DynamoDBBatchResponse | SQSBatchResponse>;

type Record = DynamoDBRecord | SQSRecord;

export const createEventsHandler = (
  dependencies: Pick<Ports, 'store' | 'settings' | 'bus' | 'pause' | 'eventRetries'> & {
    readonly log: RequestLog;
    /** Throws for a record that it cannot read. */
    readonly readStreamRecord: (record: DynamoDBRecord) => Exclude<News, { readonly kind: 'ticket' }> | undefined;
  },
): EventsHandler => {
  const { log, readStreamRecord } = dependencies;
  /** Only this record is given up: it would be read no better the next time, and all later ones wait for it. */
  const readOne = (record: DynamoDBRecord): News | undefined => {
    try {
      return readStreamRecord(record);
    } catch (error) {
      const { SequenceNumber } = record.dynamodb ?? {};
      log.write('event_unreadable', { sequence: SequenceNumber, error: nameOfError(error) });
      return undefined;
    }
  };
  const takeAll = async ({ Records }: EventsEvent) => {
    const read = Records.map((record: Record) => {
      if (isStreamRecord(record)) return { record, news: readOne(record), isForeign: false };
      const ticket = readEventTicket(record.body);
      return { record, news: ticket && ({ kind: 'ticket', ticket } as const), isForeign: ticket === undefined };
    });
    const known = read.flatMap(({ record, news }) => (news ? [{ record, news }] : []));
    const safe = await takeNews(
      dependencies,
      known.map(({ news }) => news),
    );
    const unsafe = known.filter((_one, index) => !safe[index]).map(({ record }) => record);
    const foreign = read.filter(({ isForeign }) => isForeign).map(({ record }) => record);
    return { batchItemFailures: [...unsafe, ...foreign].map(failureOf) };
  };
  return (event, context) => log.during(context.awsRequestId, () => takeAll(event));
};

const isStreamRecord = (record: Record): record is DynamoDBRecord => 'dynamodb' in record;

/** A stream record is reported by its sequence number, a message by its id. */
const failureOf = (record: Record) => ({
  itemIdentifier: isStreamRecord(record) ? (record.dynamodb?.SequenceNumber ?? '') : record.messageId,
});

export const handler = lazily(() => createEventsHandler(eventsDependencies()));
