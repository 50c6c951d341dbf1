// 500 sign-ups from 500 networks, each for the mailbox of another stranger: no limit of this service sees them. What the alarm
// says, what the human check stops, and what honest people see. The numbers are in docs/human-check.md.
import { describe, expect, it } from 'vitest';
import { UNUSED_MAILS_OF_A_FLOOD } from '#domain/metrics.ts';
import type { HumanCheckSettings } from '#domain/settings.ts';
import { ALWAYS, createPeople, WHEN_BOMBED } from '../../support/human.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork } from '../../support/service.ts';
import { account, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';

const HOUR = 3600;
const BOTS = 500;

/** At the beginning of an hour. */
const aService = (humanCheck?: HumanCheckSettings) => {
  const people = createPeople();
  const service = createTestService({ settings: { ...(humanCheck && { humanCheck }) }, humanCheck: people });
  service.advance(HOUR - ((service.clock.time / 1000) % HOUR));

  /** From a network that was never seen before. */
  const ask = (path: string, body: object) => service.post(path, body, { ip: `${freshNetwork()}.9` });
  const signUp = async (more: object = {}): Promise<number> => {
    const { status } = await ask('/signup', { email: freshAddress(), password: PASSWORD, ...more });
    await service.deliver();
    return status;
  };
  /** `count` bots, as fast as one a second. Returns the number of those that were accepted. */
  const attack = async (count: number): Promise<number> => {
    let accepted = 0;
    for (let bot = 0; bot < count; bot++) {
      if ((await signUp()) === 202) accepted += 1;
      service.advance(1);
    }
    return accepted;
  };
  /** What the alarm `UnverifiedSignUps` sums up. */
  const unused = (): number => service.lines.reduce((sum, line) => sum + (JSON.parse(line).unusedMails ?? 0), 0);
  return { service, people, ask, signUp, attack, unused };
};

describe('500 sign-ups from 500 networks', () => {
  it('without a check: all get their mail, and the alarm rings at the 51st', async () => {
    const { service, attack, unused } = aService();
    expect(await attack(50)).toBe(50);
    expect(unused()).toBe(UNUSED_MAILS_OF_A_FLOOD);
    expect(await attack(1)).toBe(1);
    expect(unused()).toBeGreaterThan(UNUSED_MAILS_OF_A_FLOOD);
    expect(await attack(BOTS - 51)).toBe(BOTS - 51);
    expect(service.mails).toHaveLength(BOTS);
  });

  it('with mode "on": none gets a mail, and the alarm is silent', async () => {
    const { service, attack, unused } = aService(ALWAYS);
    expect(await attack(BOTS)).toBe(0);
    expect([service.mails.length, unused()]).toEqual([0, 0]);
  });

  it('with mode "whenBombed": 51 get a mail, the alarm rings at the last of them, and 449 are stopped', async () => {
    const { service, attack, unused } = aService(WHEN_BOMBED);
    expect(await attack(BOTS)).toBe(51);
    expect([service.mails.length, unused()]).toEqual([51, 51]);
  });

  it('all at once: the check may be late by those that were under way', async () => {
    const { service, signUp } = aService(WHEN_BOMBED);
    const waves = 10;
    let accepted = 0;
    for (let wave = 0; wave < waves; wave++) {
      const statuses = await Promise.all(Array.from({ length: BOTS / waves }, () => signUp()));
      accepted += statuses.filter((status) => status === 202).length;
    }
    // 50 come before the counter passes 100, and the wave of 50 that it passes 100 in.
    expect(accepted).toBe(100);
    await service.deliver();
    // Those that found no free slot.
    for (let round = 0; round < 20 && service.queue.length > 0; round++) {
      service.advance(1);
      await service.deliverQueued();
    }
    expect(service.mails).toHaveLength(100);
  });
});

describe('honest people while the check is on', () => {
  it('are asked once per request, and get their mail', async () => {
    const { service, people, ask, attack } = aService(WHEN_BOMBED);
    await attack(BOTS);
    const email = freshAddress();
    const body = { email, password: PASSWORD };
    const refused = await ask('/signup', body);
    expect([refused.status, refused.body.code, refused.body.reason]).toEqual([403, 'human_check_required', 'missing']);
    const { action } = refused.body;
    const passed = await ask('/signup', { ...body, humanToken: people.solve(action) });
    expect(passed.status).toBe(202);
    await service.deliver();
    expect(service.mails.at(-1)?.to).toBe(email);
  });

  it('who have an account are asked before a mail for a log-in or a reset, and not for their password', async () => {
    const { service, ask, attack } = aService(WHEN_BOMBED);
    const email = freshAddress();
    await account(service, email);
    await attack(BOTS);
    const statuses = ['/reset', '/login/link'].map(async (path) => (await ask(path, { email })).status);
    expect(await Promise.all(statuses)).toEqual([403, 403]);
    expect((await ask('/login', { email, password: PASSWORD })).status).toBe(200);
  });

  it('who have their mail already verify it as ever', async () => {
    const { service, attack } = aService(WHEN_BOMBED);
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    await attack(BOTS);
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  });
});

describe('the check', () => {
  it('stays on for the next hour, and is off again in the hour after', async () => {
    const { service, attack, signUp } = aService(WHEN_BOMBED);
    expect(await attack(60)).toBe(51);
    service.advance(HOUR);
    expect(await signUp()).toBe(403);
    service.advance(HOUR);
    expect(await signUp()).toBe(202);
  });

  it('lets a flood that goes on for a day send 51 mails in two hours at most, once it was seen', async () => {
    const { service, attack } = aService(WHEN_BOMBED);
    let accepted = 0;
    for (let hour = 0; hour < 24; hour++) {
      const begun = service.clock.time;
      accepted += await attack(55);
      service.advance(HOUR - (service.clock.time - begun) / 1000);
    }
    expect(accepted).toBe(12 * 51);
  });

  it('never begins in a busy hour in which 40 % of the mails are used', async () => {
    const { service, unused } = aService(WHEN_BOMBED);
    for (let person = 0; person < 200; person++) {
      const ip = `${freshNetwork()}.9`;
      const address = freshAddress();
      const { status, body } = await service.post('/signup', { email: address, password: PASSWORD }, { ip });
      expect(status).toBe(202);
      await service.deliver();
      const { token } = service.mails.findLast(({ to }) => to === address) ?? {};
      if (person % 5 < 2) {
        await service.post('/verify', { token, continuation: body.continuation }, { ip });
      }
      service.advance(10);
    }
    expect(unused()).toBe(0);
  });

  it('goes with the mails and not with the answers: a repeat by its key counts once, and so does one that was refused', async () => {
    const { service, ask, signUp } = aService(WHEN_BOMBED);
    for (let mail = 0; mail < 50; mail++) await signUp();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = { email: freshAddress(), password: PASSWORD };
    expect((await ask('/signup', { ...body, password: 'short' })).status).toBe(422);
    expect((await service.post('/signup', body, { headers })).status).toBe(202);
    expect((await service.post('/signup', body, { headers })).status).toBe(202);
    expect(await signUp()).toBe(403);
  });

  it('counts in the background of the answer: a counter that fails is logged, and the mail goes', async () => {
    const { service } = aService(WHEN_BOMBED);
    let counts = 0;
    service.setFaults((call) => (call === 'store.count' && ++counts === 3 ? 'before' : undefined));
    const { status } = await service.post('/signup', { email: freshAddress(), password: PASSWORD });
    expect(status).toBe(202);
    expect(service.lines.map((line) => JSON.parse(line).event)).toContain('dependency_failed');
  });

  it('is closed while its counters cannot be read', async () => {
    const { service, ask } = aService(WHEN_BOMBED);
    service.setFaults((call) => (call === 'store.load' ? 'before' : undefined));
    expect((await ask('/reset', { email: freshAddress() })).status).toBe(503);
  });
});
