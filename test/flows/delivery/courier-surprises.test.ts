// What the courier does when a row is not its own, is changed by others, or cannot be written: no message is lost, and none is made up.
import { describe, expect, it } from 'vitest';
import { deriveCode } from '#domain/challenge/code.ts';
import { OVER_ALL, reputationCounter } from '#domain/delivery/reputation.ts';
import { QUOTA_KEY } from '#domain/store-keys.ts';
import { bearer } from '../../support/account.ts';
import { keysOf } from '../../support/builders.ts';
import { crashBefore, createHookedStore, losing, once } from '../../support/faults/hooked-store.ts';
import { spanOf } from '../../support/mails.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService, toMessage } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const NEW = 'staple battery horse';
const ID = '01KE5VYW8EABCDEFGHJKMNPQRS';

/** A service in whose store a test can step in. */
const aService = () => {
  const { store, hook } = createHookedStore(createOwnLimitsStore());
  return { service: createTestService({ store }), hook };
};
const linesOf = ({ lines }: TestService, event: string) =>
  lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);

describe('a row that is not the courier’s', () => {
  it('is passed over in the stream, which shows all kinds', async () => {
    const { service } = aService();
    const image = { pk: { S: 'session#x' }, id: { S: ID }, delivery: { M: { seq: { N: '1' } } } };
    const record = { eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '1', NewImage: image } };
    expect(await service.courier({ Records: [record as never] })).toEqual({ batchItemFailures: [] });
    expect([service.operations, service.queue]).toEqual([[], []]);
  });

  it('is left in the queue: newer code owes it', async () => {
    const { service } = aService();
    const message = toMessage({ pk: 'later#email:a@b.example', id: ID, seq: 1 }, 7);
    expect(await service.courier({ Records: [message] })).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect([service.operations, linesOf(service, 'courier_failed')]).toEqual([[], []]);
  });

  it('of a purpose that no mail is written for is not sent as another one', async () => {
    const store = createTestStore();
    const service = createTestService({ store });
    const { address } = await pendingSignUp(service, freshAddress());
    const signUp = await service.loadChallenge(address);
    if (!signUp) throw new Error('there is no challenge');
    const { version: _version, ...rest } = signUp;
    const delivery = { status: 'pending', seq: 1, at: service.clock.now(), tries: 0 } as const;
    const pk = `email_undo#email:${address}`;
    await store.swap({ kind: 'challenge', table: 'verifications', pk }, 'absent', { ...rest, delivery });
    const { batchItemFailures } = await service.courier({ Records: [toMessage({ pk, id: rest.id, seq: 1 }, 0)] });
    expect(batchItemFailures).toHaveLength(1);
    expect(service.mails).toHaveLength(1);
  });
});

describe('a message that fails by surprise', () => {
  it.each([
    ['/signup', { password: PASSWORD }, { urgent: false, delaySeconds: 15 }],
    ['/reset', {}, { urgent: true, delaySeconds: 15 }],
  ])('of %s waits in its queue for 15 s', async (path, body, expected) => {
    const put: object[] = [];
    const service = createTestService({ retries: { put: async (_ticket, options) => void put.push(options) } });
    const email = freshAddress();
    await account(service, email);
    service.advance(61);
    await service.post(path, { email, ...body });
    service.setFaults((call) => (call === 'transport.send' ? 'before' : undefined));
    await service.courier({ Records: service.stream.splice(0) });
    expect(put).toEqual([expected]);
  });

  it('is named in the log with its challenge, where it failed, and why the queue refused it', async () => {
    const { service } = aService();
    const { address } = await beginSignUp(service, freshAddress());
    const challenge = (await service.loadChallenge(address))?.id;
    service.setFaults((call) => (['transport.send', 'retries.put'].includes(call) ? 'before' : undefined));
    const { batchItemFailures } = await service.courier({ Records: [...service.stream] });
    expect(batchItemFailures).toHaveLength(1);
    const named = { challenge, seq: 1, error: 'DependencyError' };
    expect(linesOf(service, 'courier_failed')).toMatchObject([
      { ...named, stack: expect.stringContaining('deliver.ts') },
    ]);
    expect(linesOf(service, 'retry_queue_refused')).toMatchObject([named]);
  });

  it('is sent under no other generation of the master key than its own', async () => {
    const store = createTestStore();
    const { address } = await beginSignUp(createTestService({ store }), freshAddress());
    const service = createTestService({ store, settings: { masterKeys: { accepted: [2], current: 2 } } });
    const challenge = await service.loadChallenge(address);
    const ticket = { pk: `signup#email:${address}`, id: challenge?.id ?? '', seq: 1 };
    expect((await service.courier({ Records: [toMessage(ticket, 0)] })).batchItemFailures).toHaveLength(1);
    expect(service.mails).toEqual([]);
    expect(linesOf(service, 'courier_failed')).toMatchObject([{ error: 'Error' }]);
  });
});

describe('a link that died before its mail went', () => {
  it('is marked so by the courier, and a wrong code from before still counts', async () => {
    const { service, hook } = aService();
    const email = freshAddress();
    const { accessToken } = (await account(service, email)).body;
    const { continuation } = (await service.post('/reset', { email })).body;
    const { id = '', keyGeneration = 0 } = (await service.loadChallenge(email, 'reset')) ?? {};
    const ref = { purpose: 'reset', channel: 'email', address: email } as const;
    const code = wrongCode(deriveCode(keysOf(keyGeneration), ref, id));
    expect((await service.post('/reset/confirm', { code, continuation, password: NEW })).status).toBe(401);
    const guessed = await service.loadChallenge(email, 'reset');
    hook(crashBefore('challenge'));
    const change = { currentPassword: PASSWORD, newPassword: NEW };
    expect((await service.post('/me/password', change, { headers: bearer(accessToken) })).status).toBe(200);
    hook();
    await service.deliver();
    const dead = await service.loadChallenge(email, 'reset');
    expect(dead).toMatchObject({ usedAt: service.clock.now(), delivery: { reason: 'account_changed' } });
    expect([guessed?.failuresToday, dead?.failuresToday]).toEqual([1, 1]);
  });
});

describe('what became of a mail', () => {
  it('that can never be written goes to the queue, and is said of nothing that did not happen', async () => {
    const { service, hook } = aService();
    const { address } = await beginSignUp(service, freshAddress());
    hook(losing('challenge'));
    await service.deliver();
    expect(service.queue).toHaveLength(1);
    expect(linesOf(service, 'courier_failed')).toMatchObject([{ error: 'Error' }]);
    expect(linesOf(service, 'mail_sent')).toEqual([]);
    hook();
    await service.deliverQueued();
    expect((await service.loadChallenge(address))?.delivery).toMatchObject({ status: 'sent' });
  });

  it('is not written where SES was quicker to tell more, which is no failure', async () => {
    const { service, hook } = aService();
    const { address } = await beginSignUp(service, freshAddress());
    const tell = async () => {
      const [mail] = service.mails;
      if (mail) await service.feedback(sesEvent('delivered', mail));
    };
    hook(once(({ kind }) => kind === 'challenge', tell));
    await service.deliver();
    expect((await service.loadChallenge(address))?.delivery).toMatchObject({ status: 'delivered', seq: 1 });
    expect([service.queue, linesOf(service, 'courier_failed'), linesOf(service, 'mail_sent')]).toEqual([[], [], []]);
  });

  it.each([
    ['challenge', 'delivered'],
    ['suppression', 'bouncedForGood'],
  ] as const)('as SES tells it, lost at the %s row each time, is told again', async (kind, event) => {
    const { service, hook } = aService();
    const { address } = await pendingSignUp(service, freshAddress());
    const told = sesEvent(event, await mailTo(service, address), service.clock.now() + 1000);
    hook(losing(kind));
    await expect(service.feedback(told)).rejects.toThrow('the event could not be recorded');
    expect(linesOf(service, 'unexpected_error')).toMatchObject([{ error: 'Error' }]);
    expect(linesOf(service, 'address_suppressed')).toEqual([]);
    hook();
    await service.feedback(told);
    const status = event === 'delivered' ? 'delivered' : 'bounced';
    expect((await service.loadChallenge(address))?.delivery).toMatchObject({ status });
  });
});

describe('a mail', () => {
  it('is composed for its own address alone, and counted for the breaker only if it went', async () => {
    const service = createTestService({
      onSend: ({ to }) =>
        to.startsWith('refused') ? { ok: false, permanent: true, reason: 'recipient_not_verified' } : undefined,
    });
    const recipients: object[] = [];
    const { compose } = service.dependencies.composer;
    service.dependencies.composer.compose = (to, mail) => {
      recipients.push(to);
      return compose(to, mail);
    };
    const addresses = [freshAddress(), `refused-${freshAddress()}`];
    for (const address of addresses) await beginSignUp(service, address);
    await service.deliver();
    for (let round = 0; round < 3; round++) await service.deliverQueued();
    expect(recipients).toEqual(expect.arrayContaining(addresses.map((to) => ({ to }))));
    expect(recipients).toHaveLength(2);
    const [sent] = await service.store.load([reputationCounter('sent', OVER_ALL, service.clock.now()).key]);
    expect(sent?.total).toBe(1);
  });

  it('uses the quota figures that another courier wrote first', async () => {
    const { service, hook } = aService();
    const used = { mailsPer24Hours: 200, mailsPerSecond: 1, sentInLast24Hours: 200, at: service.clock.now() };
    hook(
      once(
        ({ kind }) => kind === 'quota',
        () => service.store.swap(QUOTA_KEY, 'absent', used),
      ),
    );
    const { address } = await beginSignUp(service, freshAddress());
    await service.deliver();
    expect((await service.loadChallenge(address))?.delivery).toMatchObject({ reason: 'quota_reserved' });
    expect(service.mails).toEqual([]);
  });

  it.each([
    [0, 30],
    [600, 20],
    [1749, 1],
    [1790, 1],
  ])(
    'that goes %i s after it was asked for says for how many minutes its link still works: %i',
    async (late, minutes) => {
      const { service } = aService();
      const { address } = await beginSignUp(service, freshAddress());
      service.advance(late);
      expect((await mailTo(service, address)).text).toContain(spanOf(minutes, 'minutes'));
    },
  );
});
