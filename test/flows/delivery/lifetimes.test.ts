// The time a mail promises is the time its link has left, and what only newer code knows is kept for it.
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { idNumber } from '../../support/builders.ts';
import { spanOf } from '../../support/mails.ts';
import { createTestService, testSettings } from '../../support/service.ts';
import { PASSWORD, pendingSignUp } from '../../support/sign-up.ts';

const ADDRESS = 'minji@example.com';

describe('the mail', () => {
  it('does not promise more minutes than its link has left', async () => {
    const service = createTestService();
    const { continuation } = await pendingSignUp(service, ADDRESS);
    service.advance(85 * 60);
    const resent = await service.post('/signup/resend', { continuation });
    expect(resent.body.expiresInSeconds).toBe(300);
    await service.deliver();
    expect(service.mails).toHaveLength(2);
    const minutes = new RegExp(spanOf('(\\d+)', 'minutes')).exec(service.mails[1]?.text ?? '')?.[1];
    expect(Number(minutes)).toBeLessThanOrEqual(5);
  });

  it('can be written for the shortest lifetime that the settings accept', async () => {
    const accepted = parseSettings({ ...testSettings, lifetimes: { signupSeconds: 60 } });
    const service = createTestService({ settings: { lifetimes: accepted.lifetimes } });
    await service.post('/signup', { email: ADDRESS, password: PASSWORD });
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});

describe('a ticket in the retry queue', () => {
  it('of a kind this code does not know is kept for newer code, not thrown away', async () => {
    const service = createTestService();
    const body = JSON.stringify({ pk: `notice#password#email:${ADDRESS}#x`, id: idNumber(1), seq: 1 });
    const event = { Records: [{ messageId: 'm1', body, eventSource: 'aws:sqs' }] } as never;
    expect(await service.courier(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });
});
