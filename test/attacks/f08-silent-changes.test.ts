// Whatever takes something from an owner is told to the address that loses it, with time, device and masked IP.
import { expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { aClient, CHROME, mailAbout, moveAccount } from '../support/local/people.ts';
import { subjectOf } from '../support/mails.ts';

const service = useLocalService();
const WHERE = /기기: Chrome, Windows\nIP 주소: 127\.0\.0\.\*/;
const HOUR = 3600;

const moved = async (more: { readonly oldMailboxLost?: true } = {}) => {
  const owner = await createLocalAccount(service);
  const { newEmail } = await moveAccount(service, owner.accessToken, more);
  await service.advance(61);
  const { link = '' } = await mailAbout(service, owner.address, subjectOf('email-changed'));
  return { newEmail, undo: tokenOf({ link }) };
};

it('an undo 71 hours after a move is told to the address that loses the account', async () => {
  const { newEmail, undo } = await moved();
  await service.advance(71 * HOUR);
  expect((await service.post('/email/undo', { token: undo })).status).toBe(202);
  const { link } = await mailAbout(service, newEmail, subjectOf('email-restored'));
  expect(link).toBeUndefined();
});

it('an owner who left a mailbox that others read can shorten the undo to an hour', async () => {
  const { undo } = await moved({ oldMailboxLost: true });
  await service.advance(HOUR);
  expect((await service.post('/email/undo', { token: undo })).body.code).toBe('expired');
});

it('a deletion is told', async () => {
  const { address, accessToken } = await createLocalAccount(service);
  const headers = { ...bearer(accessToken), ...CHROME };
  expect((await service.from().send('DELETE', '/me', { password: PASSWORD }, headers)).status).toBe(200);
  await service.advance(61);
  expect((await mailAbout(service, address, subjectOf('account-deleted'))).text).toMatch(WHERE);
});

it('a changed phone number is told, and needs more than an access token', async () => {
  const { address, accessToken } = await createLocalAccount(service);
  const headers = { ...bearer(accessToken), ...CHROME };
  const phone = '+821023456789';
  expect((await service.post('/me/phone', { phone }, headers)).body.code).toBe('reauthentication_required');
  const { continuation } = (await service.post('/me/phone', { phone, password: PASSWORD }, headers)).body;
  const [{ code } = { code: '' }] = await service.waitForMessages(phone);
  expect((await service.post('/me/phone/confirm', { code, continuation }, headers)).status).toBe(200);
  await service.advance(61);
  expect((await mailAbout(service, address, subjectOf('phone-changed'))).text).toMatch(WHERE);
});

it('a log-in from a device and a network that are both new is told, and one from the network of the sign-up is not', async () => {
  const { address } = await createLocalAccount(service);
  const isAbout = '새로운 기기에서';
  const body = { email: address, password: PASSWORD };
  expect((await service.post('/login', body, { 'user-agent': 'curl/8.5.0' })).status).toBe(200);
  await service.advance(61);
  expect((await service.messagesTo(address)).some(({ subject }) => subject.includes(isAbout))).toBe(false);
  expect((await aClient(service).post('/login', body, CHROME)).status).toBe(200);
  await service.advance(61);
  const { text } = await mailAbout(service, address, isAbout);
  expect(text).toMatch(/기기: Chrome, Windows\nIP 주소: 127\.\d+\.\d+\.\*/);
});
