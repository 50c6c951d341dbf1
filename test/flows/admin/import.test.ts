// Accounts of another service are taken over: each once, whatever fails, and never over an account that is there.
import { describe, expect, it } from 'vitest';
import type { ImportedAccount } from '#domain/account/imported-account.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { bearer, changeEmail, logIn } from '../../support/account.ts';
import { ADMIN_ARN, asAdmin, auditRowsOf } from '../../support/admin.ts';
import { interrupted } from '../../support/faults/interrupted.ts';
import { sweep } from '../../support/faults/sweep.ts';
import { BCRYPT, importedAccount } from '../../support/imported.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const REASON = 'Move from the old shop';
const start = () => createTestService({ store: createTestStore() });

const send = (service: TestService, users: readonly unknown[], rest: object = {}) =>
  asAdmin(service, '/admin/import', { users, reason: REASON, ...rest });
const statusesOf = async (service: TestService, users: readonly unknown[], rest: object = {}) => {
  const { status, body } = await send(service, users, rest);
  expect(status).toBe(200);
  return body.results.map((result: { readonly status: string }) => result.status);
};
const rowsOf = async (service: TestService, { id, email }: Pick<ImportedAccount, 'id' | 'email'>) => {
  service.setFaults();
  const [user, claim] = await service.store.load([userKey(id), emailClaimKey(email)]);
  return { user, claim };
};

describe('an account of the batch', () => {
  it('is there with its id and its date, and the act that made it', async () => {
    const service = start();
    const line = importedAccount({ profile: { name: '민지' } });
    const { body } = await send(service, [line]);
    expect(body).toEqual({ results: [{ index: 0, status: 'created', userId: line.id }] });
    const { user, claim } = await rowsOf(service, line);
    // The event of a new account comes from this claim.
    expect(claim).toMatchObject({ userId: line.id, founding: true, verified: true, act: user?.lastAct });
    expect(user).toMatchObject({
      email: line.email,
      passwordHash: BCRYPT,
      createdAt: Date.parse('2024-05-01T09:30:00Z'),
      profile: { name: '민지' },
    });
    const acts = await auditRowsOf(service, NO_ACCOUNT);
    expect(acts.find(({ id }) => id === user?.lastAct)).toMatchObject({
      what: 'admin.import',
      by: { kind: 'admin', who: ADMIN_ARN },
      reason: REASON,
      data: { users: 1, dryRun: false },
    });
    expect(JSON.stringify(acts)).not.toContain('@');
  });

  it('is unchanged when it is sent again, with another id for the same line and with another password', async () => {
    const service = start();
    const line = importedAccount();
    await send(service, [line]);
    const before = await rowsOf(service, line);
    expect(await statusesOf(service, [line])).toEqual(['unchanged']);
    expect(await statusesOf(service, [{ ...line, id: `${line.id}-2` }])).toEqual(['unchanged']);
    expect(await statusesOf(service, [{ ...line, locale: 'en' }])).toEqual(['unchanged']);
    expect(await rowsOf(service, line)).toEqual(before);
    expect((await rowsOf(service, { ...line, id: `${line.id}-2` })).user).toBeUndefined();
  });

  it('is a duplicate beside an account that has its address, or its id', async () => {
    const service = start();
    const [line, other] = [importedAccount(), importedAccount()];
    const owner = await account(service, line.email);
    await send(service, [other]);
    const sameId = { ...importedAccount(), id: other.id };
    const { body } = await send(service, [line, sameId]);
    expect(body.results).toEqual([
      {
        index: 0,
        status: 'duplicate',
        userId: owner.body.user.id,
        fault: 'email: another account has this address',
      },
      { index: 1, status: 'duplicate', userId: other.id, fault: 'id: another account has this id' },
    ]);
    expect((await logIn(service, line.email)).status).toBe(200);
    expect((await rowsOf(service, line)).user).toBeUndefined();
  });

  it('never overwrites what its person changed: password and address stay', async () => {
    const service = start();
    const line = importedAccount();
    // As it is after a first log-in by mail.
    await send(service, [line]);
    const { body } = await service.post('/reset', { email: line.email });
    await service.deliver();
    const token = service.mails.findLast(({ to }) => to === line.email)?.token;
    const reset = await service.post('/reset/confirm', { token, password: 'a new horse battery' });
    expect([body.expiresInSeconds > 0, reset.status]).toEqual([true, 200]);
    const moved = importedAccount().email;
    expect((await changeEmail(service, reset.body.accessToken, moved, 'a new horse battery')).status).toBe(200);
    expect(await statusesOf(service, [line])).toEqual(['unchanged']);
    expect((await logIn(service, moved, 'a new horse battery')).status).toBe(200);
    expect((await rowsOf(service, { ...line, email: moved })).claim).toMatchObject({ userId: line.id });
  });

  it('is told apart from one that came before it in the same batch', async () => {
    const service = start();
    const [line, other] = [importedAccount(), importedAccount()];
    const batch = [
      line,
      { ...line, id: 'made-anew' },
      { ...other, email: line.email.toUpperCase(), id: 'a-second', locale: 'en' },
      { ...other, id: line.id },
      { ...other, email: 'nobody' },
      other,
    ];
    const expected = ['created', 'unchanged', 'duplicate', 'duplicate', 'invalid', 'created'];
    expect(await statusesOf(service, batch, { dryRun: true })).toEqual(expected);
    expect(await statusesOf(service, batch)).toEqual(expected);
    expect((await rowsOf(service, { id: 'made-anew', email: line.email })).user).toBeUndefined();
  });

  it('has its faults beside it, and the others of the batch are taken over', async () => {
    const service = start();
    const line = importedAccount();
    const { body } = await send(service, [importedAccount({ email: 'no address', passwordHash: 'secret' }), line]);
    expect(body.results).toEqual([
      {
        index: 0,
        status: 'invalid',
        fault: 'email: must be an email address; passwordHash: has no form that this service knows',
      },
      { index: 1, status: 'created', userId: line.id },
    ]);
  });
});

describe('an import tells of', () => {
  const told = async (service: TestService) => {
    await service.tellAll();
    return service.sent.splice(0);
  };

  it('itself once, and of each account that it created, with the act behind it', async () => {
    const service = start();
    const [verified, unverified] = [importedAccount(), importedAccount({ emailVerified: false })];
    await send(service, [verified, unverified]);
    const events = await told(service);
    const act = events.find(({ type }) => type === 'admin.import');
    expect(act).toMatchObject({ userId: NO_ACCOUNT, by: { kind: 'admin', who: ADMIN_ARN }, data: { users: 2 } });
    const of = ({ id }: ImportedAccount) =>
      events
        .filter(({ userId }) => userId === id)
        .toSorted((one, other) => (one.type < other.type ? -1 : 1))
        .map(({ type, by, data, act }) => ({ type, kind: by.kind, data, act }));
    const actId = act?.id.split('.')[1];
    expect(of(verified)).toEqual([
      { type: 'user.created', kind: 'admin', data: { verified: true }, act: actId },
      { type: 'user.verified', kind: 'admin', data: {}, act: actId },
    ]);
    expect(of(unverified)).toEqual([{ type: 'user.created', kind: 'admin', data: { verified: false }, act: actId }]);
    expect(JSON.stringify(events)).not.toContain('@example');
  });

  it('nothing of an account that is there already, or that was given up', async () => {
    const { store, interrupt } = interrupted(createTestStore());
    const service = createTestService({ store });
    const [there, taken] = [importedAccount(), importedAccount()];
    await send(service, [there]);
    const { token, continuation } = await pendingSignUp(service, taken.email);
    await told(service);
    interrupt(2, async () => {
      await service.post('/verify', { token, continuation });
    });
    await send(service, [there, taken]);
    const events = (await told(service)).filter(({ type }) => type !== 'admin.import');
    expect(events.map(({ userId }) => userId)).not.toContain(there.id);
    expect(events.map(({ userId }) => userId)).not.toContain(taken.id);
  });
});

it('a batch takes two reads, and each account that is new two writes', async () => {
  const service = start();
  const users = [importedAccount(), importedAccount()];
  service.operations.length = 0;
  await send(service, users);
  const count = () => Object.groupBy(service.operations.splice(0), (operation) => operation);
  const numbers = (counts: ReturnType<typeof count>) =>
    Object.fromEntries(Object.entries(counts).map(([operation, all]) => [operation, all?.length]));
  expect(numbers(count())).toEqual({
    'swap audit': 1,
    'load user+user': 1,
    'load claim+claim': 1,
    'swap user': 2,
    'swap claim': 2,
  });
  await send(service, users);
  expect(numbers(count())).toEqual({ 'swap audit': 1, 'load user+user': 1, 'load claim+claim': 1 });
});

describe('a dry run', () => {
  it('tells what would happen, and writes its own row alone', async () => {
    const service = start();
    const line = importedAccount();
    const owner = await account(service, importedAccount().email);
    service.operations.length = 0;
    const users = [line, importedAccount({ email: owner.body.user.email }), importedAccount({ createdAt: 'then' })];
    expect(await statusesOf(service, users, { dryRun: true })).toEqual(['created', 'duplicate', 'invalid']);
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toHaveLength(1);
    expect((await rowsOf(service, line)).user).toBeUndefined();
  });
});

describe('a person without a password', () => {
  it('comes in by a mail, which proves the address; nobody comes in by the password of before', async () => {
    const service = start();
    const line = importedAccount({ emailVerified: false });
    await send(service, [line]);
    expect((await logIn(service, line.email, PASSWORD)).body.code).toBe('invalid_credentials');
    await service.post('/reset', { email: line.email });
    await service.deliver();
    const token = service.mails.findLast(({ to }) => to === line.email)?.token;
    const { status, body } = await service.post('/reset/confirm', { token, password: 'a new horse battery' });
    expect([status, body.user?.id, body.user?.emailVerified]).toEqual([200, line.id, true]);
  });
});

describe('whatever fails', () => {
  it('the next run completes it: every account once, and no row that nobody can reach', async () => {
    const runs = await sweep(createTestStore(), async (service, arm) => {
      const users = [importedAccount(), importedAccount(), importedAccount({ emailVerified: false })];
      arm();
      const first = await send(service, users);
      expect([200, 409, 503]).toContain(first.status);
      const { user } = await rowsOf(service, users[0] ?? importedAccount());
      const again = await statusesOf(service, users);
      expect(again.every((status: string) => status === 'created' || status === 'unchanged')).toBe(true);
      expect(await statusesOf(service, users)).toEqual(['unchanged', 'unchanged', 'unchanged']);
      for (const line of users) {
        const rows = await rowsOf(service, line);
        expect(rows).toMatchObject({ user: { email: line.email }, claim: { userId: line.id } });
      }
      // What the first run wrote is what stays.
      if (user) expect((await rowsOf(service, users[0] ?? importedAccount())).user).toEqual(user);
    });
    expect(runs).toBeGreaterThan(20);
  });

  it('an account that died between its two writes is completed, also after its line has changed', async () => {
    const service = start();
    const line = importedAccount();
    let swaps = 0;
    // The row of the act, the row of the account, then the claim.
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 3 ? 'before' : undefined));
    expect((await send(service, [line])).status).toBe(503);
    expect(await rowsOf(service, line)).toMatchObject({ user: { email: line.email }, claim: undefined });
    const changed = { ...line, email: importedAccount().email };
    expect(await statusesOf(service, [changed])).toEqual(['created']);
    expect(await rowsOf(service, changed)).toMatchObject({
      user: { email: changed.email },
      claim: { userId: line.id },
    });
  });

  it('an address that somebody signs up with in the meantime stays theirs, and leaves no row behind', async () => {
    const { store, interrupt } = interrupted(createTestStore());
    const service = createTestService({ store });
    const line = importedAccount();
    const { token, continuation } = await pendingSignUp(service, line.email);
    // In front of the claim.
    interrupt(2, async () => {
      expect((await service.post('/verify', { token, continuation })).status).toBe(200);
    });
    expect(await statusesOf(service, [line])).toEqual(['duplicate']);
    expect((await rowsOf(service, line)).user).toBeUndefined();
    expect((await logIn(service, line.email)).status).toBe(200);
  });

  it('a row that was given up, and not yet removed, becomes an account as any other', async () => {
    const service = start();
    const line = importedAccount();
    await send(service, [line]);
    const { user, claim } = await rowsOf(service, line);
    if (!user || !claim) throw new Error('no account');
    await service.store.remove(emailClaimKey(line.email), claim);
    await service.store.swap(userKey(line.id), user, { ...user, abandoned: true });
    expect(await statusesOf(service, [line])).toEqual(['created']);
    expect((await rowsOf(service, line)).user).not.toHaveProperty('abandoned');
  });

  it('an address that another account has just left is kept for it', async () => {
    const service = start();
    const left = importedAccount().email;
    const owner = await account(service, left);
    await changeEmail(service, owner.body.accessToken, importedAccount().email);
    const { body } = await send(service, [importedAccount({ email: left })]);
    expect(body.results).toMatchObject([
      { status: 'duplicate', fault: expect.stringContaining('may come back to it') },
    ]);
  });

  it('an address whose account was deleted is free', async () => {
    const service = start();
    const line = importedAccount();
    const { body } = await account(service, line.email);
    const headers = bearer(body.accessToken);
    await service.request({ method: 'DELETE', path: '/me', headers, body: { password: PASSWORD } });
    expect(await statusesOf(service, [line])).toEqual(['created']);
  });
});

describe('the request', () => {
  it('may have 1 MB, and 100 accounts', async () => {
    const service = start();
    const big = { metadata: { text: 'x'.repeat(2000) }, profile: { text: 'y'.repeat(2000) } };
    const users = Array.from({ length: 100 }, () => importedAccount(big));
    const statuses = await statusesOf(service, users);
    expect(statuses).toEqual(Array.from({ length: 100 }, () => 'created'));
    const huge = { ...importedAccount(), profile: { text: 'y'.repeat(1024 * 1024) } };
    expect((await send(service, [huge])).status).toBe(413);
  });

  it.each([
    [[], 'users'],
    [Array.from({ length: 101 }, () => importedAccount()), 'users'],
    [[{ ...importedAccount(), id: 'no id!' }], 'users.0.id'],
    [[{ ...importedAccount(), id: undefined }], 'users.0.id'],
    [[{ ...importedAccount(), emailVerified: 'yes' }], 'users.0.emailVerified'],
    [[{ ...importedAccount(), admin: true }], 'users.0.admin'],
  ])('is refused as a whole for a wrong form', async (users, path) => {
    const { status, body } = await send(start(), users);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it('needs a reason', async () => {
    const { status, body } = await asAdmin(start(), '/admin/import', { users: [importedAccount()] });
    expect([status, body.errors[0].path]).toEqual([400, 'reason']);
  });
});
