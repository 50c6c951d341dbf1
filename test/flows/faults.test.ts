// Each call to a port fails before or after its effect, happens twice or comes late, in turn: a repeat always succeeds.
import { describe, expect, it } from 'vitest';
import { loadAccount } from '#use-cases/load-account.ts';
import { FAULTS, type Fault } from '../support/faults/faults.ts';
import { sweep } from '../support/faults/sweep.ts';
import { createOwnLimitsStore } from '../support/own-limits.ts';
import { freshAddress } from '../support/real-store.ts';
import { createTestService } from '../support/service.ts';
import { beginSignUp, mailTo, PASSWORD, type PendingSignUp, pendingSignUp } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';

const store = createTestStore();

const ways: Record<string, (pending: PendingSignUp) => Record<string, string>> = {
  'link and continuation': ({ token, continuation }) => ({ token, continuation }),
  'link and password': ({ token }) => ({ token, password: PASSWORD }),
  'code and continuation': ({ code, continuation }) => ({ code, continuation }),
};

describe('a fault at any call', () => {
  it('of sign-up never answers 500, and a repeat completes the sign-up', async () => {
    const runs = await sweep(store, async (service, arm) => {
      const address = freshAddress();
      arm();
      const first = await service.post('/signup', { email: address, password: PASSWORD });
      expect([202, 429, 503]).toContain(first.status);
      service.setFaults();
      service.advance(61);
      const { token, continuation } = await pendingSignUp(service, address);
      expect((await service.post('/verify', { token, continuation })).status).toBe(200);
    });
    expect(runs).toBe(4 * FAULTS.length);
  });

  it('of sign-up after its one write still sends a mail whose link and password verify', async () => {
    const service = createTestService({ store });
    const address = freshAddress();
    service.setFaults((call) => (call === 'store.swap' ? 'after' : undefined));
    expect((await service.post('/signup', { email: address, password: PASSWORD })).status).toBe(503);
    service.setFaults();
    const { token } = await mailTo(service, address);
    expect((await service.post('/verify', { token, password: PASSWORD })).status).toBe(200);
  });

  it.each(Object.entries(ways))(
    'of verify by %s ends in one log-in, or the person can simply log in',
    async (_way, bodyOf) => {
      const runs = await sweep(store, async (service, arm) => {
        const pending = await pendingSignUp(service, freshAddress());
        arm();
        const first = await service.post('/verify', bodyOf(pending));
        service.setFaults();
        const repeated = await service.post('/verify', bodyOf(pending));
        expect([200, 409, 410, 503]).toContain(first.status);
        expect([first.status, repeated.status].filter((status) => status === 200).length).toBeLessThanOrEqual(1);
        if (repeated.status !== 200) expect(repeated.body.code).toBe('already_used');
        const user = await loadAccount(service.store, pending.address);
        expect(await service.dependencies.passwords.verify(PASSWORD, user?.passwordHash ?? '')).toBe(true);
        expect((await service.loadChallenge(pending.address))?.data).toBeUndefined();
      });
      expect(runs).toBeGreaterThan(8 * FAULTS.length);
    },
  );

  it('of resend never answers 500, and the link stays the same', async () => {
    await sweep(store, async (service, arm) => {
      const { address, continuation, token } = await pendingSignUp(service, freshAddress());
      service.advance(61);
      arm();
      expect([202, 409, 429, 503]).toContain((await service.post('/signup/resend', { continuation })).status);
      service.setFaults();
      service.advance(121);
      expect((await service.post('/signup/resend', { continuation })).status).toBe(202);
      expect((await mailTo(service, address)).token).toBe(token);
    });
  });

  it('of the first tab’s status never logs in twice, and never answers 500', async () => {
    await sweep(store, async (service, arm) => {
      const { token, continuation } = await pendingSignUp(service, freshAddress());
      await service.post('/verify', { token, password: PASSWORD });
      arm();
      const first = await service.post('/verify/status', { continuation });
      service.setFaults();
      const second = await service.post('/verify/status', { continuation });
      expect([200, 409, 410, 503]).toContain(first.status);
      expect([first.status, second.status].filter((status) => status === 200).length).toBeLessThanOrEqual(1);
      if (second.status !== 200) expect(second.body.code).toBe('already_used');
    });
  });

  it('of the courier loses no mail: it is sent, by the stream again or by the queue', async () => {
    const seen = new Set<Fault>();
    let minutes = 0;
    const runs = await sweep(createOwnLimitsStore(), async (service, arm, name) => {
      // The quota is stale each time, so that SES is asked.
      service.advance(61 * ++minutes);
      const { address } = await beginSignUp(service, freshAddress());
      arm();
      await service.deliver();
      service.setFaults();
      await service.deliver();
      await service.deliverQueued();
      expect(service.mails.length).toBeGreaterThanOrEqual(1);
      expect(new Set(service.mails.map(({ token }) => token)).size).toBe(1);
      expect((await service.loadChallenge(address))?.delivery).toMatchObject({ status: 'sent', seq: 1 });
      expect(service.operations).toContain('swap quota');
      seen.add(name.split(' ')[0] as Fault);
    });
    expect(seen.size).toBe(FAULTS.length);
    expect(runs).toBeGreaterThanOrEqual(14 * FAULTS.length);
  });
});
