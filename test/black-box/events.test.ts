// The events of a laptop: what happens to accounts shows at /_local/events, and a stop in between loses none of it.

import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { toRow } from '#adapters/store/stored-items.ts';
import { auditKey } from '#domain/store-keys.ts';
import { startDatabase } from '../../bin/local/database.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { anAuditRow, idNumber } from '../support/builders.ts';
import { tokenOf, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService();

interface Told {
  readonly id: string;
  readonly type: string;
  readonly userId: string;
}

const told = async (userId: string): Promise<readonly Told[]> => {
  const { status, body } = await service.get('/_local/events');
  expect(status).toBe(200);
  return (body as readonly Told[]).filter((event) => event.userId === userId);
};

/** Waits until so many events of the account are there. */
const typesOf = async (userId: string, count: number): Promise<readonly string[]> => {
  for (let round = 0; round < 200 && (await told(userId)).length < count; round++) await wait(25);
  return (await told(userId)).map(({ type }) => type).toSorted();
};

const anAccount = async () => {
  const { address, continuation, mail } = await service.signUp();
  const { body } = await service.post('/verify', { token: tokenOf(mail), continuation });
  return { address, userId: body.user.id as string, accessToken: body.accessToken as string };
};

describe('GET /_local/events', () => {
  it('shows what happened to an account, without its address', async () => {
    const { userId, address } = await anAccount();
    expect(await typesOf(userId, 2)).toEqual(['user.created', 'user.verified']);
    expect(JSON.stringify(await told(userId))).not.toContain(address);
  });

  it('has the event of a change after which the process was stopped at once', async () => {
    const { userId } = await anAccount();
    await service.stopAtOnce();
    await service.start();
    expect(await typesOf(userId, 2)).toEqual(['user.created', 'user.verified']);
  });

  it('has a row that a stopped process had written and not sent, and sends nothing twice', async () => {
    const { userId } = await anAccount();
    const before = await typesOf(userId, 2);
    await service.stop();
    const database = await startDatabase(join(service.dataFolder, 'tables'));
    const row = anAuditRow({ id: idNumber(7), userId, what: 'user.disabled', expiresAt: Date.now() * 2 });
    const Item = toRow(auditKey(userId, row.id), row);
    await database.client.send(new PutCommand({ TableName: TABLE_NAMES.audit, Item }));
    await database.stop();
    await service.start();
    expect(await typesOf(userId, 3)).toEqual([...before, 'user.disabled'].toSorted());
    await service.stop();
    await service.start();
    expect(await told(userId)).toHaveLength(3);
  });
});
