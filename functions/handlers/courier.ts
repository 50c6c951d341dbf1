// The function that sends pending messages. The table's stream and its own retry queues invoke it.
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { Ports, RequestLog } from '#domain/ports.ts';
import { courierDependencies } from '#runtime/aws/functions/courier.ts';
import { lazily } from '#runtime/lazily.ts';
import { readTicket } from '#schemas/delivery-ticket.ts';
import { deliver } from '#use-cases/delivery/deliver.ts';

export type CourierEvent = DynamoDBStreamEvent | SQSEvent;
export type CourierHandler = (
  event: CourierEvent,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<DynamoDBBatchResponse | SQSBatchResponse>;

export const createCourierHandler = (
  dependencies: Pick<Ports, 'store' | 'clock' | 'pause' | 'settings' | 'keyRing' | 'otpKeyRing' | 'renderer'> &
    Pick<Ports, 'smsRenderer' | 'composer' | 'transport' | 'texts' | 'mailDomains' | 'quotaReader' | 'retries'> & {
      readonly log: RequestLog;
    },
): CourierHandler => {
  const isUnsafe = async (record: DynamoDBRecord | SQSRecord): Promise<boolean> => {
    if (isStreamRecord(record)) {
      const ticket = ticketOf(record);
      return ticket !== undefined && (await deliver(dependencies, ticket, 'stream')) === 'unsafe';
    }
    const ticket = readTicket(record.body);
    return ticket === undefined || (await deliver(dependencies, ticket, 'queue')) === 'unsafe';
  };
  const deliverAll = async ({ Records }: CourierEvent) => {
    const failures = await Promise.all(
      Records.map(async (record) => ((await isUnsafe(record)) ? [failureOf(record)] : [])),
    );
    return { batchItemFailures: failures.flat() };
  };
  return (event, context) => dependencies.log.during(context.awsRequestId, () => deliverAll(event));
};

const isStreamRecord = (record: DynamoDBRecord | SQSRecord): record is DynamoDBRecord => 'dynamodb' in record;

/** A stream record is reported by its sequence number, a message by its id. */
const failureOf = (record: DynamoDBRecord | SQSRecord) => ({
  itemIdentifier: isStreamRecord(record) ? (record.dynamodb?.SequenceNumber ?? '') : record.messageId,
});

/** Only the ticket of a delivery is read from the image; the row itself is loaded again. Other rows have none. */
const ticketOf = ({ dynamodb }: DynamoDBRecord): DeliveryTicket | undefined => {
  const image = dynamodb?.NewImage;
  const [pk, id, seq] = [image?.['pk']?.S, image?.['id']?.S, image?.['delivery']?.M?.['seq']?.N];
  return pk === undefined || id === undefined || seq === undefined ? undefined : { pk, id, seq: Number(seq) };
};

export const handler = lazily(() => createCourierHandler(courierDependencies()));
