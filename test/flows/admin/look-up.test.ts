// What administrators read: pages of accounts, one account, its audit, and everything that is held.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, sessionKey, suppressionKey, userKey } from '#domain/store-keys.ts';
import { asAdmin, auditRowsOf } from '../../support/admin.ts';
import { aPasskey, aSecondFactor, aUser } from '../../support/builders.ts';
import { freshNumber } from '../../support/fresh-numbers.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const REASON = 'Ticket 1042';

const start = async () => {
  const service = createTestService({ store: createTestStore() });
  const email = freshAddress();
  const { body } = await account(service, email);
  await service.deliver();
  return { service, email, userId: body.user.id as string };
};

const put = async (service: TestService, fields: Parameters<typeof aUser>[0] = {}) => {
  const id = service.dependencies.ids.next();
  const email = freshAddress();
  await service.store.swap(userKey(id), 'absent', aUser({ id, email, ...fields }));
  await service.store.swap(emailClaimKey(email), 'absent', { userId: id });
  return { id, email };
};

describe('a phone number', () => {
  const fresh = () => `+8210${String(10_000_000 + freshNumber('phone')).slice(-8)}`;

  it('finds every account that has it, however it is typed, and each gets a row', async () => {
    const service = createTestService({ store: createTestStore() });
    const phone = fresh();
    const [one, other] = [await put(service, { phone }), await put(service, { phone })];
    await put(service, { phone: fresh() });
    for (const typed of [phone, `0${phone.slice(3)}`]) {
      const { status, body } = await asAdmin(service, '/admin/users/find', { phone: typed });
      expect(status).toBe(200);
      expect(body.users.map((user: { userId: string }) => user.userId).toSorted()).toEqual(
        [one.id, other.id].toSorted(),
      );
    }
    expect(await auditRowsOf(service, one.id)).toMatchObject([{ data: { by: 'phone' } }, { data: { by: 'phone' } }]);
    expect(JSON.stringify(await auditRowsOf(service, one.id))).not.toContain(phone.slice(3));
  });

  it('finds no row that is no account', async () => {
    const service = createTestService({ store: createTestStore() });
    const phone = fresh();
    const id = service.dependencies.ids.next();
    await service.store.swap(userKey(id), 'absent', aUser({ id, email: freshAddress(), phone }));
    expect((await asAdmin(service, '/admin/users/find', { phone })).body).toEqual({ users: [] });
  });

  it('of another form is refused by its field', async () => {
    const service = createTestService();
    const { status, body } = await asAdmin(service, '/admin/users/find', { phone: '02-123' });
    expect([status, body.errors[0].path]).toEqual([400, 'phone']);
  });
});

describe('the list', () => {
  const readAll = async (service: TestService, body: object) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 50; page++) {
      const answer = await asAdmin(service, '/admin/users/list', { ...body, ...(cursor && { cursor }) });
      expect(answer.status).toBe(200);
      ids.push(...answer.body.users.map((user: { userId: string }) => user.userId));
      cursor = answer.body.cursor;
      if (cursor === undefined) return ids;
      expect(cursor).not.toContain('@');
    }
    throw new Error('the list has no end');
  };

  it('has every account once, whatever the size of its pages, and no row that is no account', async () => {
    const service = createTestService();
    const made = [];
    for (let index = 0; index < 23; index++) made.push((await put(service)).id);
    const orphan = service.dependencies.ids.next();
    await service.store.swap(userKey(orphan), 'absent', aUser({ id: orphan, email: freshAddress() }));
    for (const limit of [1, 4, 22, 23, 24, 100])
      expect((await readAll(service, { limit })).toSorted()).toEqual(made.toSorted());
    expect((await asAdmin(service, '/admin/users/list', {})).body.users).toHaveLength(23);
  });

  it('goes on where it was, when the account at the end of a page is gone', async () => {
    const service = createTestService();
    for (let index = 0; index < 6; index++) await put(service);
    const { body } = await asAdmin(service, '/admin/users/list', { limit: 3 });
    await asAdmin(service, '/admin/users/delete', { userId: body.cursor, reason: REASON });
    const rest = await readAll(service, { limit: 2, cursor: body.cursor });
    expect(new Set([...body.users.map((user: { userId: string }) => user.userId), ...rest]).size).toBe(6);
  });

  it('has those of one state', async () => {
    const service = createTestService();
    const off = await put(service, { disabled: { at: 1 } });
    await put(service);
    const { emailVerifiedAt: _none, ...unproven } = aUser({ id: 'imported-1', email: 'imported@example.com' });
    await service.store.swap(userKey('imported-1'), 'absent', unproven);
    await service.store.swap(emailClaimKey('imported@example.com'), 'absent', { userId: 'imported-1' });
    expect(await readAll(service, { state: 'disabled', limit: 1 })).toEqual([off.id]);
    expect(await readAll(service, { state: 'unverified' })).toEqual(['imported-1']);
  });

  it.each([{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { cursor: 'a b' }, { state: 'gone' }])(
    'refuses %o',
    async (body) => {
      expect((await asAdmin(createTestService(), '/admin/users/list', body)).status).toBe(400);
    },
  );
});

it('show has the live sessions, and neither a secret nor a code', async () => {
  const { service, email, userId } = await start();
  await service.post('/reset', { email }, { ip: '192.0.2.77' });
  await service.store.swap(suppressionKey('email', email), 'absent', { reason: 'by_hand', at: service.clock.now() });
  const { status, body, text } = await asAdmin(service, '/admin/users/show', { userId });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    user: { userId, email },
    sessions: [{ device: expect.any(String), ip: expect.stringContaining('*') }],
    consents: [],
    suppressed: [{ channel: 'email', reason: 'by_hand' }],
    challenges: [{ purpose: 'reset', channel: 'email', sends: 1, failures: 0, delivery: { status: 'pending' } }],
  });
  expect(text).not.toMatch(/argon2|epoch|continuation|generation/i);
});

describe('the audit', () => {
  it('is read by pages, newest first, with the reading itself in it', async () => {
    const { service, userId } = await start();
    for (let index = 0; index < 60; index++) {
      service.advance(1);
      await asAdmin(service, '/admin/users/find', { userId });
    }
    service.advance(1);
    const first = await asAdmin(service, '/admin/users/audit', { userId, reason: REASON });
    expect(first.body.entries).toHaveLength(50);
    const second = await asAdmin(service, '/admin/users/audit', { userId, cursor: first.body.cursor });
    expect(second.body.entries).toHaveLength(10);
    expect(second.body.cursor).toBeUndefined();
    const ids = [...first.body.entries, ...second.body.entries].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().toReversed());
    service.advance(1);
    const again = await asAdmin(service, '/admin/users/audit', { userId });
    expect(again.body.entries[0]).toMatchObject({ what: 'admin.audit', by: { kind: 'admin' } });
  });

  it('is there after the account is gone, until its rows end', async () => {
    const { service, userId } = await start();
    await asAdmin(service, '/admin/users/delete', { userId, reason: REASON });
    const { body } = await asAdmin(service, '/admin/users/audit', { userId });
    expect(body.entries).toMatchObject([{ what: 'admin.delete', reason: REASON }]);
    service.advance(service.settings.auditDays * 86_400 + 1);
    expect((await asAdmin(service, '/admin/users/audit', { userId })).body.entries).toEqual([]);
  });
});

describe('the export', () => {
  it('has everything, and nothing that opens the account', async () => {
    const { service, email, userId } = await start();
    const [user] = await service.store.load([userKey(userId)]);
    if (!user) throw new Error('no account');
    await service.store.swap(userKey(userId), user, {
      ...user,
      metadata: { version: 'kept', answers: [1] },
      passkeys: [aPasskey()],
      secondFactor: aSecondFactor(),
    });
    await service.post('/reset', { email }, { ip: '192.0.2.77' });
    await service.post('/login', { email, password: 'a wrong password' });
    await service.deliver();
    const { status, body, text } = await asAdmin(service, '/admin/users/export', { userId, reason: REASON });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { id: userId, email, createdAt: expect.any(Number), metadata: { version: 'kept', answers: [1] } },
      sessions: [{ id: expect.any(String), createdAt: expect.any(Number) }],
      consents: { current: [], former: [] },
      attempts: { byNetwork: expect.any(Object) },
      audit: [{ what: 'admin.export', reason: REASON }],
      isComplete: true,
    });
    expect(body.challenges.map(({ purpose }: { purpose: string }) => purpose)).toEqual(['signup', 'reset']);
    const { hash: _secret, ...recoveryCode } = aSecondFactor().recoveryCodes[0] ?? {};
    expect(body.user.passkeys).toEqual([aPasskey()]);
    expect(body.user.secondFactor).toEqual({ ...aSecondFactor(), recoveryCodes: [recoveryCode] });
    expect(text).not.toMatch(/argon2|passwordHash|"epoch"|continuationHash|"mac"|recovery-code-hash/);
  });

  it('says that it is not whole, where an answer has no room', async () => {
    const { service, userId } = await start();
    const [id = ''] = await service.store.sessionsOf(userId);
    const [session] = await service.store.load([sessionKey(id)]);
    if (!session) throw new Error('no session');
    for (let index = 0; index < 1001; index++)
      await service.store.swap(sessionKey(service.dependencies.ids.next()), 'absent', session);
    const { body } = await asAdmin(service, '/admin/users/export', { userId, reason: REASON });
    expect([body.sessions.length, body.isComplete]).toEqual([1000, false]);
  });
});
