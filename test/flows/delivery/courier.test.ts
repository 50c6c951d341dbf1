// The courier over a real database: no mail is lost, no row gets a wrong status, and every failure has its own reason.
import { describe, expect, it } from 'vitest';
import { adviceOn } from '#domain/delivery/reasons.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import { challengeKey, suppressionKey } from '#domain/store-keys.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions, type TestService, toMessage } from '../../support/service.ts';
import { beginSignUp, mailTo, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = (options: ServiceOptions = {}) => createTestService({ store: createTestStore(), ...options });
const deliveryOf = async (service: TestService, address: string) => (await service.loadChallenge(address))?.delivery;
const refuseWith = (result: SendResult) => ({ onSend: () => result });
const passing: SendResult = { ok: false, permanent: false, reason: 'transport_unavailable', error: 'TimeoutError' };

/** Fails only the first call of that name. */
const firstCall = (wanted: string, fault: 'before' | 'after') => {
  let isDone = false;
  return (call: string) => {
    if (isDone || call !== wanted) return undefined;
    isDone = true;
    return fault;
  };
};

describe('the courier', () => {
  it('sends a pending message and records it with the message id', async () => {
    const service = aService();
    const { address } = await pendingSignUp(service, freshAddress());
    expect(await deliveryOf(service, address)).toMatchObject({
      status: 'sent',
      seq: 1,
      messageId: 'message-1',
      tries: 0,
    });
    expect(service.mails[0]?.tags).toEqual({
      purpose: 'signup',
      challenge: (await service.loadChallenge(address))?.id,
      seq: '1',
    });
  });

  it('killed between sending and recording sends the mail again with the same link and code', async () => {
    const service = aService();
    const { address } = await beginSignUp(service, freshAddress());
    let isSent = false;
    service.setFaults((call) => {
      isSent ||= call === 'transport.send';
      return isSent && call !== 'transport.send' ? 'before' : undefined;
    });
    const [record] = service.stream;
    await service.courier({ Records: record ? [record] : [] });
    expect(service.mails).toHaveLength(1);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'pending' });
    service.setFaults();
    await service.deliver();
    const [first, second] = service.mails;
    expect([second?.token, second?.code]).toEqual([first?.token, first?.code]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });

  it('killed before sending sends the mail later', async () => {
    const service = aService({ faults: firstCall('transport.send', 'before') });
    const { address } = await beginSignUp(service, freshAddress());
    await service.deliver();
    expect(service.mails).toHaveLength(0);
    await service.deliverQueued();
    expect(service.mails).toHaveLength(1);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });

  it('hands a passing failure to the retry queue without the image, then sends it from there', async () => {
    let isDown = true;
    const service = aService({ onSend: () => (isDown ? passing : undefined) });
    const { address } = await beginSignUp(service, freshAddress());
    await service.deliver();
    expect(await deliveryOf(service, address)).toMatchObject({
      status: 'queued',
      reason: 'transport_unavailable',
      tries: 1,
    });
    expect(Object.keys(service.queue[0] ?? {})).toEqual(['pk', 'id', 'seq']);
    await service.deliverQueued();
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'queued', tries: 2 });
    isDown = false;
    await service.deliverQueued();
    const { token, code } = await mailTo(service, address);
    expect(token && code).toBeTruthy();
    expect(await deliveryOf(service, address)).toEqual({
      status: 'sent',
      seq: 1,
      at: service.clock.now(),
      askedAt: service.clock.now(),
      tries: 2,
      messageId: 'message-1',
    });
  });

  it('gives up with the real reason if the next try would come when the link expires', async () => {
    const service = aService(refuseWith(passing));
    const { address } = await beginSignUp(service, freshAddress());
    service.advance(1785);
    await service.deliver();
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'failed', reason: 'transport_unavailable' });
    expect(service.queue).toEqual([]);
  });

  it('records a refused recipient as failed, with a reason that tells the operator what to do, and never queues it', async () => {
    const service = aService(
      refuseWith({ ok: false, permanent: true, reason: 'recipient_not_verified', error: 'MessageRejected' }),
    );
    const { address } = await beginSignUp(service, freshAddress());
    await service.deliver();
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'failed', reason: 'recipient_not_verified' });
    expect(service.queue).toEqual([]);
    const line = JSON.parse(service.lines.find((text) => text.includes('mail_failed')) ?? '{}');
    expect(line).toMatchObject({ advice: adviceOn('recipient_not_verified'), error: 'MessageRejected' });
    expect(line.advice).toMatch(/Verify the address in SES, or request production access/);
  });

  it('skips a suppressed address', async () => {
    const service = aService();
    const address = freshAddress();
    await service.store.swap(suppressionKey('email', address), 'absent', {
      reason: 'bounced',
      at: service.clock.now(),
    });
    await beginSignUp(service, address);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'skipped', reason: 'suppressed' });
  });

  it('fails a message that expired before its first try', async () => {
    const service = aService();
    const { address } = await beginSignUp(service, freshAddress());
    service.advance(1800);
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'failed', reason: 'expired_before_sent' });
  });

  it('sends nothing for a delivery that is superseded, resent since, used or finished', async () => {
    const service = aService();
    const { address, token, continuation } = await pendingSignUp(service, freshAddress());
    const { id = '' } = (await service.loadChallenge(address)) ?? {};
    const pk = challengeKey({ purpose: 'signup', channel: 'email', address }).pk;
    const bring = (ticket: { pk: string; id: string; seq: number }) =>
      service.courier({ Records: [toMessage(ticket, 0)] });
    await bring({ pk, id, seq: 1 });
    await bring({ pk, id, seq: 2 });
    await bring({ pk, id: '01KE5VYW8EABCDEFGHJKMNPQRS', seq: 1 });
    expect(service.mails).toHaveLength(1);
    service.advance(61);
    await service.post('/signup/resend', { continuation });
    await service.post('/verify', { token, continuation });
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });

  it.each(['stream', 'queue'] as const)(
    'notes that the mail of a used link is not needed: from the %s',
    async (source) => {
      let isDown = false;
      const service = aService({ onSend: () => (isDown ? passing : undefined) });
      const { address, token, continuation } = await pendingSignUp(service, freshAddress());
      service.advance(61);
      await service.post('/signup/resend', { continuation });
      isDown = source === 'queue';
      if (isDown) await service.deliver();
      expect(await deliveryOf(service, address)).toMatchObject({ status: isDown ? 'queued' : 'pending', seq: 2 });
      expect((await service.post('/verify', { token, continuation })).status).toBe(200);
      isDown = false;
      await service.deliver();
      await service.deliverQueued();
      expect(service.mails).toHaveLength(1);
      expect(await deliveryOf(service, address)).toMatchObject({ status: 'skipped', reason: 'not_needed', seq: 2 });
    },
  );

  it('brings a delivery that comes by stream and queue at once to one final state', async () => {
    const service = aService();
    const { address } = await beginSignUp(service, freshAddress());
    const challenge = await service.loadChallenge(address);
    const ticket = {
      pk: challengeKey({ purpose: 'signup', channel: 'email', address }).pk,
      id: challenge?.id ?? '',
      seq: 1,
    };
    const both = await Promise.all([
      service.courier({ Records: [...service.stream] }),
      service.courier({ Records: [toMessage(ticket, 0)] }),
    ]);
    expect(both).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(new Set(service.mails.map(({ token }) => token)).size).toBe(1);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent', seq: 1 });
  });

  it('reports only the record whose queue refuses, and sends the others', async () => {
    const service = aService();
    const bad = freshAddress();
    await beginSignUp(service, bad);
    await beginSignUp(service, freshAddress());
    const [badRecord] = service.stream;
    let calls = 0;
    // The first record fails at its transport and then at its queue.
    service.setFaults((call) => {
      if (call === 'transport.send') return calls++ === 0 ? 'before' : undefined;
      return call === 'retries.put' ? 'before' : undefined;
    });
    const answer = await service.courier({ Records: [...service.stream] });
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(service.mails).toHaveLength(1);
    const failed = answer.batchItemFailures[0]?.itemIdentifier;
    expect(service.stream.map(({ dynamodb }) => dynamodb?.SequenceNumber)).toContain(failed);
    expect(badRecord).toBeDefined();
  });

  it('reports a queue message that fails unexpectedly, so that it ends in the dead-letter queue', async () => {
    const service = aService({ ...refuseWith(passing) });
    await beginSignUp(service, freshAddress());
    await service.deliver();
    const [ticket] = service.queue;
    service.setFaults((call) => (call === 'store.load' ? 'before' : undefined));
    const answer = await service.courier({ Records: ticket ? [toMessage(ticket, 3)] : [] });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }] });
    const nonsense = { ...toMessage({ pk: 'x', id: 'y', seq: 1 }, 4), body: 'no ticket' };
    expect(await service.courier({ Records: [nonsense] })).toEqual({ batchItemFailures: [{ itemIdentifier: '4' }] });
  });

  it('never throws, whatever record it gets', async () => {
    const service = aService();
    const strange = [
      {},
      { dynamodb: {} },
      { dynamodb: { NewImage: { pk: { S: 'limit#x' } } } },
      { messageId: 'm', body: '{}' },
    ];
    const answer = await service.courier({ Records: strange as never });
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: undefined }, { itemIdentifier: 'm' }]);
  });

  it('keeps its outcome if others change the row at the same time', async () => {
    const service = aService();
    const { address, continuation } = await beginSignUp(service, freshAddress());
    await Promise.all([
      service.deliver(),
      ...Array.from({ length: 3 }, () => service.post('/verify', { code: '000000', continuation })),
    ]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });
});
