// A fault at each call of log-in, refresh, log-out and reset, in turn: a repeat succeeds, or the person can simply log in.
import { describe, expect, it } from 'vitest';
import { loadAccount } from '#use-cases/load-account.ts';
import { askLogInLink, askReset, bearer, logIn } from '../support/account.ts';
import { FAULTS } from '../support/faults/faults.ts';
import { sweep } from '../support/faults/sweep.ts';
import { onLaptop } from '../support/places.ts';
import { freshAddress } from '../support/real-store.ts';
import type { TestService } from '../support/service.ts';
import { account, mailTo, PASSWORD } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';

const store = createTestStore();
const NEW_PASSWORD = 'a whole new password';

const noticesTo = async (service: TestService, address: string) => {
  await service.deliver();
  await service.deliverQueued();
  return service.mails.filter(({ to, tags }) => to === address && tags.purpose === 'new_log_in');
};

describe('a fault at any call', () => {
  it('of log-in never answers 500 nor locks the owner out', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const address = freshAddress();
      await account(service, address);
      arm();
      expect([200, 503]).toContain((await logIn(service, address)).status);
      service.setFaults();
      expect((await logIn(service, address)).status).toBe(200);
    });
    expect(runs).toBeGreaterThan(8 * FAULTS.length);
  });

  it.each(['/reset', '/login/link'])(
    'of %s never answers 500, and asking again brings a working link',
    async (path) => {
      await sweep(store, async (service, arm) => {
        const address = freshAddress();
        await account(service, address);
        arm();
        expect([202, 429, 503]).toContain((await service.post(path, { email: address })).status);
        service.setFaults();
        service.advance(61);
        const { token } = await (path === '/reset' ? askReset : askLogInLink)(service, address);
        const body = path === '/reset' ? { token, password: NEW_PASSWORD } : { token };
        expect((await service.post(`${path}/confirm`, body)).status).toBe(200);
      });
    },
  );

  it('of a log-in from a new place: the owner is told of it once, and never later than of the session', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const address = freshAddress();
      await account(service, address);
      const place = onLaptop();
      const enter = () => service.post('/login', { email: address, password: PASSWORD }, place);
      arm();
      const first = await enter();
      service.setFaults();
      expect([200, 503]).toContain(first.status);
      if (first.status === 200) expect(await noticesTo(service, address)).toHaveLength(1);
      expect((await enter()).status).toBe(200);
      expect(await noticesTo(service, address)).toHaveLength(1);
    });
    expect(runs).toBeGreaterThan(9 * FAULTS.length);
  });

  it.each(['link', 'code'])('of a log-in by %s from a new place: the owner is told of it once', async (by) => {
    await sweep(store, async (service, arm) => {
      const address = freshAddress();
      await account(service, address);
      const { token, code, continuation } = await askLogInLink(service, address);
      const place = onLaptop();
      const proof = by === 'link' ? { token } : { code, continuation };
      const confirm = () => service.post('/login/link/confirm', proof, place);
      arm();
      const statuses = [(await confirm()).status];
      service.setFaults();
      statuses.push((await confirm()).status);
      if (statuses.includes(200)) expect(await noticesTo(service, address)).toHaveLength(1);
      // If the link is used and its answer lost, the person logs in in another way.
      expect((await service.post('/login', { email: address, password: PASSWORD }, place)).status).toBe(200);
      expect(await noticesTo(service, address)).toHaveLength(1);
    });
  });

  it.each(['link', 'code'])(
    'of a log-in by %s opens at most one session, and a repeat one or says why not',
    async (by) => {
      await sweep(store, async (service, arm) => {
        const address = freshAddress();
        await account(service, address);
        const { token, code, continuation } = await askLogInLink(service, address);
        const confirm = () => service.post('/login/link/confirm', by === 'link' ? { token } : { code, continuation });
        arm();
        const first = await confirm();
        service.setFaults();
        const second = await confirm();
        expect([200, 410, 503]).toContain(first.status);
        expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
        if (second.status !== 200) expect(second.body.code).toBe('already_used');
      });
    },
  );

  it.each(['link', 'code'])(
    'of a reset by %s sets the password once, ends every session, and tells the owner',
    async (by) => {
      const runs = await sweep(store, async (service, arm) => {
        const address = freshAddress();
        const { body: before } = await account(service, address);
        const { token, code, continuation } = await askReset(service, address);
        const proof = by === 'link' ? { token } : { code, continuation };
        const confirm = () => service.post('/reset/confirm', { ...proof, password: NEW_PASSWORD });
        arm();
        const first = await confirm();
        service.setFaults();
        const second = await confirm();
        expect([200, 409, 410, 503]).toContain(first.status);
        expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
        if (second.status !== 200) expect(second.body.code).toBe('already_used');

        expect((await logIn(service, address, NEW_PASSWORD)).status).toBe(200);
        expect((await logIn(service, address, PASSWORD)).status).toBe(401);
        expect((await service.post('/token/refresh', { refreshToken: before.refreshToken })).status).toBe(401);
        const me = await service.request({ method: 'GET', path: '/me', headers: bearer(before.accessToken) });
        expect(me.status).toBe(401);
        const notice = await mailTo(service, address);
        expect(notice.tags.purpose).toBe('password_changed');
      });
      expect(runs).toBeGreaterThan(10 * FAULTS.length);
    },
  );

  it('of a refresh gives the same next token on repeat, and never a second chain of tokens', async () => {
    await sweep(store, async (service, arm) => {
      const { body } = await account(service, freshAddress());
      const refresh = (refreshToken: string) => service.post('/token/refresh', { refreshToken });
      arm();
      const first = await refresh(body.refreshToken);
      service.setFaults();
      const second = await refresh(body.refreshToken);
      expect([200, 409, 503]).toContain(first.status);
      expect(second.status).toBe(200);
      if (first.status === 200) expect(second.body.refreshToken).toBe(first.body.refreshToken);
      service.advance(11);
      expect((await refresh(second.body.refreshToken)).status).toBe(200);
    });
  });

  it.each(['/logout', '/logout/all'])('of %s: after the repeat the session has ended', async (path) => {
    await sweep(store, async (service, arm) => {
      const { body } = await account(service, freshAddress());
      const { refreshToken } = body;
      arm();
      expect([200, 401, 409, 503]).toContain((await service.post(path, { refreshToken })).status);
      service.setFaults();
      expect([200, 401]).toContain((await service.post(path, { refreshToken })).status);
      expect((await service.post('/token/refresh', { refreshToken })).status).toBe(401);
      const me = await service.request({ method: 'GET', path: '/me', headers: bearer(body.accessToken) });
      expect(me.status).toBe(401);
    });
  });

  it('of the courier with a notice never loses it', async () => {
    await sweep(store, async (service, arm) => {
      const address = freshAddress();
      await account(service, address);
      const { token } = await askReset(service, address);
      await service.post('/reset/confirm', { token, password: NEW_PASSWORD });
      arm();
      await service.deliver();
      service.setFaults();
      await service.deliver();
      await service.deliverQueued();
      expect(service.mails.filter(({ tags }) => tags.purpose === 'password_changed').length).toBeGreaterThanOrEqual(1);
      expect(await loadAccount(store, address)).toBeDefined();
    });
  });
});
