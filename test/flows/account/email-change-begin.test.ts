// Requesting an email change over a real database: who may, and what the answer and the mails reveal.
import { describe, expect, it } from 'vitest';
import { attemptsKey, challengeKey } from '#domain/store-keys.ts';
import { anOwner, askEmailChange, pendingEmailChange, toOwner } from '../../support/email-change.ts';
import { subjectOf } from '../../support/mails.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });
type Service = ReturnType<typeof aService>;

const loadChange = async (service: Service, address: string) => {
  const [change] = await service.store.load([challengeKey({ purpose: 'email_change', channel: 'email', address })]);
  return change;
};

describe('asking for a new address', () => {
  it('needs the password: a wrong one is 401, counts as an attempt, and sends nothing', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const newAddress = freshAddress();
    const asked = await askEmailChange(service, owner, newAddress, 'not the password');
    expect(asked).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(await service.store.load([attemptsKey(owner.address)])).toMatchObject([{ failures: 1 }]);
    expect(await loadChange(service, newAddress)).toBeUndefined();
  });

  it('needs an access token', async () => {
    const asked = await askEmailChange(aService(), { accessToken: 'nonsense' }, freshAddress());
    expect(asked).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('answers alike and does the same work for a free and a taken address', async () => {
    const service = aService();
    const other = await anOwner(service);
    const owner = await anOwner(service);
    const ask = async (address: string) => {
      service.operations.splice(0);
      const { status, body, headers } = await askEmailChange(service, owner, address);
      const { expiresInSeconds, resendInSeconds } = body;
      const names = [Object.keys(body), Object.keys(headers)];
      return { status, expiresInSeconds, resendInSeconds, names, operations: service.operations.splice(0) };
    };
    // The first right password makes the network known, and guesses from a known network are not counted.
    await ask(freshAddress());
    const taken = await ask(other.address);
    expect(taken).toMatchObject({ status: 202, expiresInSeconds: 3600, resendInSeconds: 60 });
    expect(await ask(freshAddress())).toEqual(taken);
  });

  it('for an address that somebody else has gets the account-exists mail', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const taken = (await anOwner(service)).address;
    expect((await askEmailChange(service, owner, taken)).status).toBe(202);
    const mail = await mailTo(service, taken);
    expect(mail.subject).toContain(subjectOf('account-exists'));
    expect([mail.token, mail.code]).toEqual([undefined, undefined]);
  });

  it.each([
    'minji@example.ⅽom',
    'min\u017ei@example.com',
    'minji\u202e@example.com',
    '\u212aim@example.com',
    'minji@xn--.com',
    'minji@localhost',
    'a@example.com,b@example.com',
    '"minji"@example.com',
  ])('refuses %s, which looks like another address or is not an address', async (newEmail) => {
    const service = aService();
    const asked = await askEmailChange(service, await anOwner(service), newEmail);
    expect(asked).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'newEmail' }] } });
  });

  it('tells the new address nothing about the requester', async () => {
    const service = aService();
    const [address, newAddress] = [freshAddress(), freshAddress()];
    await service.post('/signup', { email: address, password: PASSWORD, profile: { nickname: '홍길동의별명' } });
    const { token } = await mailTo(service, address);
    const owner = toOwner(await service.post('/verify', { token, password: PASSWORD }));
    await pendingEmailChange(service, owner, newAddress);
    const { subject, text, html } = await mailTo(service, newAddress);
    for (const secret of ['홍길동의별명', address, owner.id]) expect(subject + text + html).not.toContain(secret);
  });
});
