// A leaked role of `signup` or `otp` can write rows of Verifications: here another account's id, into an email change of its own.
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { ask, logIn } from '../support/local/people.ts';

const service = useLocalService();

/** Replaces the user of an email change, as one PutItem would. */
const forge = (newEmail: string, userId: string, keepsMac: boolean) =>
  service.withTables(async (client) => {
    const TableName = TABLE_NAMES.verifications;
    const Key = { pk: `email_change#email:${newEmail}` };
    const { Item } = await client.send(new GetCommand({ TableName, Key }));
    const data = keepsMac ? { ...Item?.['data'], userId } : { userId };
    await client.send(new PutCommand({ TableName, Item: { ...Item, data } }));
  });

it.each([
  ['beside the MAC of before', true],
  ['without a MAC', false],
])(
  'a victim’s id in the row of a thief’s email change, %s, moves no account, by link or by code',
  async (_name, keepsMac) => {
    const victim = await createLocalAccount(service);
    const thief = await createLocalAccount(service);
    const newEmail = freshAddress();
    const body = { newEmail, password: PASSWORD };
    const headers = bearer(thief.accessToken);
    const { token, code, continuation } = await ask(service, '/me/email', newEmail, { body, headers });
    await forge(newEmail, victim.userId, keepsMac);
    for (const proof of [
      { code, continuation },
      { token, continuation },
    ]) {
      const answer = await service.post('/me/email/confirm', proof);
      expect(answer).toMatchObject({ status: 410, body: { code: 'superseded' } });
    }
    const { status, body: own } = await logIn(service, victim.address);
    expect([status, own.user.email]).toEqual([200, victim.address]);
    expect((await logIn(service, newEmail)).status).toBe(401);
  },
);
