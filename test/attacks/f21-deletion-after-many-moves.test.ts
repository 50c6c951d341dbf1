// An account that moved more often than one read of the table takes rows can still be deleted.
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, ask, logIn, moveAccount } from '../support/local/people.ts';

const service = useLocalService();

/** A busy machine may answer 503, after which a repeat is safe; 401 then says that the account was deleted. */
const remove = async (accessToken: string): Promise<number> => {
  let status = 503;
  for (let times = 0; times < 5 && status === 503; times++) {
    ({ status } = await service.from().send('DELETE', '/me', { password: PASSWORD }, bearer(accessToken)));
    if (times > 0 && status === 401) return 200;
  }
  return status;
};

it('an account with 110 former addresses is deleted, and the addresses are free', async () => {
  const owner = await createLocalAccount(service);
  const moved = await moveAccount(service, owner.accessToken);
  const formers = Array.from({ length: 109 }, freshAddress);
  await service.withTables(async (client) => {
    const TableName = TABLE_NAMES.users;
    const { Item } = await client.send(new GetCommand({ TableName, Key: { pk: `user#${owner.userId}` } }));
    const [real] = Item?.['emailHistory'] ?? [];
    const emailHistory = [...formers.map((address) => ({ ...real, address })), real];
    await client.send(new PutCommand({ TableName, Item: { ...Item, emailHistory } }));
    const { Item: claim } = await client.send(new GetCommand({ TableName, Key: { pk: `email#${owner.address}` } }));
    for (const address of formers) {
      await client.send(new PutCommand({ TableName, Item: { ...claim, pk: `email#${address}` } }));
    }
  });
  const { body } = await logIn(service, moved.newEmail);
  expect(await remove(body.accessToken)).toBe(200);
  expect((await logIn(service, moved.newEmail)).status).toBe(401);
  for (const email of [formers[0] ?? '', formers.at(-1) ?? '']) {
    const body = { email, password: PASSWORD };
    const { token, continuation } = await ask(service, '/signup', email, { client: aClient(service), body });
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  }
  // Each former address is told. The tables may only be closed when nothing is being written.
  const told = () => service.lines.filter((line) => line.includes('"purpose":"account_deleted"')).length;
  await service.until(async () => told() > formers.length || undefined, 'the notices of the deletion');
});
