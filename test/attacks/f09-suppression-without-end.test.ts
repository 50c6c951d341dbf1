// An annoyed owner marks as spam a one-time code that a stranger asked for; or a mailbox bounces once. Neither takes the account's mails.
import { describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, logIn, mailAbout, moveAccount } from '../support/local/people.ts';
import { tellSes } from '../support/local/tell-ses.ts';
import { subjectOf } from '../support/mails.ts';

const service = useLocalService();
const DAYS_14 = 14 * 24 * 3600;

/** The owner complained about a code, or the mailbox bounced it. */
const stopped = async (name: 'complained' | 'bouncedForGood') => {
  const { address } = await createLocalAccount(service);
  const { refreshToken } = (await logIn(service, address)).body;
  expect((await aClient(service).post('/otp', { channel: 'email', to: address })).status).toBe(202);
  await service.settled();
  await tellSes(service, name, 'otp', [address]);
  await service.advance(61);
  return { address, refreshToken };
};
const mails = async (address: string) => {
  await service.settled();
  return (await service.messagesTo(address)).length;
};

describe('after a complaint', () => {
  it('the notice of a moved account still comes, with its undo link', async () => {
    const { address, refreshToken } = await stopped('complained');
    const { body } = await service.post('/token/refresh', { refreshToken });
    await moveAccount(service, body.accessToken);
    await service.advance(61);
    expect((await mailAbout(service, address, subjectOf('email-changed'))).link).toBeDefined();
  });

  it('strangers can no longer have mails sent there', async () => {
    const { address } = await stopped('complained');
    const before = await mails(address);
    const stranger = aClient(service);
    for (const [path, body] of [
      ['/otp', { channel: 'email', to: address }],
      ['/signup', { email: address, password: PASSWORD }],
      ['/reset', { email: address }],
      ['/login/link', { email: address }],
    ] as const) {
      expect((await stranger.post(path, body)).status).toBe(202);
    }
    expect(await mails(address)).toBe(before);
  });

  it('the owner’s own reset comes, asked for from a network where the owner is known', async () => {
    const { address } = await stopped('complained');
    const before = await mails(address);
    expect((await service.post('/reset', { email: address })).status).toBe(202);
    expect(await mails(address)).toBe(before + 1);
  });

  it('a log-in by password says so, and starts the mails again', async () => {
    const { address } = await stopped('complained');
    const { body } = await logIn(service, address);
    expect(body.user).toMatchObject({ email: address, mailResumed: true });
    const before = await mails(address);
    expect((await aClient(service).post('/reset', { email: address })).status).toBe(202);
    expect(await mails(address)).toBe(before + 1);
    expect((await service.get('/me', bearer(body.accessToken))).body.mailSuppressed).toBeUndefined();
  });
});

describe('a bounce', () => {
  it('ends after 14 days', async () => {
    const { address } = await stopped('bouncedForGood');
    const before = await mails(address);
    expect((await service.post('/reset', { email: address })).status).toBe(202);
    expect(await mails(address)).toBe(before);
    await service.advance(DAYS_14);
    expect((await service.post('/reset', { email: address })).status).toBe(202);
    expect(await mails(address)).toBe(before + 1);
  });
});
