// Tries again what the events function gave up: its dead letters, and sessions that were ended without being told of.
import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { createSqsEventRetries } from '#adapters/events/sqs-event-retries.ts';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { parseItem } from '#adapters/store/stored-items.ts';
import { auditIdOf } from '#domain/store-keys.ts';
import { DAY_MILLISECONDS } from '#domain/window.ts';
import { readEventTicket } from '#schemas/events/ticket.ts';
import { tellReuse } from '#use-cases/audit/end-reused.ts';
import type { Context } from '../context.ts';
import { findResource } from '../stack.ts';
import { readDeadLetters, removeDeadLetter } from './dead-letters.ts';

interface EventCounts {
  /** Events of accounts that are in their retry queue again. */
  readonly accountEvents: number;
  /** Sessions whose audit row was missing. */
  readonly reused: number;
  /** Messages left: of the stream of users, whose changes are gone, or not ours. */
  readonly left: number;
}

const NOTHING: EventCounts = { accountEvents: 0, reused: 0, left: 0 };
type Row = Readonly<Record<string, unknown>>;

/** A message is removed after its tickets are in the queue, never before: listeners know a repeat by its id. Throws what AWS answers. */
export const redriveEvents = async (context: Context): Promise<EventCounts> => {
  const { stack, clients } = context;
  const [deadLetters, retries] = ['EventsDeadLetters', 'EventsRetries'].map(
    (prefix) => stack && findResource(stack, 'AWS::SQS::Queue', prefix),
  );
  const [audit, sessions] = ['TablesAudit', 'TablesSessions'].map(
    (prefix) => stack && findResource(stack, 'AWS::DynamoDB::Table', prefix),
  );
  // A stage of an earlier release has none of them.
  if (!deadLetters || !retries || !audit || !sessions) return NOTHING;
  const queue = createSqsEventRetries(clients.sqs, retries);
  let [accountEvents, left] = [0, 0];
  for (const letter of await readDeadLetters(clients.sqs, deadLetters)) {
    const ticket = readEventTicket(letter.body);
    const period = ticket ? undefined : periodOf(letter.body, audit);
    if (!ticket && !period) {
      left++;
      continue;
    }
    const tickets = ticket ? [ticket] : await ticketsOf(clients.documents, audit, period ?? { from: 0, until: 0 });
    for (const each of tickets) await queue.put(each);
    await removeDeadLetter(clients.sqs, deadLetters, letter);
    accountEvents += tickets.length;
  }
  return { accountEvents, left, reused: await tellOwed(context, { audit, sessions }) };
};

interface Period {
  readonly from: number;
  readonly until: number;
}

/** When the records of a note arrived that a stream gave up. `undefined`: of another stream, or no such note. */
const periodOf = (body: string, audit: string): Period | undefined => {
  const note = parse(body)?.['DDBStreamBatchInfo'] as Row | undefined;
  if (!String(note?.['streamArn']).includes(`:table/${audit}/`)) return undefined;
  const [first, last] = ['approximateArrivalOfFirstRecord', 'approximateArrivalOfLastRecord'].map((name) =>
    Date.parse(String(note?.[name])),
  );
  if (!first || !last) return undefined;
  // The facts of a row may be a day older than the row: so long the stream of users keeps its records.
  return { from: first - DAY_MILLISECONDS, until: last + 1000 };
};

const ticketsOf = async (client: DynamoDBDocumentClient, TableName: string, { from, until }: Period) => {
  const rows = await scan(client, TableName, '#at BETWEEN :from AND :until', {
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':from': from, ':until': until },
  });
  return rows.map((row) => ({ userId: String(row['userId']), id: auditIdOf(String(row['pk'])) }));
};

const tellOwed = async (
  { clients: { documents: client }, config }: Context,
  tableNames: { readonly audit: string; readonly sessions: string },
): Promise<number> => {
  const owed = await scan(client, tableNames.sessions, 'attribute_exists(reusedAt)');
  const store = createDynamoDBStore({ client, tableNames });
  const log = { write: () => undefined };
  for (const row of owed) {
    const session = parseItem('session', row);
    await tellReuse({ store, settings: config, log }, String(row['pk']), session);
  }
  return owed.length;
};

const scan = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  FilterExpression: string,
  more: { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Record<string, unknown> } = {},
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  const pages = paginateScan({ client }, { TableName, FilterExpression, ConsistentRead: true, ...more });
  for await (const { Items } of pages) rows.push(...(Items ?? []));
  return rows;
};

const parse = (text: string): Row | undefined => {
  try {
    return JSON.parse(text) as Row;
  } catch {
    return undefined;
  }
};
