// A fault at each call of the routes of passkeys, in turn: a repeat ends as if nothing had happened, and the owner is told once.
import { describe, expect, it } from 'vitest';
import { bearer } from '../../support/account.ts';
import { FAULTS } from '../../support/faults/faults.ts';
import { type SweptFlow, sweep } from '../../support/faults/sweep.ts';
import {
  addPasskey,
  createCredential,
  createDevice,
  listPasskeys,
  logInByPasskey,
  PASSKEY_DOMAIN,
  removePasskey,
  useCredential,
} from '../../support/passkeys.ts';
import { freshAddress } from '../../support/real-store.ts';
import type { TestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();
const sweepPasskeys = (flow: SweptFlow) => sweep(store, flow, { passkeyDomain: PASSKEY_DOMAIN });

const noticesOf = async (service: TestService, address: string, purpose: string) => {
  await service.deliver();
  await service.deliverQueued();
  return service.mails.filter(({ to, tags }) => to === address && tags.purpose === purpose);
};

describe('a fault at any call', () => {
  it('of a log-in opens at most one session for an answer, and the next one works', async () => {
    const runs = await sweepPasskeys(async (service, arm) => {
      const device = createDevice();
      const { body } = await account(service, freshAddress());
      await addPasskey(service, body.accessToken, device);
      const credential = await useCredential(service, device);
      const send = () => service.post('/login/passkey', { credential });
      arm();
      const first = await send();
      service.setFaults();
      const second = await send();
      expect([200, 401, 409, 410, 503]).toContain(first.status);
      expect([first, second].filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      if (second.status !== 200) expect(['already_used', 'invalid_credentials']).toContain(second.body.code);
      expect((await logInByPasskey(service, device)).status).toBe(200);
    });
    expect(runs).toBeGreaterThan(8 * FAULTS.length);
  });

  it('of adding one: a repeat adds it once', async () => {
    const runs = await sweepPasskeys(async (service, arm) => {
      const address = freshAddress();
      const { body } = await account(service, address);
      const device = createDevice();
      const credential = await createCredential(service, body.accessToken, device);
      const send = () => service.post('/me/passkeys', { credential }, { headers: bearer(body.accessToken) });
      arm();
      expect([200, 409, 503]).toContain((await send()).status);
      service.setFaults();
      expect((await send()).status).toBe(200);
      expect(await listPasskeys(service, body.accessToken)).toHaveLength(1);
      expect(await noticesOf(service, address, 'passkey_added')).toHaveLength(1);
      expect((await logInByPasskey(service, device)).status).toBe(200);
    });
    expect(runs).toBeGreaterThan(4 * FAULTS.length);
  });

  it('of removing one: a repeat finds it gone', async () => {
    const runs = await sweepPasskeys(async (service, arm) => {
      const address = freshAddress();
      const { body } = await account(service, address);
      const { id } = (await addPasskey(service, body.accessToken, createDevice())).body.passkey;
      const remove = () => removePasskey(service, body.accessToken, id);
      arm();
      expect([200, 409, 503]).toContain((await remove()).status);
      service.setFaults();
      expect((await remove()).status).toBe(200);
      expect(await listPasskeys(service, body.accessToken)).toEqual([]);
      expect(await noticesOf(service, address, 'passkey_removed')).toHaveLength(1);
    });
    expect(runs).toBeGreaterThan(4 * FAULTS.length);
  });
});
