// The tab that began a sign-up: it logs in once, and only into the account as it was verified.
import { describe, expect, it } from 'vitest';
import { bearer } from '../../support/account.ts';
import { moveTo, toOwner } from '../../support/email-change.ts';
import { createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService } from '../../support/service.ts';
import { PASSWORD, pendingSignUp } from '../../support/sign-up.ts';

/** A sign-up that was verified with the password on another device. */
const verifiedElsewhere = async () => {
  const { store, hook } = createHookedStore();
  const service = createTestService({ store });
  const { token, continuation } = await pendingSignUp(service, freshAddress());
  const owner = toOwner(await service.post('/verify', { token, password: PASSWORD }));
  return { service, hook, owner, poll: () => service.post('/verify/status', { continuation }) };
};
type Verified = Awaited<ReturnType<typeof verifiedElsewhere>>;

const CHANGES = {
  'its password was changed': async ({ service, owner }: Verified) => {
    const body = { currentPassword: PASSWORD, newPassword: 'staple battery horse' };
    return service.post('/me/password', body, { headers: bearer(owner.accessToken) });
  },
  'it moved to another address': async ({ service, owner }: Verified) => moveTo(service, owner),
  'it was deleted': async ({ service, owner }: Verified) => {
    const headers = bearer(owner.accessToken);
    return service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
  },
};

const REFUSED = { status: 410, body: { code: 'already_used' } };

describe('the status of a sign-up', () => {
  it.each(Object.entries(CHANGES))('opens no session of an account once %s', async (_name, change) => {
    const verified = await verifiedElsewhere();
    await change(verified);
    const answer = await verified.poll();
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body.accessToken).toBeUndefined();
  });

  it('opens one session of two requests at once', async () => {
    const { hook, poll } = await verifiedElsewhere();
    let other: Answer | undefined;
    const happen = async () => {
      other = await poll();
    };
    hook(once(({ kind }) => kind === 'challenge', happen));
    const answer = await poll();
    expect(answer).toMatchObject(REFUSED);
    expect(answer.body.accessToken).toBeUndefined();
    expect(other).toMatchObject({ status: 200, body: { accessToken: expect.any(String) } });
  });

  it('is told to nobody without a continuation, and no row is read', async () => {
    const { service } = await verifiedElsewhere();
    service.operations.splice(0);
    for (const continuation of [undefined, 'nonsense']) {
      const answer = await service.post('/verify/status', { ...(continuation && { continuation }) });
      expect(answer).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    }
    expect(service.operations).toEqual([]);
  });
});
