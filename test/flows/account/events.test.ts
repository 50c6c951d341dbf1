// The log of what happens to an account: which event, and whose it was, so that an operator can follow it without an address.
import { describe, expect, it } from 'vitest';
import { askReset, bearer } from '../../support/account.ts';
import { anOwner, moveTo, undoEmailChange } from '../../support/email-change.ts';
import { askByMail, checkCode, freshPhone, textTo } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const aService = () => createTestService({ store: createTestStore() });
const NEW_PASSWORD = 'staple battery horse';

const eventsOf = (service: TestService, event: string) =>
  service.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);

describe('a sign-up is logged', () => {
  it('when it begins and when its mail is asked for again, by its challenge', async () => {
    const service = aService();
    const { address, continuation } = await pendingSignUp(service, freshAddress());
    const challenge = (await service.loadChallenge(address))?.id;
    expect(eventsOf(service, 'challenge_begun')).toMatchObject([{ challenge, purpose: 'signup' }]);
    expect(eventsOf(service, 'challenge_resent')).toEqual([]);
    service.advance(61);
    await service.post('/signup/resend', { continuation });
    expect(eventsOf(service, 'challenge_begun')).toHaveLength(1);
    expect(eventsOf(service, 'challenge_resent')).toMatchObject([{ challenge, purpose: 'signup' }]);
  });

  it.each(['link', 'password', 'code'])('when it is verified by its %s, and only then', async (by) => {
    const service = aService();
    const { address, token, code, continuation } = await pendingSignUp(service, freshAddress());
    const challenge = (await service.loadChallenge(address))?.id;
    const bodies: Record<string, object> = {
      link: { token, continuation },
      password: { token, password: PASSWORD },
      code: { code, continuation },
    };
    await service.post('/verify', { token, password: 'not the password' });
    await service.post('/verify', { code: wrongCode(code), continuation });
    expect(eventsOf(service, 'verify_completed')).toEqual([]);
    expect(eventsOf(service, 'guess_wrong')).toMatchObject([
      { challenge, purpose: 'signup', kind: 'password' },
      { challenge, purpose: 'signup', kind: 'code' },
    ]);
    await service.post('/verify', bodies[by]);
    await service.post('/verify', bodies[by]);
    expect(eventsOf(service, 'verify_completed')).toMatchObject([{ challenge, by }]);
  });

  it('as an unused mail each time that it is sent, until one is used, which stands for 2.5; other mails do not count', async () => {
    const service = aService();
    const unused = (event: string) => eventsOf(service, event).map((line) => line.unusedMails);
    const { address, continuation, token } = await pendingSignUp(service, freshAddress());
    service.advance(61);
    await service.post('/signup/resend', { continuation });
    await service.deliver();
    await service.post('/verify', { token, continuation });
    await askReset(service, address);
    expect(unused('mail_sent')).toEqual([1, 1, undefined]);
    expect(unused('verify_completed')).toEqual([-2.5]);
  });
});

describe('a change of an account is logged by the account', () => {
  it('its password, changed or reset by link or code', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { id: user, address } = owner;
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    await service.post('/me/password', body, { headers: bearer(owner.accessToken) });
    expect(eventsOf(service, 'password_changed')).toMatchObject([{ user }]);
    const byLink = await askReset(service, address);
    await service.post('/reset/confirm', { token: byLink.token, password: NEW_PASSWORD });
    service.advance(61);
    const { code, continuation } = await askReset(service, address);
    await service.post('/reset/confirm', { code, continuation, password: NEW_PASSWORD });
    expect(eventsOf(service, 'password_reset')).toMatchObject([
      { user, by: 'link' },
      { user, by: 'code' },
    ]);
  });

  it('its address, and the undo of that with the reset that follows', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { undoToken } = await moveTo(service, owner);
    expect(eventsOf(service, 'email_changed')).toMatchObject([{ user: owner.id }]);
    await undoEmailChange(service, undoToken);
    expect(eventsOf(service, 'email_restored')).toMatchObject([{ user: owner.id }]);
    const challenge = (await service.loadChallenge(owner.address, 'reset'))?.id;
    expect(eventsOf(service, 'challenge_begun').at(-1)).toMatchObject({ challenge, purpose: 'reset' });
    const begun = eventsOf(service, 'challenge_begun').length;
    await undoEmailChange(service, undoToken);
    expect(eventsOf(service, 'email_restored')).toHaveLength(1);
    expect(eventsOf(service, 'challenge_begun')).toHaveLength(begun);
  });

  it('its phone number', async () => {
    const service = aService();
    const { id: user, accessToken } = await anOwner(service);
    const headers = bearer(accessToken);
    const { typed, e164 } = freshPhone();
    const { continuation } = (await service.post('/me/phone', { phone: typed, password: PASSWORD }, { headers })).body;
    const { code } = await textTo(service, e164);
    await service.post('/me/phone/confirm', { code: wrongCode(code), continuation }, { headers });
    expect(eventsOf(service, 'phone_changed')).toEqual([]);
    await service.post('/me/phone/confirm', { code, continuation }, { headers });
    expect(eventsOf(service, 'phone_changed')).toMatchObject([{ user }]);
  });

  it('its end', async () => {
    const service = aService();
    const { id: user, accessToken } = await anOwner(service);
    const send = (password: string) =>
      service.request({ method: 'DELETE', path: '/me', body: { password }, headers: bearer(accessToken) });
    await send('not the password');
    expect(eventsOf(service, 'account_deleted')).toEqual([]);
    await send(PASSWORD);
    expect(eventsOf(service, 'account_deleted')).toMatchObject([{ user }]);
  });
});

describe('a one-time code is logged', () => {
  it('when it is checked, by its challenge', async () => {
    const service = aService();
    const asked = await askByMail(service);
    const challenge = (await service.loadChallenge(asked.address, 'otp'))?.id;
    await checkCode(service, { ...asked, code: wrongCode(asked.code) });
    await checkCode(service, asked);
    expect(eventsOf(service, 'guess_wrong')).toMatchObject([{ challenge, purpose: 'otp', kind: 'code' }]);
    expect(eventsOf(service, 'otp_verified')).toMatchObject([{ challenge }]);
  });
});
