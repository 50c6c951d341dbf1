// The timeline of an address: its challenges, notices and suppression. Reads no secret, so it can show none.
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isE164 } from '#domain/address.ts';
import { type Channel, NOTICE_KINDS, PURPOSES } from '#domain/purpose.ts';
import { challengeKey, suppressionKey } from '#domain/store-keys.ts';
import { readAccountSuppression } from '../checks/suppression.ts';
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import { needVerifications } from './need-stack.ts';
import { type Row, SHOWN, scanRows } from './scan.ts';
import { type TraceEvent, toTimeline } from './timeline.ts';
import { sayEvent } from './timeline-words.ts';

/** `address`: an email address or an E.164 number, normalised. Throws what AWS answers. */
export const trace = async (context: Context, address: string): Promise<Report> => {
  const { table, store } = needVerifications(context);
  const { documents, sesv2 } = context.clients;
  const channel: Channel = isE164(address) ? 'sms' : 'email';
  const [challenges, notices, [suppression], account] = await Promise.all([
    loadChallenges(documents, table, channel, address),
    channel === 'email' ? loadNotices(documents, table, address) : [],
    store.load([suppressionKey(channel, address)]),
    channel === 'email' && context.config.usesSes ? readAccountSuppression(sesv2, address) : undefined,
  ]);
  const events = toTimeline({ rows: [...challenges, ...notices], suppression, account });
  return { exitCode: 0, lines: toLines(events), json: { address, events } };
};

const toLines = (events: readonly TraceEvent[]) =>
  events.length > 0
    ? events.map(sayEvent)
    : [
        {
          ko: '이 주소에 대한 기록이 없습니다 (끝난 뒤 하루쯤 남습니다).',
          en: 'There is no record of this address; rows stay about a day after they end.',
        },
      ];

const ROUNDS = 5;

const loadChallenges = async (
  client: DynamoDBDocumentClient,
  table: string,
  channel: Channel,
  address: string,
): Promise<Row[]> => {
  const rows: Row[] = [];
  let keys: Row[] = PURPOSES.map((purpose) => ({ pk: challengeKey({ purpose, channel, address }).pk }));
  for (let round = 0; keys.length > 0; round++) {
    if (round === ROUNDS) throw new Error('keys left unprocessed');
    const request = { [table]: { ...SHOWN, Keys: keys, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems: request }));
    rows.push(...(Responses?.[table] ?? []));
    keys = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return rows;
};

/** A scan: a notice's key ends in the id of a change, which only the user's row holds, and only for its present address. */
const loadNotices = (client: DynamoDBDocumentClient, table: string, address: string): Promise<Row[]> => {
  const prefixes = NOTICE_KINDS.map((kind, index) => [`:kind${index}`, `notice#${kind}#email:${address}#`] as const);
  const expression = prefixes.map(([name]) => `begins_with(#pk, ${name})`).join(' OR ');
  return scanRows(client, table, { expression, values: Object.fromEntries(prefixes) });
};
