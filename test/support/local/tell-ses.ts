// SES tells `feedback` what became of a mail. This machine has no SES that does, so the function runs here, over the same tables.
import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { createFeedbackHandler } from '#handlers/feedback.ts';
import { createLogger } from '#runtime/logger.ts';
import { TABLE_NAMES } from '../../../bin/local/tables.ts';
import { type SesEventName, sesEvent } from '../ses-events.ts';
import type { Service } from './people.ts';

/** The event about the last mail of this purpose to each address. Restarts the service. */
export const tellSes = async (
  service: Service,
  name: SesEventName,
  purpose: 'signup' | 'otp' | 'reset',
  addresses: readonly string[],
): Promise<void> => {
  const now = (await service.advance(0)).getTime();
  await service.withTables(async (client) => {
    const store = createDynamoDBStore({ client, tableNames: TABLE_NAMES });
    const log = createLogger(() => undefined, 'local');
    const handle = createFeedbackHandler({ store, log, clock: { now: () => now } });
    for (const to of addresses) {
      const Key = { pk: `${purpose}#email:${to}` };
      const { Item } = await client.send(new GetCommand({ TableName: TABLE_NAMES.verifications, Key }));
      const tags = { purpose, challenge: String(Item?.['id']), seq: String(Item?.['delivery'].seq) };
      await handle({ detail: sesEvent(name, { to, tags }, now) }, { awsRequestId: randomUUID() });
    }
  });
};
