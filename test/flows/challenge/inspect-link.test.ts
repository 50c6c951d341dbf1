// What a link is for, told before its button is pressed.
import { describe, expect, it } from 'vitest';
import { sealLinkToken } from '#domain/challenge/link-token.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import { keysOf } from '../../support/builders.ts';
import { anOwner, moveTo, pendingEmailChange } from '../../support/email-change.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { mailTo, pendingSignUp } from '../../support/sign-up.ts';

const inspect = (service: TestService, token: string | undefined) => service.post('/links/inspect', { token });
const masked = (address: string) => `${address[0]}***@${address.split('@')[1]}`;

describe('a link', () => {
  it('of a sign-up tells its purpose, the masked address and how long it can work, and works afterwards', async () => {
    const service = createTestService();
    const { address, token, continuation } = await pendingSignUp(service, freshAddress());
    service.advance(60);
    const answer = await inspect(service, token);
    expect([answer.status, answer.body]).toEqual([
      200,
      { purpose: 'signup', address: masked(address), expiresInSeconds: 3 * 1800 - 60 },
    ]);
    expect(answer.text).not.toContain(address);
    expect((await service.post('/verify', { token, continuation })).status).toBe(200);
  });

  it.each([
    ['login', '/login/link'],
    ['reset', '/reset'],
  ])('of a %s tells it', async (purpose, path) => {
    const service = createTestService();
    const { address } = await anOwner(service);
    service.advance(61);
    await service.post(path, { email: address });
    const { token } = await mailTo(service, address);
    expect((await inspect(service, token)).body).toMatchObject({ purpose, address: masked(address) });
  });

  it('of a change of address and of its undo tell it, each for where it was mailed', async () => {
    const service = createTestService();
    const owner = await anOwner(service);
    const newEmail = freshAddress();
    const { token } = await pendingEmailChange(service, owner, newEmail);
    const change = await inspect(service, token);
    expect(change.body).toMatchObject({ purpose: 'email_change', address: masked(newEmail) });

    const other = await anOwner(service);
    const { undoToken } = await moveTo(service, other);
    const undo = await inspect(service, undoToken);
    expect(undo.body).toMatchObject({ purpose: 'email_undo', address: masked(other.address) });
  });

  it('that was used is still told: no row is read', async () => {
    const service = createTestService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    await service.post('/verify', { token, continuation });
    service.operations.splice(0);
    expect((await inspect(service, token)).status).toBe(200);
    expect(service.operations).toEqual([]);
  });

  it('is expired from its last moment on', async () => {
    const service = createTestService();
    const { token } = await pendingSignUp(service, freshAddress());
    service.advance(3 * 1800 - 1);
    expect((await inspect(service, token)).body).toMatchObject({ expiresInSeconds: 1 });
    service.advance(1);
    const answer = await inspect(service, token);
    expect([answer.status, answer.body.code]).toEqual([410, 'expired']);
  });

  it('that is forged or of no mail is not valid', async () => {
    const service = createTestService();
    const ofText: ChallengeRef = { purpose: 'phone_change', channel: 'sms', address: '+821012345678' };
    const claims = { ...ofText, id: 'any', notAfter: service.clock.now() + 60_000 };
    for (const token of ['forged', '', sealLinkToken(keysOf(1, 'another master'), claims)]) {
      const answer = await inspect(service, token);
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_token']);
    }
  });
});
