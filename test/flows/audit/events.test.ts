// What every flow tells others: exactly its events, through the streams and the function that sends them.
import { describe, expect, it } from 'vitest';
import type { AccountEvent } from '#domain/audit/event.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { askReset, bearer, logIn, refresh } from '../../support/account.ts';
import { CONSENTS, MARKETING, no, REQUIRED, yes } from '../../support/consents.ts';
import { anOwner, moveTo, undoEmailChange } from '../../support/email-change.ts';
import { faultsOfEvent } from '../../support/event-schemas.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = (options: Parameters<typeof createTestService>[0] = {}) =>
  createTestService({ store: createTestStore(), ...options });

/** The types of the events since the last call, in order of their names: the ids of one second have none. */
const told = async (service: TestService): Promise<string[]> => {
  return (await eventsOf(service)).map(({ type }) => type).toSorted();
};
const eventsOf = async (service: TestService): Promise<readonly AccountEvent[]> => {
  await service.tellAll();
  const events = service.sent.splice(0);
  for (const event of events) expect(faultsOfEvent(event), event.type).toEqual([]);
  return events;
};
const NEW_PASSWORD = 'another horse battery';
const patch = (service: TestService, path: string, accessToken: string, body: unknown, method = 'PATCH' as const) =>
  service.request({ method, path, body, headers: bearer(accessToken) });

describe('a flow tells of', () => {
  it('a sign-up: nothing when it begins, the creation and the verification when it is proven', async () => {
    const service = aService();
    const { token, continuation, address } = await pendingSignUp(service, freshAddress());
    expect(await told(service)).toEqual([]);
    const { body } = await service.post('/verify', { token, continuation });
    const events = (await eventsOf(service)).toSorted((one, other) => (one.type < other.type ? -1 : 1));
    expect(events).toMatchObject([
      { type: 'user.created', userId: body.user.id, by: { kind: 'user' }, data: { verified: true } },
      { type: 'user.verified', userId: body.user.id, data: {} },
    ]);
    for (const { id, specversion, at } of events) {
      expect(id).toMatch(new RegExp(`^${body.user.id}\\.[0-9A-Z]{26}$`));
      expect([specversion, new Date(at).toISOString()]).toEqual(['1', at]);
    }
    expect(JSON.stringify(events)).not.toContain(address);
  });

  it('a log-in, a refresh, a log-out and a profile: nothing', async () => {
    const service = aService();
    const { address, accessToken } = await anOwner(service);
    await told(service);
    const { body } = await logIn(service, address);
    await refresh(service, body.refreshToken);
    await patch(service, '/me', accessToken, { locale: 'en', profile: { nickname: '민지' } });
    await service.post('/logout', { refreshToken: body.refreshToken });
    expect(await told(service)).toEqual([]);
  });

  it('a changed password and a reset', async () => {
    const service = aService();
    const { address, accessToken } = await anOwner(service);
    await told(service);
    const headers = bearer(accessToken);
    const changed = await service.post(
      '/me/password',
      { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
      { headers },
    );
    expect(changed.status).toBe(200);
    expect(await told(service)).toEqual(['user.password_changed']);
    service.advance(61);
    const { token } = await askReset(service, address);
    expect((await service.post('/reset/confirm', { token, password: PASSWORD })).status).toBe(200);
    expect(await told(service)).toEqual(['user.password_changed']);
  });

  it('an email change, and its undoing, which also sets a random password', async () => {
    const service = aService();
    const owner = await anOwner(service);
    await told(service);
    const { undoToken } = await moveTo(service, owner);
    expect(await told(service)).toEqual(['user.email_changed']);
    expect((await undoEmailChange(service, undoToken)).status).toBe(202);
    expect(await told(service)).toEqual(['user.email_changed', 'user.password_changed']);
  });

  it('a phone number', async () => {
    const service = aService();
    const { accessToken } = await anOwner(service);
    await told(service);
    const headers = bearer(accessToken);
    const asked = await service.post('/me/phone', { phone: '010-1234-5678', password: PASSWORD }, { headers });
    expect(await told(service)).toEqual([]);
    await service.deliver();
    const code = /\d{6}/.exec(service.texts.at(-1)?.body ?? '')?.[0];
    const { continuation } = asked.body;
    expect((await service.post('/me/phone/confirm', { code, continuation }, { headers })).status).toBe(200);
    const [event, ...others] = await eventsOf(service);
    expect(event).toMatchObject({ type: 'user.phone_changed', data: { change: 'added' } });
    expect(others).toEqual([]);
    expect(JSON.stringify(event)).not.toContain('1234');
  });

  it('consents, one by one, and not of those that came with the sign-up', async () => {
    const service = aService({ settings: { consents: CONSENTS } });
    const address = freshAddress();
    const begun = await service.post('/signup', { email: address, password: PASSWORD, consents: REQUIRED });
    await service.deliver();
    const { token } = service.mails.findLast(({ to }) => to === address) ?? {};
    const { body } = await service.post('/verify', { token, continuation: begun.body.continuation });
    expect(await told(service)).toEqual(['user.created', 'user.verified']);
    const put = (consents: unknown) =>
      service.request({ method: 'PUT', path: '/me/consents', body: { consents }, headers: bearer(body.accessToken) });
    expect((await put([yes(MARKETING)])).status).toBe(200);
    await put([yes(MARKETING)]);
    expect((await eventsOf(service)).map(({ type, data }) => [type, data])).toEqual([
      ['user.consent_changed', { consent: 'marketing', version: MARKETING.version, granted: true }],
    ]);
    await put([no(MARKETING)]);
    expect((await eventsOf(service)).map(({ data }) => data['granted'])).toEqual([false]);
  });

  it('a deletion, and of a new account at the same address', async () => {
    const service = aService();
    const { address, accessToken, id } = await anOwner(service);
    await told(service);
    const headers = bearer(accessToken);
    const gone = await service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
    expect(gone.status).toBe(200);
    expect(await eventsOf(service)).toMatchObject([{ type: 'user.deleted', userId: id, by: { kind: 'user' } }]);
    service.advance(61);
    const { body } = await account(service, address);
    expect(body.user.id).not.toBe(id);
    expect(await told(service)).toEqual(['user.created', 'user.verified']);
  });

  it('a sign-up that comes too late: nothing, since it never was an account', async () => {
    const service = aService();
    const address = freshAddress();
    const { token, continuation } = await pendingSignUp(service, address);
    await told(service);
    // Another account takes the address between the load of the sign-up and its claim.
    await service.store.swap(userKey('other'), 'absent', {
      ...(await otherUser(service)),
      id: 'other',
      email: address,
    });
    await service.store.swap(emailClaimKey(address), 'absent', { userId: 'other' });
    expect((await service.post('/verify', { token, continuation })).body.code).toBe('already_registered');
    expect(await told(service)).toEqual([]);
  });

  it('a refresh token that was copied: once, with its session', async () => {
    const service = aService();
    const { refreshToken, id } = await anOwner(service);
    await told(service);
    await refresh(service, refreshToken);
    service.advance(60);
    expect((await refresh(service, refreshToken)).body.code).toBe('session_ended');
    expect((await refresh(service, refreshToken)).body.code).toBe('session_ended');
    const [sessionId] = refreshToken.split('.');
    expect(await eventsOf(service)).toMatchObject([
      { type: 'session.reused', userId: id, by: { kind: 'system' }, data: { session: sessionId } },
    ]);
    expect(await service.store.sessionsOf(id)).toEqual([]);
  });
});

const otherUser = async (service: TestService) => {
  const { id } = await anOwner(service);
  await told(service);
  const [user] = await service.store.load([userKey(id)]);
  if (!user) throw new Error('no user');
  return user;
};

describe('the events function', () => {
  it('sends addresses only where the stage asks for them, as they are when it sends', async () => {
    const service = aService({ settings: { events: { addresses: true } } });
    const { address, accessToken } = await anOwner(service);
    const [created] = await eventsOf(service);
    expect(created?.user).toEqual({ email: address, emailVerified: true, locale: 'ko', disabled: false });
    const headers = bearer(accessToken);
    await service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
    const [deleted] = await eventsOf(service);
    expect(deleted?.type).toBe('user.deleted');
    expect(deleted).not.toHaveProperty('user');
  });

  it('repeats itself with the same ids, and writes no row twice', async () => {
    const service = aService();
    await anOwner(service);
    const records = [...service.changes];
    await service.tellEvents({ Records: records });
    await service.tellEvents({ Records: records.toReversed() });
    const audit = service.changes.slice(records.length);
    expect(audit).toHaveLength(2);
    await service.tellEvents({ Records: audit });
    await service.tellEvents({ Records: audit });
    expect(service.sent).toHaveLength(4);
    expect(new Set(service.sent.map(({ id }) => id)).size).toBe(2);
  });

  it('gives up a record that it cannot read, and no other', async () => {
    const service = aService();
    await anOwner(service);
    const [first, ...others] = service.changes.splice(0);
    const damaged = {
      ...first,
      dynamodb: { ...first?.dynamodb, NewImage: { pk: { S: 'user#1' } } },
    };
    expect(await service.tellEvents({ Records: [damaged, ...others] })).toEqual({ batchItemFailures: [] });
    expect(await told(service)).toEqual(['user.created', 'user.verified']);
    const lines = service.lines.filter((line) => line.includes('event_unreadable'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', EventsUnreadable: 1 });
  });

  it('leaves a message that is no ticket in its queue', async () => {
    const service = aService();
    const message = { messageId: 'm1', body: '{"pk":"user#1"}', eventSource: 'aws:sqs' };
    expect(await service.tellEvents({ Records: [message as never] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
  });

  it('lets no hash of a password out: not to the bus, the queue, the audit rows or the log', async () => {
    const service = aService();
    const { address, accessToken } = await anOwner(service);
    const headers = bearer(accessToken);
    await service.post('/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }, { headers });
    const records = service.changes.splice(0);
    expect(JSON.stringify(records)).toContain('$argon2id$');
    service.setFaults((call) => (call === 'store.swap' ? 'before' : undefined));
    await service.tellEvents({ Records: records });
    expect(service.eventQueue.length).toBeGreaterThan(0);
    const queued = JSON.stringify(service.eventQueue);
    service.setFaults();
    await service.tellAll();
    const rows = JSON.stringify(service.sent) + queued + service.lines.join('');
    for (const secret of ['argon2id', address, PASSWORD, NEW_PASSWORD]) expect(rows).not.toContain(secret);
  });
});

describe('a copied refresh token under faults', () => {
  const reuse = async (service: TestService) => {
    const { refreshToken, id } = await anOwner(service);
    await told(service);
    const { body } = await refresh(service, refreshToken);
    service.advance(60);
    return { old: refreshToken, newest: body.refreshToken as string, id };
  };

  it('gets the same answer while the audit rows cannot be written, and is told of later', async () => {
    const service = aService();
    const { old, newest } = await reuse(service);
    service.setFaults(onSecondSwap());
    const answer = await refresh(service, old);
    expect([answer.status, answer.body.code]).toEqual([401, 'session_ended']);
    service.setFaults();
    expect(await told(service)).toEqual([]);
    // The newest token is dead too, and its use writes what is owed.
    expect((await refresh(service, newest)).body.code).toBe('session_ended');
    expect(await told(service)).toEqual(['session.reused']);
    expect((await refresh(service, newest)).body.code).toBe('session_ended');
    expect(await told(service)).toEqual([]);
  });

  it('stays told of once if its session cannot be removed', async () => {
    const service = aService();
    const { old } = await reuse(service);
    service.setFaults((call) => (call === 'store.remove' ? 'before' : undefined));
    expect((await refresh(service, old)).body.code).toBe('session_ended');
    service.setFaults();
    expect((await refresh(service, old)).body.code).toBe('session_ended');
    expect(await told(service)).toEqual(['session.reused']);
  });

  it('keeps what is owed when somebody logs out with it', async () => {
    const service = aService();
    const { old, newest } = await reuse(service);
    service.setFaults(onSecondSwap());
    await refresh(service, old);
    service.setFaults();
    expect((await service.post('/logout', { refreshToken: newest })).status).toBe(200);
    expect((await refresh(service, old)).body.code).toBe('session_ended');
    expect(await told(service)).toEqual(['session.reused']);
  });

  /** The first swap of a refresh with a copied token ends the session, the second one writes the audit row. */
  const onSecondSwap = () => {
    let swaps = 0;
    return (call: string) => (call === 'store.swap' && ++swaps === 2 ? ('before' as const) : undefined);
  };
});
