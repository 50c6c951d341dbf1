// The function that sends what is pending: woken by the table's stream, and by its own retry queues.
import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type { DeliveryTicket } from '../domain/delivery.ts';
import { readTicket } from '../schemas/delivery-ticket.ts';
import { createDeliver, type DeliverDependencies } from '../use-cases/deliver.ts';

export type CourierEvent = DynamoDBStreamEvent | SQSEvent;
export type CourierHandler = (event: CourierEvent) => Promise<DynamoDBBatchResponse | SQSBatchResponse>;

export const createCourierHandler = (dependencies: DeliverDependencies): CourierHandler => {
  const deliver = createDeliver(dependencies);
  const isUnsafe = async (record: DynamoDBRecord | SQSRecord): Promise<boolean> => {
    if (isStreamRecord(record)) {
      const ticket = ticketOf(record);
      return ticket !== undefined && (await deliver(ticket, 'stream')) === 'unsafe';
    }
    const ticket = readTicket(record.body);
    return ticket === undefined || (await deliver(ticket, 'queue')) === 'unsafe';
  };
  return async (event) => {
    const failures = await Promise.all(
      event.Records.map(async (record) => ((await isUnsafe(record)) ? [failureOf(record)] : [])),
    );
    return { batchItemFailures: failures.flat() };
  };
};

const isStreamRecord = (record: DynamoDBRecord | SQSRecord): record is DynamoDBRecord => 'dynamodb' in record;

/** A stream record is reported by its sequence number, a message by its id. */
const failureOf = (record: DynamoDBRecord | SQSRecord) => ({
  itemIdentifier: isStreamRecord(record) ? (record.dynamodb?.SequenceNumber ?? '') : record.messageId,
});

/** Only the names of a delivery are read from the image; the row itself is loaded again. Other rows have none. */
const ticketOf = ({ dynamodb }: DynamoDBRecord): DeliveryTicket | undefined => {
  const image = dynamodb?.NewImage;
  const [pk, id, seq] = [image?.['pk']?.S, image?.['id']?.S, image?.['delivery']?.M?.['seq']?.N];
  return pk === undefined || id === undefined || seq === undefined ? undefined : { pk, id, seq: Number(seq) };
};
