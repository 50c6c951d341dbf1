// A fault at each call of what changes the standing of an account, in turn: a repeat completes it, and nothing is open in between.
import { describe, expect, it } from 'vitest';
import { askLogInLink, askReset, ENDED_SESSION, LIVE_SESSION, logIn, tryTokens } from '../support/account.ts';
import { FAULTS } from '../support/faults/faults.ts';
import { sweep } from '../support/faults/sweep.ts';
import { freshAddress } from '../support/real-store.ts';
import { account, PASSWORD } from '../support/sign-up.ts';
import { accountAt, addForeign, disable, enable } from '../support/standing.ts';
import { createTestStore } from '../support/test-store.ts';

const store = createTestStore();
const FORMER = 'password of another service';

describe('a fault at any call', () => {
  it('of disabling: the account is as before or disabled, and a repeat disables it', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const address = freshAddress();
      const { body: tokens } = await account(service, address);
      arm();
      await disable(service, address).catch(() => undefined);
      service.setFaults();
      const isDone = (await accountAt(service, address)).disabled !== undefined;
      expect(await tryTokens(service, tokens)).toEqual(isDone ? ENDED_SESSION : LIVE_SESSION);
      await disable(service, address);
      expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
      expect((await logIn(service, address)).status).toBe(403);
    });
    expect(runs).toBeGreaterThan(2 * FAULTS.length);
  });

  it('of enabling: nothing from before works again, and a repeat lets the owner in', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const address = freshAddress();
      const { body: tokens } = await account(service, address);
      const { token } = await askReset(service, address);
      await disable(service, address);
      arm();
      await enable(service, address).catch(() => undefined);
      service.setFaults();
      await enable(service, address);
      expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
      const old = await service.post('/reset/confirm', { token, password: PASSWORD });
      expect([old.status, old.body.code]).toEqual([410, 'superseded']);
      expect((await logIn(service, address)).status).toBe(200);
      // Where the old mail could not be marked, the courier does so, and the next one comes.
      for (let round = 0; round < 2; round++) {
        service.advance(61);
        await service.post('/reset', { email: address });
        await service.deliver();
      }
      const { token: next } = service.mails.findLast(({ tags }) => tags.purpose === 'reset') ?? {};
      expect((await service.post('/reset/confirm', { token: next, password: PASSWORD })).status).toBe(200);
    });
    expect(runs).toBeGreaterThan(3 * FAULTS.length);
  });

  it('of the first mail of an account: it is never proven with the password from before', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const address = freshAddress();
      await addForeign(service, address, { password: FORMER });
      service.advance(1);
      const { token } = await askLogInLink(service, address);
      arm();
      // A write that is sent twice finds the link used, by itself: the person asks for another mail.
      expect([200, 410, 503]).toContain((await service.post('/login/link/confirm', { token })).status);
      service.setFaults();
      const { emailVerifiedAt, passwordHash } = await accountAt(service, address);
      expect([emailVerifiedAt, passwordHash].filter((each) => each !== undefined)).toHaveLength(1);
      expect([401, 403]).toContain((await logIn(service, address, FORMER)).status);
      const again = await service.post('/login/link/confirm', { token });
      expect([200, 410]).toContain(again.status);
      service.advance(61);
      const next = await askLogInLink(service, address);
      expect((await service.post('/login/link/confirm', { token: next.token })).status).toBe(200);
      expect((await logIn(service, address, FORMER)).status).toBe(401);
    });
    expect(runs).toBeGreaterThan(8 * FAULTS.length);
  });
});
