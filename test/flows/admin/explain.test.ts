// Administrators ask why a person got no mail, and stop and start what is sent to an address.
import { describe, expect, it } from 'vitest';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { bearer, logIn } from '../../support/account.ts';
import { asAdmin, auditRowsOf } from '../../support/admin.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, pendingSignUp } from '../../support/sign-up.ts';
import { disable } from '../../support/standing.ts';

const ADDRESS = 'minji@example.com';
const PHONE = '+821012345678';
const REASON = { reason: 'Ticket 1042' };

const explain = async (service: TestService, query: object = { email: ADDRESS }) =>
  asAdmin(service, '/admin/users/explain', query);
const adviceOf = async (service: TestService, query?: object): Promise<string> =>
  (await explain(service, query)).body.advice.map(({ en, ko }: { en: string; ko: string }) => `${en} ${ko}`).join(' ');
const suppress = (service: TestService, body: object = { email: ADDRESS }) =>
  asAdmin(service, '/admin/suppressions/set', { ...body, ...REASON });
const lift = (service: TestService, body: object = { email: ADDRESS }) =>
  asAdmin(service, '/admin/suppressions/lift', { ...body, ...REASON });
const withAccount = async (options: ServiceOptions = {}) => {
  const service = createTestService(options);
  const { body } = await account(service, ADDRESS);
  return { service, userId: String(body.user.id), tokens: body };
};

describe('an explanation', () => {
  it('tells every step of every mail in both languages, in the order of time', async () => {
    const service = createTestService();
    await pendingSignUp(service, ADDRESS);
    service.advance(61);
    await beginSignUp(service, ADDRESS);
    const { status, body } = await explain(service, { email: ` ${ADDRESS.toUpperCase()}` });
    expect([status, body.address]).toEqual([200, ADDRESS]);
    expect(body.timeline.map(({ mail, status: what }: Record<string, string>) => `${mail} ${what}`)).toEqual([
      'signup asked',
      'signup pending',
      'signup expires',
    ]);
    expect(body.timeline[0].sentence).toEqual({
      en: 'Sign-up mail: was asked for (2 times within a day).',
      ko: '가입 인증 메일: 요청했습니다 (하루 동안 2번).',
    });
    await service.deliver();
    expect((await explain(service)).body.timeline[1]).toMatchObject({ status: 'sent' });
  });

  it('says what came of it: a bounce, its reason, the suppression and when it ends', async () => {
    const { service } = await withAccount();
    await service.post('/reset', { email: ADDRESS });
    await service.deliver();
    const tags = service.mails.at(-1)?.tags ?? {};
    await service.feedback(sesEvent('bouncedForGood', { to: ADDRESS, tags }));
    const { body } = await explain(service);
    expect(body.timeline).toContainEqual(
      expect.objectContaining({
        mail: 'reset',
        status: 'bounced',
        reason: 'mailbox_refused',
        sentence: expect.objectContaining({ en: expect.stringContaining('permanent bounce') }),
      }),
    );
    expect(body.suppressed).toMatchObject({ reason: 'bounced', until: expect.any(String) });
    expect(body.advice[0].en).toContain('came back for good');
  });

  it('knows no account, a pending sign-up, a disabled, an unproven and a passwordless account', async () => {
    const service = createTestService();
    expect(await adviceOf(service)).toMatch(/No account has this address.*no record/);
    await pendingSignUp(service, ADDRESS);
    expect(await adviceOf(service)).toContain('a sign-up waits');
    await asAdmin(service, '/admin/users/create', { email: 'new@example.com', ...REASON });
    expect(await adviceOf(service, { email: 'new@example.com' })).toMatch(/proven the address.*no password/);
    await asAdmin(service, '/admin/users/resend', { email: 'new@example.com', mail: 'invitation', ...REASON });
    expect((await explain(service, { email: 'new@example.com' })).body.limits).toEqual([]);
    const other = await withAccount();
    await disable(other.service, ADDRESS);
    expect(await adviceOf(other.service)).toContain('disabled');
  });

  it('shows the notices of changes and log-ins', async () => {
    const { service, tokens, userId } = await withAccount();
    const change = { currentPassword: 'correct horse battery', newPassword: 'staple battery horse' };
    await service.post('/me/password', change, { headers: bearer(tokens.accessToken) });
    const elsewhere = { ip: '192.0.2.9', headers: { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' } };
    await service.post('/login', { email: ADDRESS, password: 'staple battery horse' }, elsewhere);
    await service.deliver();
    const { body } = await explain(service, { userId });
    const mails = new Set(body.timeline.map(({ mail }: { mail: string }) => mail));
    expect(mails).toEqual(new Set(['signup', 'password_changed', 'new_log_in']));
  });

  it('names the limits that refuse a request now, with their ends', async () => {
    const { service } = await withAccount();
    await service.post('/reset', { email: ADDRESS });
    for (let tries = 0; tries < 8; tries++) await logIn(service, ADDRESS, 'a wrong password');
    const { body } = await explain(service);
    const told = body.limits.map(({ sentence }: { sentence: { en: string } }) => sentence.en).join(' ');
    expect(told).toMatch(/Password reset mail: another one/);
    expect(told).toMatch(/Log-in with the password waits/);
    for (const { until } of body.limits) expect(Date.parse(until)).toBeGreaterThan(service.clock.now());
    service.advance(24 * 3600);
    expect((await explain(service)).body.limits).toEqual([]);
  });

  it('tells of the list of SES, the quota, and nothing of other addresses', async () => {
    const find = async () => ({ reason: 'BOUNCE' });
    const quota = { mailsPer24Hours: 100, mailsPerSecond: 10, sentInLast24Hours: 0 };
    const { service, tokens } = await withAccount({
      accountSuppressions: { find, lift: async () => true },
      quota,
    });
    quota.sentInLast24Hours = 95;
    service.advance(120);
    const headers = bearer(tokens.accessToken);
    await service.post('/me/email', { newEmail: 'other@example.net', password: 'correct horse battery' }, { headers });
    await service.deliver();
    expect(await adviceOf(service)).toMatch(/SES account's own suppression list.*quota is nearly used up/);
    expect(JSON.stringify((await explain(service)).body)).not.toContain('other@');
  });

  it('is given for a phone number and an id, refused for neither, and noted', async () => {
    const { service, userId } = await withAccount();
    await service.post('/otp', { channel: 'sms', to: PHONE });
    expect((await explain(service, { phone: PHONE })).body).toMatchObject({
      address: PHONE,
      timeline: [{ mail: 'otp' }, { mail: 'otp' }, { mail: 'otp' }],
    });
    expect((await explain(service, { userId })).body.address).toBe(ADDRESS);
    expect((await explain(service, { userId: 'nobody' })).body.code).toBe('not_found');
    expect((await explain(service, { phone: '010' })).body).toMatchObject({ errors: [{ path: 'phone' }] });
    expect((await auditRowsOf(service, userId)).map(({ what }) => what)).toContain('admin.explain');
    expect(JSON.stringify(await auditRowsOf(service, NO_ACCOUNT))).not.toContain('10123');
  });
});

describe('a suppression', () => {
  it('that an administrator sets stops every mail until it is lifted', async () => {
    const { service } = await withAccount();
    expect(await suppress(service)).toMatchObject({ status: 200, body: { address: ADDRESS, isNew: true } });
    expect((await suppress(service)).body.isNew).toBe(false);
    const before = service.mails.length;
    await service.post('/reset', { email: ADDRESS });
    await service.deliver();
    expect(service.mails).toHaveLength(before);
    expect(await adviceOf(service)).toContain('an operator stopped it');
    expect((await lift(service)).body).toEqual({ address: ADDRESS, wasSuppressed: 'by_hand', wasOnAccountList: false });
    expect((await lift(service)).body).toEqual({ address: ADDRESS, wasOnAccountList: false });
    service.advance(61);
    await service.post('/reset', { email: ADDRESS });
    await service.deliver();
    expect(service.mails).toHaveLength(before + 1);
  });

  it('replaces one that would end, and is lifted from the list of SES, too', async () => {
    const lifted: string[] = [];
    const lift_ = async (address: string) => lifted.push(address) > 0;
    const service = createTestService({ accountSuppressions: { find: async () => undefined, lift: lift_ } });
    const key = suppressionKey('email', ADDRESS);
    await service.store.swap(key, 'absent', { reason: 'bounced', at: service.clock.now() });
    expect((await suppress(service)).body.isNew).toBe(true);
    expect((await service.store.load([key]))[0]?.reason).toBe('by_hand');
    expect((await lift(service)).body.wasOnAccountList).toBe(true);
    expect(lifted).toEqual([ADDRESS]);
    await suppress(service, { phone: PHONE });
    expect((await lift(service, { phone: PHONE })).body.wasSuppressed).toBe('by_hand');
    expect(lifted).toEqual([ADDRESS]);
  });

  it('is noted before it is lifted, and a failing SES is told', async () => {
    const fail = async () => {
      throw new Error('no answer');
    };
    const { service, userId } = await withAccount({ accountSuppressions: { find: async () => undefined, lift: fail } });
    await suppress(service);
    expect((await lift(service)).status).toBe(500);
    const acts = (await auditRowsOf(service, userId)).map(({ what }) => what);
    expect(acts).toEqual(['admin.suppress', 'admin.unsuppress']);
    expect(await service.store.load([suppressionKey('email', ADDRESS)])).toEqual([undefined]);
  });
});
