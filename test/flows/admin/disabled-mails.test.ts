// A disabled account gets no mail and no SMS: none that is asked for now, and none that was pending.
import { describe, expect, it } from 'vitest';
import { challengeKey } from '#domain/store-keys.ts';
import { bearer } from '../../support/account.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { disable, enable } from '../../support/standing.ts';
import { createTestStore } from '../../support/test-store.ts';

const anAccount = async (options: ServiceOptions = {}) => {
  const service = createTestService({ store: createTestStore(), ...options });
  const address = freshAddress();
  const { body: tokens } = await account(service, address);
  await service.deliver();
  service.advance(61);
  service.mails.splice(0);
  return { service, address, headers: bearer(tokens.accessToken) };
};

const SKIPPED = { status: 'skipped', reason: 'account_disabled' };

describe('a disabled account gets no mail', () => {
  it.each([
    ['reset', '/reset', {}],
    ['login', '/login/link', {}],
    ['signup', '/signup', { password: 'another password' }],
  ] as const)('of a %s that is asked for now', async (purpose, path, body) => {
    const { service, address } = await anAccount();
    await disable(service, address);
    expect((await service.post(path, { email: address, ...body })).status).toBe(202);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await service.loadChallenge(address, purpose)).toMatchObject({ delivery: SKIPPED });
  });

  it.each(['reset', 'login'] as const)('of a %s that was asked for before', async (purpose) => {
    const { service, address } = await anAccount();
    await service.post(purpose === 'reset' ? '/reset' : '/login/link', { email: address });
    await disable(service, address);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await service.loadChallenge(address, purpose)).toMatchObject({ delivery: SKIPPED });
  });

  it('that waited in the queue', async () => {
    let isDown = true;
    const { service, address } = await anAccount({
      onSend: ({ tags }) =>
        isDown && tags.purpose === 'reset'
          ? { ok: false, permanent: false, reason: 'transport_unavailable', error: 'down' }
          : undefined,
    });
    await service.post('/reset', { email: address });
    await service.deliver();
    expect(service.queue).toHaveLength(1);
    await disable(service, address);
    isDown = false;
    service.advance(30);
    await service.deliverQueued();
    expect(service.mails).toEqual([]);
    expect(await service.loadChallenge(address, 'reset')).toMatchObject({ delivery: SKIPPED });
  });

  it('of a notice, of a change or of a log-in', async () => {
    const { service, address, headers } = await anAccount();
    const changed = await service.post(
      '/me/password',
      { currentPassword: PASSWORD, newPassword: 'another battery' },
      { headers },
    );
    expect(changed.status).toBe(200);
    const from = { ip: '203.0.113.9', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/150.0' } };
    expect((await service.post('/login', { email: address, password: 'another battery' }, from)).status).toBe(200);
    await disable(service, address);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(service.lines.filter((line) => line.includes('"account_disabled"'))).toHaveLength(2);
  });

  it('at the new address that it asked to move to', async () => {
    const { service, address, headers } = await anAccount();
    const to = freshAddress();
    await service.post('/me/email', { newEmail: to, password: PASSWORD }, { headers });
    await disable(service, address);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await service.loadChallenge(to, 'email_change')).toMatchObject({ delivery: SKIPPED });
  });

  it('that tells it of another account that asked for its address', async () => {
    const { service, address } = await anAccount();
    const other = await account(service, freshAddress());
    await service.deliver();
    service.mails.splice(0);
    await disable(service, address);
    const asked = { newEmail: address, password: PASSWORD };
    await service.post('/me/email', asked, { headers: bearer(other.body.accessToken) });
    await service.deliver();
    expect(service.mails).toEqual([]);
  });

  it('nor an SMS', async () => {
    const { service, address, headers } = await anAccount();
    const { typed, e164 } = freshPhone();
    await service.post('/me/phone', { phone: typed, password: PASSWORD }, { headers });
    await disable(service, address);
    await service.deliver();
    expect(service.texts).toEqual([]);
    const [row] = await service.store.load([challengeKey({ purpose: 'phone_change', channel: 'sms', address: e164 })]);
    expect(row).toMatchObject({ delivery: SKIPPED });
  });
});

describe('a one-time code', () => {
  it('is sent: it is of whoever asks for it, and opens no account', async () => {
    const { service, address } = await anAccount();
    await disable(service, address);
    await service.post('/otp', { channel: 'email', to: address });
    await service.deliver();
    expect(service.mails.map(({ to }) => to)).toEqual([address]);
  });
});

describe('an account that is enabled again', () => {
  it('gets the mail that it asks for then, at once', async () => {
    const { service, address } = await anAccount();
    await service.post('/reset', { email: address });
    await disable(service, address);
    await service.deliver();
    service.advance(61);
    await service.post('/reset', { email: address });
    await service.deliver();
    await enable(service, address);
    service.advance(61);
    await service.post('/reset', { email: address });
    await service.deliver();
    const [mail] = service.mails;
    expect(service.mails).toHaveLength(1);
    const reset = await service.post('/reset/confirm', { token: mail?.token, password: PASSWORD });
    expect(reset.status).toBe(200);
  });
});
