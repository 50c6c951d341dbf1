// The work after a restore: what would come back with old rows is ended, once, and a dry run writes nothing.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { createIds } from '#adapters/ids.ts';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { isUnchangedSince, mayOpen } from '#domain/account/user.ts';
import { userKey } from '#domain/store-keys.ts';
import { afterRestore } from '../../../bin/doctor/commands/after-restore.ts';
import { renewRestored } from '../../../bin/doctor/commands/renew-restored.ts';
import { NOW } from '../../support/builders.ts';
import { aContext, SESSIONS, TABLE, USERS } from './world.ts';

const HOUR = 60 * 60 * 1000;
const idAt = (time: number, tail: string): string => encodeTime(time) + tail.padStart(16, '0');
const OLD = idAt(NOW - HOUR, '1');
const DELETED = idAt(NOW - HOUR, '2');
const DONE = idAt(NOW - HOUR, '3');
const YOUNG = idAt(NOW, '4');

const aRow = (id: string, more: object = {}) => ({
  pk: `user#${id}`,
  id,
  version: `version of ${id}`,
  email: 'minji@example.com',
  passwordHash: 'hash',
  emailVerifiedAt: 1,
  locale: 'ko',
  profile: {},
  epoch: 'stolen',
  createdAt: 1,
  note: 'of a newer release',
  ...more,
});
const DAMAGED = { pk: 'user#x', id: 'x' };

const restored = (users: readonly object[] = [aRow(OLD), aRow(DELETED)]) => {
  const told: string[] = [];
  const world = aContext({ tell: ({ en }) => told.push(en) });
  const { documents } = world.aws;
  documents.on(ScanCommand, { TableName: USERS }).resolves({ Items: [...users] });
  documents.on(ScanCommand, { TableName: SESSIONS }).resolves({ Items: [{ pk: 's1' }, { pk: 's2' }] });
  documents.on(ScanCommand, { TableName: TABLE }).resolves({ Items: [{ id: DELETED }, { id: 'gone' }] });
  documents.on(GetCommand).resolves({});
  documents.on(GetCommand, { TableName: USERS, Key: { pk: `user#${DELETED}` } }).resolves({ Item: aRow(DELETED) });
  documents.on(PutCommand).resolves({});
  documents.on(DeleteCommand).resolves({});
  const writes = () => documents.commandCalls(PutCommand).map(({ args: [{ input }] }) => input);
  const removals = () => documents.commandCalls(DeleteCommand).map(({ args: [{ input }] }) => input);
  return { ...world, told, writes, removals };
};

describe('doctor after-restore', () => {
  it('writes nothing without --yes, and says what it would do', async () => {
    const { context, told, writes, removals } = restored();
    const report = await afterRestore(context, { since: undefined, isConfirmed: false });
    expect([...writes(), ...removals(), ...told]).toEqual([]);
    expect(report).toMatchObject({
      exitCode: 1,
      json: { isConfirmed: false, accounts: 2, skipped: 0, failed: 0, sessions: 2, deleted: [DELETED] },
    });
    expect(report.lines.at(-1)).toEqual({
      ko: '아무것도 바꾸지 않았습니다. 실행하려면 --yes를 붙이세요.',
      en: 'Nothing was changed. To do it, add --yes.',
    });
  });

  it('gives every account a new epoch and a floor above all its links, keeps the rest, and removes the sessions', async () => {
    const { context, told, writes, removals } = restored([aRow(OLD)]);
    const report = await afterRestore(context, { since: undefined, isConfirmed: true });
    const [write] = writes();
    expect(write).toMatchObject({ TableName: USERS, ExpressionAttributeValues: { ':version': `version of ${OLD}` } });
    const { epoch, challengeFloor, version, ...rest } = write?.Item ?? {};
    const { epoch: _old, version: _former, ...before } = aRow(OLD);
    expect(rest).toEqual(before);
    expect(epoch).toMatch(/^[\w-]{12,}$/);
    expect(version).not.toBe(`version of ${OLD}`);
    expect(challengeFloor > idAt(NOW - 1, 'ZZZZZZZZZZZZZZZZ')).toBe(true);
    expect(removals()).toEqual(['s1', 's2'].map((pk) => ({ TableName: SESSIONS, Key: { pk } })));
    expect(told).toEqual([`Started. If it is interrupted, continue with --since ${new Date(NOW).toISOString()}.`]);
    expect(report.json).toMatchObject({ since: new Date(NOW).toISOString(), accounts: 1, sessions: 2 });
  });

  it('removes only sessions that began before the run', async () => {
    const { context, aws } = restored();
    await afterRestore(context, { since: NOW - HOUR, isConfirmed: true });
    const [scan] = aws.documents.commandCalls(ScanCommand, { TableName: SESSIONS });
    expect(scan?.args[0].input).toMatchObject({
      ConsistentRead: true,
      FilterExpression: 'createdAt < :before',
      ExpressionAttributeValues: { ':before': NOW - HOUR },
    });
  });

  it('continues an interrupted run: skips accounts that it, their owners or a sign-up have written since', async () => {
    const users = [aRow(OLD), aRow(DONE, { challengeFloor: idAt(NOW - HOUR / 2, '5') }), aRow(YOUNG)];
    const { context, writes } = restored(users);
    const report = await afterRestore(context, { since: NOW - HOUR / 2, isConfirmed: true });
    expect(writes().map(({ Item }) => Item?.['id'])).toEqual([OLD]);
    expect(report.json).toMatchObject({ accounts: 1, skipped: 2, failed: 0 });
  });

  it('goes on past a damaged row, counts it and asks for another run', async () => {
    const { context, writes } = restored([DAMAGED, aRow(OLD)]);
    const report = await afterRestore(context, { since: undefined, isConfirmed: true });
    expect(writes()).toHaveLength(1);
    expect(report).toMatchObject({ exitCode: 1, json: { accounts: 1, failed: 1 } });
    expect(report.lines.map(({ en }) => en)).toContain(
      `1 accounts could not be changed: run this again with --since ${new Date(NOW).toISOString()}.`,
    );
  });

  it('lists accounts that were deleted and are back, by id, and leaves them to the operator', async () => {
    const { context } = restored();
    const report = await afterRestore(context, { since: undefined, isConfirmed: true });
    expect(report.exitCode).toBe(1);
    expect(report.lines.at(-1)).toEqual({
      ko: `본인이 지운 계정이 되살아났습니다: ${DELETED}`,
      en: `its owner had deleted this account, and it is back: ${DELETED}`,
    });
    expect(JSON.stringify(report)).not.toContain('@example.com');
  });

  it('is done when no deleted account is back', async () => {
    const { context, aws } = restored([aRow(OLD)]);
    aws.documents.on(ScanCommand, { TableName: TABLE }).resolves({ Items: [] });
    expect(await afterRestore(context, { since: undefined, isConfirmed: true })).toMatchObject({ exitCode: 0 });
  });

  it('says how far it is, every 1,000 accounts', async () => {
    const users = Array.from({ length: 1001 }, (_none, index) => aRow(idAt(NOW - HOUR, String(index))));
    const { context, told } = restored(users);
    await afterRestore(context, { since: undefined, isConfirmed: false });
    expect(told).toEqual(['1001 accounts seen.']);
  });

  it('refuses before the first deployment', async () => {
    const { context } = aContext({ stack: undefined });
    await expect(afterRestore(context, { since: undefined, isConfirmed: true })).rejects.toThrow('is not deployed');
  });
});

describe('renewRestored', () => {
  const ids = createIds({ now: () => NOW });
  const firstId = encodeTime(NOW);

  it('decides again on a row that changed meanwhile, and leaves no old link', async () => {
    const store = createMemoryStore();
    const { pk: _pk, version: _version, ...draft } = aRow(OLD);
    const row = { ...draft, locale: 'ko' as const };
    await store.swap(userKey(OLD), 'absent', { ...row, passwordHash: 'newer' });
    const seen = aRow(OLD, { version: 'older' });
    expect(await renewRestored({ store, ids, row: seen, firstId, isConfirmed: true })).toBe('accounts');
    const [user] = await store.load([userKey(OLD)]);
    expect(user).toMatchObject({ passwordHash: 'newer', challengeFloor: expect.any(String) });
    if (!user) throw new Error('no user');
    expect(user.epoch).not.toBe('stolen');
    expect(mayOpen(idAt(NOW - 1, '9'), user)).toBe(false);
    expect(isUnchangedSince(OLD, user)).toBe(false);
    expect(await renewRestored({ store, ids, row: { ...aRow(OLD), ...user }, firstId, isConfirmed: true })).toBe(
      'skipped',
    );
  });

  it('skips an account that was deleted meanwhile', async () => {
    const store = createMemoryStore();
    expect(await renewRestored({ store, ids, row: aRow(OLD), firstId, isConfirmed: true })).toBe('skipped');
    expect(await store.load([userKey(OLD)])).toEqual([undefined]);
  });

  it('gives up on a row that changes all the time', async () => {
    const { context, aws } = restored([aRow(OLD)]);
    aws.documents.on(PutCommand).rejects(new ConditionalCheckFailedException({ message: '', $metadata: {} }));
    aws.documents.on(GetCommand).resolves({ Item: aRow(OLD) });
    const report = await afterRestore(context, { since: undefined, isConfirmed: true });
    expect(report.json).toMatchObject({ accounts: 0, failed: 1 });
    expect(aws.documents.commandCalls(PutCommand)).toHaveLength(5);
  });
});
