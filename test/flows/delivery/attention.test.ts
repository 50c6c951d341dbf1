// The log lines that alarms count: a mail that waits for an operator, held first mails, a failed dependency.
import { describe, expect, it } from 'vitest';
import { adviceOn, DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import type { FaultPlan } from '../../support/faults/faults.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { beginSignUp, mailTo, pendingSignUp } from '../../support/sign-up.ts';

const linesOf = ({ lines }: TestService, ...events: string[]) =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => events.includes(event));

const reasons = Object.keys(DELIVERY_REASONS) as DeliveryReason[];

describe.each(reasons)('a mail that was not sent because of %s', (reason) => {
  const expected = { operator: ['operator_needed'], breaker: ['mail_held'], none: [] }[
    DELIVERY_REASONS[reason].attention
  ];

  it.each([true, false])(`logs ${expected.join() || 'nothing'} for alarms at once (final: %s)`, async (permanent) => {
    const service = createTestService({ onSend: () => ({ ok: false, permanent, reason }) });
    const { address } = await beginSignUp(service, freshAddress());
    await service.deliver();
    const [outcome] = linesOf(service, permanent ? 'mail_failed' : 'mail_queued');
    expect(outcome).toMatchObject({ reason });
    const called = linesOf(service, 'operator_needed', 'mail_held');
    expect(called.map(({ event }) => event)).toEqual(expected);
    expect(service.lines.map((line) => JSON.parse(line).event)).not.toContain(undefined);
    const challenge = (await service.loadChallenge(address))?.id;
    for (const line of called) {
      expect(line).toMatchObject({ challenge, purpose: 'signup', seq: 1, reason, advice: adviceOn(reason) });
    }
  });
});

describe('an operator', () => {
  it('is called for each try, so that the alarm stays on, and no more once it is sent', async () => {
    const state = { isPaused: true };
    const service = createTestService({
      onSend: () => (state.isPaused ? { ok: false, permanent: false, reason: 'sending_paused' } : undefined),
    });
    await beginSignUp(service, freshAddress());
    await service.deliver();
    await service.deliverQueued();
    expect(linesOf(service, 'operator_needed')).toMatchObject([{ OperatorMustAct: 1 }, { OperatorMustAct: 1 }]);
    state.isPaused = false;
    await service.deliverQueued();
    expect(linesOf(service, 'operator_needed')).toHaveLength(2);
  });

  it('is called when SES refuses a mail after it accepted it, and not when the mailbox does', async () => {
    const service = createTestService();
    for (const event of ['bounced', 'rejected'] as const) {
      const { address } = await pendingSignUp(service, freshAddress());
      await service.feedback(sesEvent(event, await mailTo(service, address)));
    }
    const { challenge } = service.mails.at(-1)?.tags ?? {};
    const line = { reason: 'rejected_by_ses', purpose: 'signup', challenge, seq: 1 };
    expect(linesOf(service, 'operator_needed')).toMatchObject([line]);
  });
});

describe('a dependency that fails', () => {
  const failing =
    (...calls: string[]): FaultPlan =>
    (call) =>
      calls.includes(call) ? 'before' : undefined;

  it.each(['keyRing.generation', 'store.load', 'transport.send'])(
    '%s is counted by its name in the courier',
    async (call) => {
      const service = createTestService();
      const { address } = await beginSignUp(service, freshAddress());
      service.setFaults(failing(call));
      await service.deliver();
      const { id } = (await service.loadChallenge(address)) ?? {};
      const line = { dependency: call, DependencyFailed: 1, error: 'Error', challenge: id, seq: 1 };
      expect(linesOf(service, 'dependency_failed')).toMatchObject([line]);
      expect(linesOf(service, 'courier_failed')).toHaveLength(1);
    },
  );

  it('is also counted if the queue fails', async () => {
    const service = createTestService();
    await beginSignUp(service, freshAddress());
    const [record] = service.stream;
    service.setFaults(failing('keyRing.generation', 'retries.put'));
    await service.courier({ Records: record ? [record] : [] });
    const failed = linesOf(service, 'dependency_failed');
    expect(failed.map(({ dependency }) => dependency)).toEqual(['keyRing.generation', 'retries.put']);
  });

  it('is counted if the mail was sent and only its counts for the breaker are lost', async () => {
    const service = createTestService();
    await beginSignUp(service, freshAddress());
    let isSent = false;
    service.setFaults((call) => {
      const isLost = isSent && call === 'store.count';
      isSent ||= call === 'transport.send';
      return isLost ? 'before' : undefined;
    });
    await service.deliver();
    expect(linesOf(service, 'dependency_failed')).toMatchObject(Array(3).fill({ dependency: 'store.count' }));
    expect(linesOf(service, 'mail_sent')).toHaveLength(1);
  });

  it('is counted in the feedback function, which then fails and is called again', async () => {
    const service = createTestService();
    const { address } = await pendingSignUp(service, freshAddress());
    const event = sesEvent('delivered', await mailTo(service, address));
    service.setFaults(failing('store.swap'));
    await expect(service.feedback(event)).rejects.toThrow('the event could not be recorded');
    const { id } = (await service.loadChallenge(address)) ?? {};
    expect(linesOf(service, 'dependency_failed')).toMatchObject([{ dependency: 'store.swap', challenge: id, seq: 1 }]);
  });

  it('is not a bug: a bug is not counted as a dependency', async () => {
    const service = createTestService();
    await beginSignUp(service, freshAddress());
    service.dependencies.composer.compose = async () => {
      throw new TypeError('a bug');
    };
    await service.deliver();
    expect(linesOf(service, 'courier_failed')).toMatchObject([{ error: 'TypeError' }]);
    expect(linesOf(service, 'dependency_failed')).toEqual([]);
  });
});
