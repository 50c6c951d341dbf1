// Addresses and codes as people type and paste them, through the API: understood, or refused by the name of what is wrong.
import { describe, expect, it } from 'vitest';
import { bearer, logIn } from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });

describe('a person who pastes', () => {
  it('signs up with an address in its frame, and with the sentence that holds the code', async () => {
    const service = aService();
    const address = freshAddress();
    const asked = await service.post('/signup', { email: `김민지 <${address.toUpperCase()}>`, password: PASSWORD });
    expect(asked.status).toBe(202);
    const { code } = await mailTo(service, address);
    const sentence = `인증번호 ${code?.slice(0, 3)} ${code?.slice(3)} 입니다`;
    const { continuation } = asked.body;
    expect((await service.post('/verify', { code: sentence, continuation })).body.user.email).toBe(address);
    expect((await logIn(service, ` ${address.replace('@', '＠')}. `)).status).toBe(200);
  });

  it('loses no attempt by a text with two codes or none', async () => {
    const service = aService();
    const { address, continuation } = await pendingSignUp(service, freshAddress());
    for (const [code, reason] of [
      ['123456 654321', 'several'],
      ['12345', 'digits'],
      ['12a456', 'character'],
    ]) {
      const refused = await service.post('/verify', { code, continuation });
      const errors = [{ path: 'code', reason, message: expect.stringMatching(/^must be 6 digits/) }];
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors } });
    }
    const challenge = await service.loadChallenge(address);
    expect(challenge?.failures).toBe(0);
  });

  it('gets the character that is in the way, and nothing else of the text', async () => {
    const service = aService();
    const refused = await service.post('/signup', { email: 'secret민지@example.com', password: PASSWORD });
    expect(refused.body.errors).toEqual([
      {
        path: 'email',
        message: 'must be an email address: it must not contain "민" (U+BBFC)',
        reason: 'character',
        character: '민',
      },
    ]);
    expect(refused.text).not.toContain('secret');
  });
});

describe('a change to the own address', () => {
  it('is refused by name in every spelling, and nothing is sent', async () => {
    const service = aService();
    const address = freshAddress();
    const owner = await account(service, address);
    await service.deliver();
    const before = service.mails.length;
    for (const newEmail of [address, address.toUpperCase(), `<${address}>`, `mailto:${address}`, ` ${address}.`]) {
      const asked = await service.post(
        '/me/email',
        { newEmail, password: PASSWORD },
        { headers: bearer(owner.body.accessToken) },
      );
      expect(asked).toMatchObject({ status: 409, body: { code: 'same_address' } });
    }
    await service.deliver();
    expect(service.mails).toHaveLength(before);
  });
});
