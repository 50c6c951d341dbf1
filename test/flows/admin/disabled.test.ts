// A disabled account: nobody gets in, and nothing from before works once it is enabled again.
import { describe, expect, it } from 'vitest';
import { disableUser } from '#use-cases/admin/disable-user.ts';
import { enableUser } from '#use-cases/admin/enable-user.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import { askLogInLink, ENDED_SESSION, LIVE_SESSION, logIn, tryTokens } from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { disable, enable } from '../../support/standing.ts';
import { createTestStore } from '../../support/test-store.ts';

const anAccount = async () => {
  const service = createTestService({ store: createTestStore() });
  const address = freshAddress();
  const { body: tokens } = await account(service, address);
  service.advance(61);
  return { service, address, tokens };
};

describe('disabling an account', () => {
  it('ends its sessions, and only the right password is told why', async () => {
    const { service, address, tokens } = await anAccount();
    await disable(service, address);
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    expect(await logIn(service, address)).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    expect(await logIn(service, address, 'wrong password')).toMatchObject({
      status: 401,
      body: { code: 'invalid_credentials' },
    });
  });

  it('counts no right password as a guess', async () => {
    const { service, address } = await anAccount();
    await disable(service, address);
    for (let round = 0; round < 12; round++) expect((await logIn(service, address)).status).toBe(403);
  });

  it('is noted in the account, once', async () => {
    const { service, address } = await anAccount();
    const { id = '' } = (await loadAccount(service.store, address)) ?? {};
    const now = service.clock.now();
    const first = await disableUser(service.dependencies, id, 'the act');
    expect(first).toMatchObject({ ok: true, value: { disabled: { at: now }, lastAct: 'the act' } });
    service.advance(5);
    expect(await disableUser(service.dependencies, id, 'another act')).toEqual(first);
  });

  it('of nobody is not_found, and so is enabling', async () => {
    const { service } = await anAccount();
    const notFound = { ok: false, refusal: { code: 'not_found' } };
    expect(await disableUser(service.dependencies, 'nobody', 'act')).toEqual(notFound);
    expect(await enableUser(service.dependencies, 'nobody', 'act')).toEqual(notFound);
  });
});

describe('enabling an account again', () => {
  it('lets its owner in, and leaves ended what was ended', async () => {
    const { service, address, tokens } = await anAccount();
    await disable(service, address);
    await enable(service, address);
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    const again = await logIn(service, address, PASSWORD);
    expect(await tryTokens(service, again.body)).toEqual(LIVE_SESSION);
    expect(await loadAccount(service.store, address)).not.toHaveProperty('disabled');
  });

  it('leaves the links of mails from before dead, and the next mail works', async () => {
    const { service, address } = await anAccount();
    const { token } = await askLogInLink(service, address);
    await disable(service, address);
    await enable(service, address);
    service.advance(61);
    expect((await service.post('/login/link/confirm', { token })).body.code).toBe('superseded');
    const next = await askLogInLink(service, address);
    expect((await service.post('/login/link/confirm', { token: next.token })).status).toBe(200);
  });

  it('changes nothing of an account that is not disabled', async () => {
    const { service, address, tokens } = await anAccount();
    await enable(service, address);
    expect(await tryTokens(service, tokens)).toEqual(LIVE_SESSION);
  });
});
