// A backup of Users is restored: the thief of before has a session, a password and an account again, until `doctor after-restore`.
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { afterRestore } from '../../bin/doctor/commands/after-restore.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { aContext, STACK } from '../bin/doctor/world.ts';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { ask, logIn } from '../support/local/people.ts';

const service = useLocalService();
const NEW_PASSWORD = 'staple battery horse';

/** The three tables of this service as those of a deployment. */
const TABLES = [
  ['TablesVerificationsA1', TABLE_NAMES.verifications],
  ['TablesUsersA1', TABLE_NAMES.users],
  ['TablesSessionsA1', TABLE_NAMES.sessions],
].map(([logicalId = '', physicalId = '']) => ({ logicalId, physicalId, type: 'AWS::DynamoDB::Table' }));

it('doctor after-restore ends the sessions and links that a restore brings back, and names the deleted account', async () => {
  const stolen = await createLocalAccount(service);
  const deleted = await createLocalAccount(service);
  const { body: ended } = await logIn(service, stolen.address);
  const { token } = await ask(service, '/reset', stolen.address);
  const backup = await service.withTables(async (client) => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE_NAMES.users }));
    return Items;
  });
  // The restart has another port, so access tokens of before have another issuer.
  const tokensOf = async (address: string) => bearer((await logIn(service, address)).body.accessToken);
  const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
  expect((await service.post('/me/password', change, await tokensOf(stolen.address))).status).toBe(200);
  const gone = await service.from().send('DELETE', '/me', { password: PASSWORD }, await tokensOf(deleted.address));
  expect(gone.status).toBe(200);

  await service.withTables(async (client) => {
    for (const Item of backup) await client.send(new PutCommand({ TableName: TABLE_NAMES.users, Item }));
  });
  // The restore alone: the ended session is back.
  const refresh = (refreshToken: string) => service.post('/token/refresh', { refreshToken });
  const back = await refresh(ended.refreshToken);
  expect(back.status).toBe(200);

  const now = (await service.advance(1)).getTime();
  const report = await service.withTables((client) => {
    const { context } = aContext({ stack: { ...STACK, resources: TABLES }, now: () => now });
    const clients = { ...context.clients, documents: client };
    return afterRestore({ ...context, clients }, { since: undefined, isConfirmed: true });
  });
  expect(report.json).toMatchObject({ accounts: 2, failed: 0, deleted: [deleted.userId] });
  for (const refreshToken of [back.body.refreshToken, ended.refreshToken, deleted.refreshToken]) {
    expect((await refresh(refreshToken)).body.code).toBe('session_ended');
  }
  const reset = await service.post('/reset/confirm', { token, password: NEW_PASSWORD });
  expect(reset).toMatchObject({ status: 410, body: { code: 'superseded' } });
});
