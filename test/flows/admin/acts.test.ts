// What administrators do with one account: what changes, the row it leaves, and what happens to it when something fails.
import { describe, expect, it } from 'vitest';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { userKey } from '#domain/store-keys.ts';
import { ENDED_SESSION, LIVE_SESSION, logIn, tryTokens } from '../../support/account.ts';
import { ADMIN_ARN, asAdmin, auditRowsOf } from '../../support/admin.ts';
import { freshAddress } from '../../support/real-store.ts';
import { appCode, enrolledAccount, finish, ticketFor } from '../../support/second-factor.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const REASON = 'Ticket 1042';

const start = async () => {
  const service = createTestService({ store: createTestStore() });
  const email = freshAddress();
  const { body } = await account(service, email);
  await service.deliver();
  return { service, email, tokens: body, userId: body.user.id as string };
};

const act = (service: TestService, name: string, userId: string) =>
  asAdmin(service, `/admin/users/${name}`, { userId, reason: REASON });

const codeOf = (answer: { readonly status: number; readonly body: { readonly code?: string } }) =>
  answer.body.code ?? answer.status;

it('log-out ends every session, and the person logs in again', async () => {
  const { service, email, tokens, userId } = await start();
  const { status, body } = await act(service, 'log-out', userId);
  expect([status, body.user.email]).toEqual([200, email]);
  expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
  expect((await logIn(service, email)).status).toBe(200);
  const [row] = await auditRowsOf(service, userId);
  expect(row).toMatchObject({ what: 'admin.log_out', reason: REASON, by: { kind: 'admin', who: ADMIN_ARN } });
  const [user] = await service.store.load([userKey(userId)]);
  expect(user?.lastAct).toBe(row?.id);
});

it('disable keeps everybody out, and enable lets the person in again', async () => {
  const { service, email, tokens, userId } = await start();
  expect((await act(service, 'disable', userId)).body.user.disabled).toBe(true);
  expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
  expect(codeOf(await logIn(service, email))).toBe('account_disabled');
  const again = await act(service, 'disable', userId);
  expect([again.status, again.body.user.disabled]).toEqual([200, true]);
  expect((await act(service, 'enable', userId)).body.user.disabled).toBe(false);
  const { body } = await logIn(service, email);
  expect(await tryTokens(service, body)).toEqual(LIVE_SESSION);
  const whats = (await auditRowsOf(service, userId)).map(({ what }) => what);
  expect(whats).toEqual(['admin.disable', 'admin.disable', 'admin.enable']);
});

it('remove-second-factor lets the person in by one factor, ends every session, and tells the person', async () => {
  const service = createTestService({ store: createTestStore(), settings: { secondFactor: 'optional' } });
  const email = freshAddress();
  const tokens = await enrolledAccount(service, email);
  const ticket = await ticketFor(service, email);
  expect((await act(service, 'remove-second-factor', tokens.userId)).status).toBe(200);
  expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
  const late = await finish(service, ticket, { code: appCode(service, tokens.secret) });
  expect(codeOf(late)).toBe('session_ended');
  const { status, body } = await logIn(service, email);
  expect(status).toBe(200);
  expect(await tryTokens(service, body)).toEqual(LIVE_SESSION);
  await service.deliver();
  expect(service.mails.filter(({ to }) => to === email).map(({ tags }) => tags.purpose)).toContain('second_factor_off');
  await service.tellAll();
  const rows = await auditRowsOf(service, tokens.userId);
  const [done] = rows.filter(({ what }) => what === 'admin.remove_second_factor');
  const [changed] = rows.filter(({ data }) => data?.['change'] === 'off');
  expect(changed).toMatchObject({ what: 'user.second_factor_changed', by: { kind: 'admin' }, act: done?.id });
  expect((await act(service, 'remove-second-factor', tokens.userId)).status).toBe(200);
});

describe('delete', () => {
  it('removes the account, frees the address, and tells the owner without a place', async () => {
    const { service, email, tokens, userId } = await start();
    service.mails.length = 0;
    expect((await act(service, 'delete', userId)).body).toEqual({ status: 'deleted' });
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    expect(codeOf(await logIn(service, email))).toBe('invalid_credentials');
    await service.deliver();
    const told = await mailTo(service, email);
    expect(told.tags.purpose).toBe('account_deleted');
    expect(told.text).not.toMatch(/\d+\.\d+\.\d+\.\*/);
    service.advance(120);
    expect((await account(service, email)).status).toBe(200);
    expect((await act(service, 'delete', userId)).status).toBe(404);
  });

  it('tells an address that nobody has proven nothing', async () => {
    const { service, email, userId } = await start();
    const [user] = await service.store.load([userKey(userId)]);
    if (!user) throw new Error('no account');
    const { emailVerifiedAt: _none, ...unproven } = user;
    await service.store.swap(userKey(userId), user, unproven);
    service.mails.length = 0;
    expect((await act(service, 'delete', userId)).status).toBe(200);
    await service.deliver();
    expect(service.mails.filter(({ to }) => to === email)).toEqual([]);
  });

  it('says in the row who removes it, before it is gone', async () => {
    const { service, userId } = await start();
    const removed: unknown[] = [];
    const { remove } = service.dependencies.store;
    service.dependencies.store.remove = async (key, expected) => {
      if (key.kind === 'user') removed.push((await service.dependencies.store.load([userKey(userId)]))[0]?.removal);
      return remove(key, expected);
    };
    await act(service, 'delete', userId);
    const [row] = await auditRowsOf(service, userId);
    expect(removed).toEqual([{ by: 'admin', act: row?.id }]);
  });
});

describe('an act', () => {
  const ACTS = ['disable', 'enable', 'log-out', 'remove-second-factor', 'delete', 'export'];

  it.each(ACTS)('%s wants a reason', async (name) => {
    const { service, userId } = await start();
    const { status, body } = await asAdmin(service, `/admin/users/${name}`, { userId });
    expect([status, body.errors]).toEqual([400, [{ path: 'reason', message: expect.any(String) }]]);
    expect(await auditRowsOf(service, userId)).toEqual([]);
  });

  it.each([...ACTS, 'show'])('%s of an account that is not there leaves a row of none', async (name) => {
    const service = createTestService();
    const { status, body } = await act(service, name, '01012345678');
    expect([status, body.code]).toEqual([404, 'not_found']);
    const rows = await auditRowsOf(service, NO_ACCOUNT);
    expect(rows).toMatchObject([{ what: `admin.${name.replaceAll('-', '_')}`, reason: REASON }]);
    expect(JSON.stringify(rows)).not.toContain('01012345678');
  });

  it.each(['disable', 'enable', 'log-out', 'delete'])(
    '%s that fails leaves its row, and a repeat does it',
    async (name) => {
      const { service, userId, tokens } = await start();
      if (name === 'enable') await act(service, 'disable', userId);
      let swaps = 0;
      service.setFaults((call) => (call === 'store.swap' && ++swaps > 1 ? 'before' : undefined));
      expect((await act(service, name, userId)).status).toBe(503);
      service.setFaults();
      const rows = await auditRowsOf(service, userId);
      expect(rows.at(-1)).toMatchObject({ what: `admin.${name.replaceAll('-', '_')}` });
      expect((await act(service, name, userId)).status).toBe(200);
      if (name !== 'enable') expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    },
  );

  it('leaves no address in a line of the log or in a row', async () => {
    const { service, email, userId } = await start();
    service.lines.length = 0;
    for (const name of ['show', 'disable', 'enable', 'log-out', 'export', 'delete']) await act(service, name, userId);
    expect(service.lines.join('')).not.toContain(email);
    expect(service.lines.join('')).not.toContain(ADMIN_ARN);
    const rows = await auditRowsOf(service, userId);
    expect(rows).toHaveLength(6);
    expect(JSON.stringify(rows)).not.toContain('@');
    expect(PASSWORD).toBeDefined();
  });
});
