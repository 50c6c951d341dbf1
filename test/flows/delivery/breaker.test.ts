// The bounce breaker and domains without mail servers, over a real database: they protect the account from made-up addresses.
import { describe, expect, it } from 'vitest';
import { adviceOn } from '#domain/delivery/reasons.ts';
import type { Purpose } from '#domain/purpose.ts';
import { bearer } from '../../support/account.ts';
import { HOUR, MINUTE } from '../../support/builders.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { beginSignUp } from '../../support/sign-up.ts';

const signUp = (service: TestService, address = freshAddress()) =>
  beginSignUp(service, address, undefined, `${freshNetwork()}.1`);
const deliveryOf = async (service: TestService, address: string, purpose?: Purpose) =>
  (await service.loadChallenge(address, purpose))?.delivery;

/** 15 minutes before the full hour: 60 mails were sent, the first and the last to addresses that have an account now, and this many bounced. */
const anHour = async (bounces: number) => {
  const service = createTestService({ store: createOwnLimitsStore() });
  service.clock.time += 45 * MINUTE - (service.clock.time % HOUR);
  // One mail first: until SES has reported the quota, couriers send slowly.
  await signUp(service);
  await service.deliver();
  await Promise.all(Array.from({ length: 59 }, () => signUp(service)));
  await service.deliver();
  const [owner, ...others] = service.mails.splice(0);
  const answer = await service.post('/verify', { token: owner?.token, password: 'correct horse battery' });
  expect([answer.status, others.length]).toEqual([200, 59]);
  const last = others.at(-1);
  const second = await service.post('/verify', { token: last?.token, password: 'correct horse battery' });
  expect(second.status).toBe(200);
  for (const mail of others.slice(0, bounces)) await service.feedback(sesEvent('bouncedForGood', mail));
  return { service, ownerAddress: owner?.to ?? '', otherAddress: last?.to ?? '' };
};

describe('after 60 mails and three permanent bounces in one hour', () => {
  it('a first mail is held, with advice for the operator, and is sent in the next hour', async () => {
    const { service } = await anHour(3);
    const { address, answer } = await signUp(service);
    await service.deliver();
    expect(answer.status).toBe(202);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'queued', reason: 'reputation' });
    const line = service.lines.find((text) => text.includes('"reason":"reputation"'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ event: 'mail_queued', advice: adviceOn('reputation') });
    const held = service.lines.map((text) => JSON.parse(text)).filter(({ event }) => event === 'mail_held');
    expect(held).toMatchObject([{ reason: 'reputation', Held: 1 }]);
    service.advance(14 * 60);
    await service.deliverQueued();
    expect(service.mails).toEqual([]);
    service.advance(60);
    await service.deliverQueued();
    expect(service.mails.map(({ to }) => to)).toEqual([address]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'sent' });
  });

  it('mails to accounts are still sent: a reset, and the account-exists mail of a second sign-up', async () => {
    const { service, ownerAddress } = await anHour(3);
    service.advance(61);
    await service.post('/reset', { email: ownerAddress });
    await signUp(service, ownerAddress);
    await service.deliver();
    expect(service.mails.map(({ to, tags }) => [to, tags.purpose]).toSorted()).toEqual([
      [ownerAddress, 'reset'],
      [ownerAddress, 'signup'],
    ]);
  });

  it('the notice of a changed password still goes', async () => {
    const { service, ownerAddress } = await anHour(3);
    const password = 'correct horse battery';
    const { accessToken } = (await service.post('/login', { email: ownerAddress, password })).body;
    const change = { currentPassword: password, newPassword: 'staple battery horse' };
    await service.post('/me/password', change, { headers: bearer(accessToken) });
    await service.deliver();
    expect(service.mails.map(({ to, tags }) => [to, tags.purpose])).toEqual([[ownerAddress, 'password_changed']]);
  });

  it.each([
    ['sent', 'an account'],
    ['queued', 'nobody'],
  ])('a one-time code is %s to an address that %s has', async (status, who) => {
    const { service, ownerAddress } = await anHour(3);
    const to = who === 'nobody' ? freshAddress() : ownerAddress;
    expect((await service.post('/otp', { channel: 'email', to })).status).toBe(202);
    await service.deliver();
    expect(await deliveryOf(service, to, 'otp')).toMatchObject({ status });
    expect(service.mails.map((mail) => mail.to)).toEqual(status === 'sent' ? [to] : []);
  });

  it('an email change to a new address is held, and to one that has an account it is sent', async () => {
    const { service, ownerAddress, otherAddress } = await anHour(3);
    const opened = await service.post('/login', { email: ownerAddress, password: 'correct horse battery' });
    for (const newEmail of [freshAddress(), otherAddress]) {
      const body = { newEmail, password: 'correct horse battery' };
      await service.post('/me/email', body, { headers: bearer(opened.body.accessToken) });
      await service.deliver();
      const status = newEmail === otherAddress ? 'sent' : 'queued';
      expect(await deliveryOf(service, newEmail, 'email_change')).toMatchObject({ status });
    }
    expect(service.mails.map(({ to }) => to)).toEqual([otherAddress]);
  });

  it('a pending sign-up does not get its mail sooner by a reset request', async () => {
    const { service } = await anHour(3);
    const { address } = await signUp(service);
    await service.post('/reset', { email: address });
    await service.deliver();
    expect(service.mails).toEqual([]);
    expect(await deliveryOf(service, address, 'reset')).toMatchObject({ status: 'queued', reason: 'reputation' });
  });
});

describe('first mails are sent', () => {
  it('after one bounce of 60', async () => {
    const { service } = await anHour(1);
    await signUp(service);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });

  it('after the bounce of one address was reported three times', async () => {
    const { service } = await anHour(0);
    const bounce = sesEvent('bouncedForGood', {
      to: freshAddress(),
      tags: { purpose: 'signup', challenge: 'x', seq: '1' },
    });
    for (let times = 0; times < 3; times++) await service.feedback(bounce);
    await signUp(service);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});

describe('a sign-up at a domain without mail', () => {
  it('is recorded as failed, sends and queues nothing, and gets the same answer as any other', async () => {
    const service = createTestService({ store: createOwnLimitsStore() });
    const other = await signUp(service);
    await service.deliver();
    const operations = service.operations.length;
    const { address, answer } = await signUp(service, freshAddress().replace('example.com', 'nowhere.example'));
    expect(service.operations.slice(operations)).toEqual(['count 1', 'load challenge', 'count 1', 'swap challenge']);
    expect([answer.status, Object.keys(answer.body)]).toEqual([202, Object.keys(other.answer.body)]);
    expect({ ...answer.body, continuation: '' }).toEqual({ ...other.answer.body, continuation: '' });
    await service.deliver();
    expect(service.mails).toHaveLength(1);
    expect(service.queue).toEqual([]);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'failed', reason: 'domain_without_mail' });
    const line = service.lines.find((text) => text.includes('domain_without_mail')) ?? '';
    expect(JSON.parse(line)).toMatchObject({ event: 'mail_failed', advice: adviceOn('domain_without_mail') });
    expect(service.lines.join('')).not.toContain('nowhere.example');
  });
});
