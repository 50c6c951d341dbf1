// Administrators send mails again, set metadata, and move an account whose mailbox is lost.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { emailClaimKey, suppressionKey, userKey } from '#domain/store-keys.ts';
import { askReset, bearer, ENDED_SESSION, logIn, me, tryTokens } from '../../support/account.ts';
import { asAdmin, auditRowsOf } from '../../support/admin.ts';
import { crashBefore, createHookedStore } from '../../support/faults/hooked-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { disable } from '../../support/standing.ts';

const ADDRESS = 'minji@example.com';
const NEW = 'minji.kim@example.net';
const REASON = { reason: 'Ticket 1042' };

const anAccount = async (options: ServiceOptions = {}) => {
  const service = createTestService(options);
  const { body } = await account(service, ADDRESS);
  return { service, userId: String(body.user.id), tokens: body };
};
const create = (service: TestService, body: object = {}) =>
  asAdmin(service, '/admin/users/create', { email: ADDRESS, ...REASON, ...body });
const resend = (service: TestService, mail: string, email = ADDRESS) =>
  asAdmin(service, '/admin/users/resend', { email, mail, ...REASON });
const setMetadata = (service: TestService, userId: string, metadata: unknown) =>
  asAdmin(service, '/admin/users/set-metadata', { userId, metadata, ...REASON });
const move = (service: TestService, userId: string, body: object = {}) =>
  asAdmin(service, '/admin/users/change-email', { userId, email: NEW, ...REASON, ...body });

describe('a mail that an administrator sends again', () => {
  it('is that of a pending sign-up, with the same link, at once and as often as needed', async () => {
    const service = createTestService();
    const { token } = await pendingSignUp(service, ADDRESS);
    for (let times = 0; times < 25; times++) expect((await resend(service, 'signup')).status).toBe(200);
    expect((await mailTo(service, ADDRESS)).token).toBe(token);
    expect(await service.loadChallenge(ADDRESS)).toMatchObject({ sends: 26 });
    expect((await auditRowsOf(service, NO_ACCOUNT)).at(-1)).toMatchObject({
      what: 'admin.resend',
      data: { mail: 'signup' },
    });
  });

  it('is a reset, live or new, whose link sets a password', async () => {
    const { service } = await anAccount();
    const { token } = await askReset(service, ADDRESS);
    const sent = await resend(service, 'reset');
    expect(sent).toMatchObject({ status: 200, body: { user: { email: ADDRESS }, expiresAt: expect.any(String) } });
    expect((await mailTo(service, ADDRESS)).token).toBe(token);
    service.advance(3600);
    await resend(service, 'reset');
    const { token: next } = await mailTo(service, ADDRESS);
    expect(next).not.toBe(token);
    expect((await service.post('/reset/confirm', { token: next, password: 'another password' })).status).toBe(200);
  });

  it('is an invitation for an account without a password, also after the first one ran out', async () => {
    const service = createTestService();
    await create(service);
    expect((await resend(service, 'invitation')).status).toBe(200);
    const first = await mailTo(service, ADDRESS);
    service.advance(8 * 24 * 3600);
    expect((await resend(service, 'invitation')).status).toBe(200);
    const { token } = await mailTo(service, ADDRESS);
    expect(token).not.toBe(first.token);
    expect((await service.post('/invitation/confirm', { token, password: PASSWORD })).status).toBe(200);
    expect(await resend(service, 'invitation')).toMatchObject({ status: 409, body: { code: 'nothing_to_send' } });
  });

  it('is refused plainly where it would lead to nothing', async () => {
    const { service } = await anAccount();
    expect((await resend(service, 'signup')).body.code).toBe('already_registered');
    expect((await resend(service, 'signup', NEW)).body.code).toBe('nothing_to_send');
    expect((await resend(service, 'reset', NEW)).body.code).toBe('not_found');
    expect((await resend(service, 'invitation', NEW)).body.code).toBe('not_found');
    await disable(service, ADDRESS);
    expect((await resend(service, 'reset')).body.code).toBe('account_disabled');
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });

  it('goes to no suppressed address, whoever keeps the list', async () => {
    const { service } = await anAccount();
    await service.store.swap(suppressionKey('email', ADDRESS), 'absent', {
      reason: 'bounced',
      at: service.clock.now(),
    });
    expect(await resend(service, 'reset')).toMatchObject({ status: 409, body: { code: 'address_suppressed' } });
    const find = async () => ({ reason: 'COMPLAINT' });
    const other = await anAccount({ accountSuppressions: { find, lift: async () => true } });
    expect((await resend(other.service, 'reset')).body.code).toBe('address_suppressed');
  });
});

describe('metadata', () => {
  it('is replaced as a whole and removed, and the act is noted without it', async () => {
    const { service, userId } = await anAccount();
    const set = await setMetadata(service, userId, { plan: 'pro', seats: 3 });
    expect(set).toMatchObject({ status: 200, body: { user: { metadata: { plan: 'pro', seats: 3 } } } });
    expect((await setMetadata(service, userId, { plan: 'free' })).body.user.metadata).toEqual({ plan: 'free' });
    expect((await setMetadata(service, userId, null)).body.user).not.toHaveProperty('metadata');
    const rows = await auditRowsOf(service, userId);
    expect(rows.map(({ what }) => what)).toEqual(Array.from({ length: 3 }, () => 'admin.set_metadata'));
    expect(JSON.stringify(rows)).not.toContain('pro');
    const [user] = await service.store.load([userKey(userId)]);
    expect(user?.lastAct).toBe(rows.at(-1)?.id);
  });

  it('keeps the session, works on a disabled account, and refuses what cannot be stored', async () => {
    const { service, userId, tokens } = await anAccount();
    await setMetadata(service, userId, { plan: 'pro' });
    expect((await me(service, tokens.accessToken)).status).toBe(200);
    const large = { id: 2 ** 60 };
    expect(await setMetadata(service, userId, large)).toMatchObject({ body: { errors: [{ path: 'metadata' }] } });
    expect((await setMetadata(service, 'nobody', {})).body.code).toBe('not_found');
    await disable(service, ADDRESS);
    expect((await setMetadata(service, userId, { plan: 'free' })).status).toBe(200);
  });
});

describe('an account that an administrator moves', () => {
  it('is logged out everywhere, has no password, and gets no mail until somebody asks for one', async () => {
    const { service, userId, tokens } = await anAccount();
    const moved = await move(service, userId);
    expect(moved).toMatchObject({
      status: 200,
      body: { user: { email: NEW, emailVerified: false, hasPassword: false } },
    });
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    await service.deliver();
    expect(service.mails.filter(({ to }) => to === NEW)).toEqual([]);
    expect((await logIn(service, NEW)).status).toBe(401);
    expect((await logIn(service, ADDRESS)).status).toBe(401);
  });

  it('is opened at the new address by the reset that its person asks for', async () => {
    const { service, userId } = await anAccount();
    await move(service, userId);
    const { token } = await askReset(service, NEW);
    const reset = await service.post('/reset/confirm', { token, password: 'a new password' });
    expect(reset).toMatchObject({ status: 200, body: { user: { id: userId, email: NEW } } });
    expect((await logIn(service, NEW, 'a new password')).status).toBe(200);
  });

  it('is taken back from the old address, which is told at once, also after the new one was proven', async () => {
    const { service, userId } = await anAccount();
    await move(service, userId);
    const notice = await mailTo(service, ADDRESS);
    expect(notice).toMatchObject({
      tags: { purpose: 'email_changed' },
      text: expect.stringContaining('m***@example.net'),
    });
    expect(notice.text).not.toMatch(/jimin|Support/);
    const { token } = await askReset(service, NEW);
    const thief = await service.post('/reset/confirm', { token, password: 'a new password' });
    service.advance(71 * 3600);
    expect((await service.post('/email/undo', { token: notice.token })).status).toBe(202);
    expect((await me(service, thief.body.accessToken)).status).toBe(401);
    const [user] = await service.store.load([userKey(userId)]);
    expect(user).toMatchObject({ email: ADDRESS, emailVerifiedAt: service.clock.now() });
  });

  it('is taken back for an hour only if somebody else may read the old mailbox', async () => {
    const { service, userId } = await anAccount();
    await move(service, userId, { oldMailboxLost: true });
    const { token } = await mailTo(service, ADDRESS);
    service.advance(3601);
    expect((await service.post('/email/undo', { token })).body.code).toBe('expired');
  });

  it('leaves a mistyped address without a way back, and stays in reach of the one that was proven', async () => {
    const { service, userId } = await anAccount();
    await move(service, userId, { email: 'stranger@example.org' });
    const { token } = await mailTo(service, ADDRESS);
    expect((await move(service, userId)).body.user.email).toBe(NEW);
    await service.deliver();
    expect(service.mails.filter(({ to }) => to === 'stranger@example.org')).toEqual([]);
    expect(await service.store.load([emailClaimKey('stranger@example.org')])).toEqual([undefined]);
    expect((await service.post('/email/undo', { token })).status).toBe(202);
  });

  it('stays where it is if the address is its own or of another account, or the account is gone or disabled', async () => {
    const { service, userId } = await anAccount();
    await account(service, NEW);
    expect((await move(service, userId)).body.code).toBe('already_registered');
    expect((await move(service, userId, { email: ADDRESS.toUpperCase() })).body.code).toBe('same_address');
    expect((await move(service, 'nobody')).body.code).toBe('not_found');
    await disable(service, ADDRESS);
    expect((await move(service, userId, { email: 'third@example.com' })).body.code).toBe('account_disabled');
  });

  it('is moved by a repeat, wherever the first try died, and nobody is told of a move that was not made', async () => {
    for (const kind of ['audit', 'claim', 'notice', 'user'] as const) {
      const { store, hook } = createHookedStore(createMemoryStore());
      const { service, userId } = await anAccount({ store });
      hook(crashBefore(kind));
      expect((await move(service, userId)).status).toBe(503);
      hook();
      await service.deliver();
      expect(service.mails.filter(({ tags }) => tags.purpose === 'email_changed')).toEqual([]);
      expect((await move(service, userId)).status).toBe(200);
      expect((await mailTo(service, ADDRESS)).tags.purpose).toBe('email_changed');
    }
  });

  it('ends the reset and log-in mails of before', async () => {
    const { service, userId, tokens } = await anAccount();
    const { token } = await askReset(service, ADDRESS);
    const headers = bearer(tokens.accessToken);
    await service.post('/me/email', { newEmail: 'thief@example.com', password: PASSWORD }, { headers });
    const change = await mailTo(service, 'thief@example.com');
    await move(service, userId);
    expect((await service.post('/reset/confirm', { token, password: 'a new password' })).status).toBe(410);
    const confirmed = await service.post('/me/email/confirm', { token: change.token }, { headers });
    expect(confirmed.status).toBeGreaterThanOrEqual(400);
  });
});
