// A fault at each call of every account flow, in turn: a repeat succeeds, or answers with a clear error.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import { bearer, logIn } from '../support/account.ts';
import { MARKETING, yes } from '../support/consents.ts';
import { FAULTS } from '../support/faults/faults.ts';
import { type SweptFlow, sweep } from '../support/faults/sweep.ts';
import { freshPhone } from '../support/one-time-code.ts';
import { freshAddress } from '../support/real-store.ts';
import type { TestService } from '../support/service.ts';
import { account, mailTo, PASSWORD } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';

const store = createTestStore();
const NEW_PASSWORD = 'a whole new password';

/** An account, and the requests of its owner. */
const anOwner = async (service: TestService) => {
  const address = freshAddress();
  const { body } = await account(service, address);
  const headers = bearer(body.accessToken);
  const send = (method: string, path: string, asked?: unknown) =>
    service.request({ method, path, headers, ...(asked !== undefined && { body: asked }) });
  return { address, userId: body.user.id as string, send };
};

const askEmailChange = async (service: TestService) => {
  const owner = await anOwner(service);
  const newEmail = freshAddress();
  const asked = await owner.send('POST', '/me/email', { newEmail, password: PASSWORD });
  const { token = '', code = '' } = await mailTo(service, newEmail);
  return { ...owner, newEmail, token, code, continuation: asked.body.continuation as string };
};

describe('a fault at any call', () => {
  it('of PATCH /me: the repeat succeeds', async () => {
    await sweep(store, async (service, arm) => {
      const { send } = await anOwner(service);
      arm();
      expect([200, 409, 503]).toContain((await send('PATCH', '/me', { profile: { nick: 'min' } })).status);
      service.setFaults();
      const repeated = await send('PATCH', '/me', { profile: { nick: 'min' } });
      expect(repeated).toMatchObject({ status: 200, body: { profile: { nick: 'min' } } });
    });
  });

  it('of PUT /me/consents: the repeat succeeds, and the change is stored once', async () => {
    const flow: SweptFlow = async (service, arm) => {
      const { send } = await anOwner(service);
      const agree = () => send('PUT', '/me/consents', { consents: [yes(MARKETING)] });
      arm();
      expect([200, 409, 503]).toContain((await agree()).status);
      service.setFaults();
      const repeated = await agree();
      expect(repeated.body.history).toEqual([expect.objectContaining(yes(MARKETING))]);
    };
    await sweep(store, flow, { consents: [MARKETING] });
  });

  it('of a password change: the new or the old password logs in, and the change can be repeated', async () => {
    await sweep(store, async (service, arm) => {
      const { address, send } = await anOwner(service);
      const change = () => send('POST', '/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
      arm();
      expect([200, 401, 409, 503]).toContain((await change()).status);
      service.setFaults();
      expect([200, 401]).toContain((await change()).status);
      expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
      expect((await logIn(service, address, PASSWORD)).status).toBe(401);
      await service.deliver();
      await service.deliverQueued();
      expect(service.mails.some(({ tags }) => tags.purpose === 'password_changed')).toBe(true);
    });
  });

  it('of an email change request never answers 500, and the request can be repeated', async () => {
    await sweep(store, async (service, arm) => {
      const { send } = await anOwner(service);
      const newEmail = freshAddress();
      const ask = () => send('POST', '/me/email', { newEmail, password: PASSWORD });
      arm();
      expect([202, 429, 503]).toContain((await ask()).status);
      service.setFaults();
      service.advance(61);
      expect((await ask()).status).toBe(202);
      expect((await mailTo(service, newEmail)).code).toMatch(/^\d{6}$/);
    });
  });

  it.each(['link', 'code'])('of an email change by %s leaves the account at exactly one address', async (by) => {
    const runs = await sweep(store, async (service, arm) => {
      const { address, newEmail, userId, token, code, continuation } = await askEmailChange(service);
      const proof = by === 'link' ? { token, continuation } : { code, continuation };
      const confirm = () => service.post('/me/email/confirm', proof);
      arm();
      const first = await confirm();
      service.setFaults();
      const between = [await loadAccount(store, address), await loadAccount(store, newEmail)].filter(Boolean);
      expect(between.map((user) => user?.id)).toEqual([userId]);
      const second = await confirm();
      expect([200, 409, 410, 503]).toContain(first.status);
      expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      if (second.status !== 200) expect(second.body.code).toBe('already_used');
      expect((await loadAccount(store, newEmail))?.id).toBe(userId);
      expect(await loadAccount(store, address)).toBeUndefined();
      const [kept] = await store.load([emailClaimKey(address)]);
      expect(kept?.userId).toBe(userId);
      expect(kept?.reservedUntil).toBeGreaterThan(service.clock.now() + 72 * 3600 * 1000);
      await mailTo(service, address);
      await service.deliverQueued();
      expect(service.mails.some(({ to, tags }) => to === address && tags.purpose === 'email_changed')).toBe(true);
    });
    expect(runs).toBeGreaterThan(12 * FAULTS.length);
  });

  it('of an undo: after the repeat the account is back, and a reset works', async () => {
    await sweep(store, async (service, arm) => {
      const { address, userId, token, continuation } = await askEmailChange(service);
      await service.post('/me/email/confirm', { token, continuation });
      const undo = { token: (await mailTo(service, address)).token };
      arm();
      const first = await service.post('/email/undo', undo);
      service.setFaults();
      const second = await service.post('/email/undo', undo);
      expect([202, 409, 410, 503]).toContain(first.status);
      expect([202, 410]).toContain(second.status);
      expect((await loadAccount(store, address))?.id).toBe(userId);
      const reset = await mailTo(service, address);
      expect(reset.tags.purpose).toBe('reset');
      const confirmed = await service.post('/reset/confirm', { token: reset.token, password: NEW_PASSWORD });
      expect(confirmed.status).toBe(200);
      expect((await service.post('/email/undo', undo)).body.code).toBe('already_used');
    });
  });

  it('of a phone change: after the repeat the number is set', async () => {
    await sweep(store, async (service, arm) => {
      const { send, userId } = await anOwner(service);
      const { e164: phone } = freshPhone();
      const asked = await send('POST', '/me/phone', { phone, password: PASSWORD });
      await service.deliver();
      const code = /\d{6}/.exec(service.texts.at(-1)?.body ?? '')?.[0];
      const confirm = () => send('POST', '/me/phone/confirm', { code, continuation: asked.body.continuation });
      arm();
      expect([200, 409, 410, 503]).toContain((await confirm()).status);
      service.setFaults();
      const repeated = await confirm();
      if (repeated.status !== 200) expect(repeated.body.code).toBe('already_used');
      const [user] = await store.load([userKey(userId)]);
      expect(user?.phone).toBe(phone);
    });
  });

  it('of a one-time code gives at most one proof', async () => {
    await sweep(store, async (service, arm) => {
      const to = freshAddress();
      const asked = await service.post('/otp', { channel: 'email', to });
      const { code } = await mailTo(service, to);
      const check = () => service.post('/otp/check', { code, continuation: asked.body.continuation });
      arm();
      const first = await check();
      service.setFaults();
      const second = await check();
      expect([200, 410, 503]).toContain(first.status);
      expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      if (second.status !== 200) expect(second.body.code).toBe('already_used');
    });
  });

  it('of ending the other sessions: after the repeat they have ended', async () => {
    await sweep(store, async (service, arm) => {
      const { address, send } = await anOwner(service);
      const other = await logIn(service, address);
      arm();
      expect([200, 401, 409, 503]).toContain((await send('DELETE', '/me/sessions', { password: PASSWORD })).status);
      service.setFaults();
      expect([200, 401]).toContain((await send('DELETE', '/me/sessions', { password: PASSWORD })).status);
      expect((await service.post('/token/refresh', { refreshToken: other.body.refreshToken })).status).toBe(401);
    });
  });

  it('of a deletion: after the repeat nothing of the account is left, and the address is free', async () => {
    await sweep(store, async (service, arm) => {
      const { address, send, userId } = await anOwner(service);
      const remove = () => send('DELETE', '/me', { password: PASSWORD });
      arm();
      expect([200, 401, 409, 503]).toContain((await remove()).status);
      service.setFaults();
      expect([200, 401]).toContain((await remove()).status);
      expect(await store.load([userKey(userId)])).toEqual([undefined]);
      service.advance(61);
      const next = await account(service, address);
      expect(next.body.user.id).not.toBe(userId);
    });
  });
});
