// Passwords with spaces that are not ASCII: one password since RFC 8265, another one each in the hashes of earlier releases.
import { describe, expect, it } from 'vitest';
import { challengeKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { bearer, logIn } from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { account, beginSignUp, mailTo } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { watchComparisons } from '../../support/watch-comparisons.ts';

const aService = () => createTestService({ store: createTestStore() });

describe('a password with a space that is not ASCII', () => {
  const [TYPED, PLAIN] = ['correct\u3000horse\u00a0battery', 'correct horse battery'];

  /** An account as an earlier release made it: the hash is of the password as typed. */
  const anEarlierAccount = async (service: TestService) => {
    const address = freshAddress();
    const { accessToken } = (await account(service, address)).body;
    const [claim] = await service.store.load([emailClaimKey(address)]);
    const key = userKey(claim?.userId ?? '');
    const [user] = await service.store.load([key]);
    if (!user) throw new Error('no account');
    const passwordHash = await service.dependencies.passwords.hash(TYPED);
    await service.store.swap(key, user, { ...user, passwordHash });
    return { address, accessToken };
  };

  it('opens an account of an earlier release as typed then, and from the next time on with plain spaces too', async () => {
    const service = aService();
    const { address } = await anEarlierAccount(service);
    expect((await logIn(service, address, PLAIN)).status).toBe(401);
    expect((await logIn(service, address, TYPED)).status).toBe(200);
    expect((await logIn(service, address, PLAIN)).status).toBe(200);
    const comparisons = watchComparisons(service);
    expect((await logIn(service, address, TYPED)).status).toBe(200);
    // That of the account, and both of the sign-up that there is not.
    expect(comparisons.count).toBe(3);
  });

  it('is confirmed as the owner’s before the account is changed', async () => {
    const service = aService();
    const { address, accessToken } = await anEarlierAccount(service);
    const newPassword = 'another\u2003horse battery';
    const changed = await service.post(
      '/me/password',
      { currentPassword: TYPED, newPassword },
      { headers: bearer(accessToken) },
    );
    expect(changed.status).toBe(200);
    expect((await logIn(service, address, 'another horse battery')).status).toBe(200);
  });

  it('is the password of a sign-up that an earlier release began', async () => {
    const service = aService();
    const address = freshAddress();
    await beginSignUp(service, address, PLAIN);
    const key = challengeKey({ purpose: 'signup', channel: 'email', address });
    const [challenge] = await service.store.load([key]);
    if (!challenge?.data || !('passwordHash' in challenge.data)) throw new Error('no sign-up');
    const passwordHash = await service.dependencies.passwords.hash(TYPED);
    await service.store.swap(key, challenge, { ...challenge, data: { ...challenge.data, passwordHash } });
    expect((await logIn(service, address, TYPED)).body).toMatchObject({ code: 'email_not_verified' });
    const { token } = await mailTo(service, address);
    expect((await service.post('/verify', { token, password: TYPED })).status).toBe(200);
  });

  it('costs an unknown address the same work', async () => {
    const service = aService();
    const { address } = await anEarlierAccount(service);
    const comparisons = watchComparisons(service);
    const record = async (email: string) => {
      service.operations.splice(0);
      comparisons.count = 0;
      const answer = await logIn(service, email, 'not\u3000the password');
      return { answer, operations: [...service.operations], comparisons: comparisons.count };
    };
    const [ofKnown, ofUnknown] = [await record(address), await record(freshAddress())];
    expect(ofKnown).toMatchObject({ answer: { status: 401, body: { code: 'invalid_credentials' } }, comparisons: 4 });
    expect(ofUnknown).toEqual(ofKnown);
  });
});
