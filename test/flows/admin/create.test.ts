// Administrators create accounts and invite people, who choose a password and agree themselves.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { askReset, bearer, logIn, me } from '../../support/account.ts';
import { asAdmin, auditRowsOf } from '../../support/admin.ts';
import { CONSENTS, REQUIRED } from '../../support/consents.ts';
import { crashBefore, createHookedStore } from '../../support/faults/hooked-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { disable } from '../../support/standing.ts';

const ADDRESS = 'minji@example.com';
const REASON = { reason: 'Ticket 1042' };
const KEY = { 'idempotency-key': 'a-key-of-22-characters-or-more' };

const create = (service: TestService, body: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  asAdmin(service, '/admin/users/create', { email: ADDRESS, ...REASON, ...body }, headers);
const invite = (service: TestService, body: object = {}) => create(service, { invite: true, ...body });
const accept = (service: TestService, token: string | undefined, body: object = {}) =>
  service.post('/invitation/confirm', { token, password: PASSWORD, ...body });

const invited = async (options: ServiceOptions = {}) => {
  const service = createTestService(options);
  const { body } = await invite(service);
  const mail = await mailTo(service, ADDRESS);
  return { service, userId: String(body.user.userId), token: mail.token, mail };
};

describe('an account that an administrator creates', () => {
  it('has what was given, no password and no proven address', async () => {
    const service = createTestService();
    const given = { locale: 'en', profile: { nickName: '민지' }, metadata: { plan: 'pro', seats: 3 } };
    const created = await create(service, given);
    expect(created).toMatchObject({
      status: 200,
      body: { user: { email: ADDRESS, emailVerified: false, hasPassword: false, disabled: false, ...given } },
    });
    await service.deliver();
    expect(service.mails).toEqual([]);
  });

  it('is noted with its reason before it is made, without an address', async () => {
    const service = createTestService();
    const { body } = await create(service);
    const rows = await auditRowsOf(service, body.user.userId);
    expect(rows).toMatchObject([{ what: 'admin.create', by: { kind: 'admin' }, ...REASON }]);
    expect(JSON.stringify(rows)).not.toContain('minji');
  });

  it('is opened by a reset that its person asks for, which proves the address', async () => {
    const service = createTestService();
    await create(service);
    expect(await logIn(service, ADDRESS)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    const { token } = await askReset(service, ADDRESS);
    expect((await service.post('/reset/confirm', { token, password: PASSWORD })).status).toBe(200);
    expect((await logIn(service, ADDRESS)).status).toBe(200);
  });

  it('is refused where the address has an account, and takes the address from a pending sign-up', async () => {
    const service = createTestService();
    const pending = await pendingSignUp(service, ADDRESS);
    expect((await create(service)).status).toBe(200);
    expect(await create(service)).toMatchObject({ status: 409, body: { code: 'already_registered' } });
    const { token, continuation } = pending;
    expect(await service.post('/verify', { token, continuation })).toMatchObject({
      body: { code: 'already_registered' },
    });
  });

  it('needs the profile that a sign-up needs, and metadata that can be stored', async () => {
    const field = { key: 'team', type: 'text', required: true, editable: true, atSignUp: true } as const;
    const label = { ko: '팀', en: 'Team' };
    const service = createTestService({ settings: { profileFields: [{ ...field, label }] } });
    expect(await create(service)).toMatchObject({ status: 400, body: { errors: [{ path: 'profile.team' }] } });
    const wrong = { profile: { team: 'A' }, metadata: { id: 2 ** 60 } };
    expect(await create(service, wrong)).toMatchObject({ status: 400, body: { errors: [{ path: 'metadata' }] } });
    expect((await create(service, { profile: { team: 'A' } })).status).toBe(200);
  });

  it('is the same one after a repeat with the same key, wherever the first try died', async () => {
    for (const kind of ['audit', 'user', 'claim', 'challenge'] as const) {
      const { store, hook } = createHookedStore(createMemoryStore());
      const service = createTestService({ store });
      hook(crashBefore(kind));
      expect((await create(service, { invite: true }, KEY)).status).toBe(503);
      hook();
      const again = await create(service, { invite: true }, KEY);
      expect(again.status).toBe(200);
      expect(await create(service, { invite: true }, KEY)).toMatchObject({ status: 200, body: again.body });
      await service.deliver();
      expect(service.mails.map(({ to }) => to)).toEqual([ADDRESS]);
      const found = await asAdmin(service, '/admin/users/find', { email: ADDRESS });
      expect(found.body.users).toEqual([again.body.user]);
    }
  });
});

describe('an invitation', () => {
  it('has a link alone, which sets the first password, proves the address and logs in', async () => {
    const { service, token, mail } = await invited();
    expect(mail).toMatchObject({ tags: { purpose: 'invitation' }, html: expect.stringContaining('/invitation?') });
    expect(mail.code).toBeUndefined();
    const accepted = await accept(service, token);
    expect(accepted).toMatchObject({ status: 200, body: { user: { email: ADDRESS, emailVerified: true } } });
    expect((await me(service, accepted.body.accessToken)).status).toBe(200);
    expect((await logIn(service, ADDRESS)).status).toBe(200);
    await service.deliver();
    expect(service.mails.map(({ tags }) => tags.purpose)).toEqual(['invitation']);
  });

  it('works once, and not after a password was set otherwise', async () => {
    const { service, token } = await invited();
    expect((await accept(service, token)).status).toBe(200);
    expect(await accept(service, token)).toMatchObject({ status: 410, body: { code: 'already_used' } });
    const other = await invited();
    const reset = await askReset(other.service, ADDRESS);
    await other.service.post('/reset/confirm', { token: reset.token, password: PASSWORD });
    expect(await accept(other.service, other.token)).toMatchObject({ status: 410, body: { code: 'superseded' } });
  });

  it('works for a week, whatever strangers ask for meanwhile', async () => {
    const { service, token } = await invited();
    service.advance(3600);
    await askReset(service, ADDRESS);
    service.advance(6 * 24 * 3600);
    expect((await accept(service, token)).status).toBe(200);
    const late = await invited();
    late.service.advance(7 * 24 * 3600);
    expect(await accept(late.service, late.token)).toMatchObject({ status: 410, body: { code: 'expired' } });
  });

  it('asks the person for what a sign-up asks for, and stores who agreed', async () => {
    const { service, token } = await invited({ settings: { consents: CONSENTS } });
    expect(await accept(service, token)).toMatchObject({ status: 422, body: { code: 'consent_required' } });
    const accepted = await accept(service, token, { consents: REQUIRED });
    expect(accepted.status).toBe(200);
    expect(accepted.body.user.consentsDue).toBeUndefined();
    const headers = bearer(accepted.body.accessToken);
    const { body } = await service.request({ method: 'GET', path: '/me/consents', headers });
    expect(body.consents).toMatchObject(REQUIRED);
  });

  it('refuses a weak password and leaves the link as it was', async () => {
    const { service, token } = await invited();
    expect(await accept(service, token, { password: 'short' })).toMatchObject({ body: { code: 'weak_password' } });
    expect((await accept(service, token)).status).toBe(200);
  });

  it('opens no account that was disabled, and none of another purpose', async () => {
    const { service, token } = await invited();
    expect((await service.post('/reset/confirm', { token, password: PASSWORD })).body.code).toBe('invalid_token');
    await disable(service, ADDRESS);
    expect((await accept(service, token)).status).toBeGreaterThanOrEqual(400);
    await account(service, 'other@example.com');
    const reset = await askReset(service, 'other@example.com');
    expect((await accept(service, reset.token)).body.code).toBe('invalid_token');
  });

  it('is accepted once by a repeat, wherever the first try died', async () => {
    for (const kind of ['user', 'challenge', 'session'] as const) {
      const { store, hook } = createHookedStore(createMemoryStore());
      const { service, token } = await invited({ store });
      hook(crashBefore(kind));
      expect((await accept(service, token)).status).toBe(503);
      hook();
      expect([200, 410]).toContain((await accept(service, token)).status);
      expect((await logIn(service, ADDRESS)).status).toBe(200);
    }
  });
});
