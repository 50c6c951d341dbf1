// The undo of an email change over a real database: whatever an attacker did, the owner of the old address gets the account back.
import { describe, expect, it } from 'vitest';
import { userKey } from '#domain/store-keys.ts';
import {
  askLogInLink,
  askReset,
  bearer,
  ENDED_SESSION,
  LIVE_SESSION,
  logIn,
  tryTokens,
} from '../../support/account.ts';
import { aPasskey, ID, NOW } from '../../support/builders.ts';
import {
  accountAt,
  anOwner,
  confirmEmailChange,
  moveTo,
  type Owner,
  pendingEmailChange,
  toOwner,
  undoEmailChange,
} from '../../support/email-change.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });
const THIEFS_PASSWORD = 'what the thief chose';
const NEW_PASSWORD = 'what the owner chose';
const HOUR_SECONDS = 3600;

const changePassword = async (service: TestService, { accessToken }: Owner, newPassword: string) => {
  const body = { currentPassword: PASSWORD, newPassword };
  return toOwner(await service.post('/me/password', body, { headers: bearer(accessToken) }));
};

/** An attacker with the owner's session and password has moved the account and changed the password. */
const stolen = async () => {
  const service = aService();
  const owner = await anOwner(service);
  const { undoToken, ...moved } = await moveTo(service, owner);
  return { service, owner, undoToken, thief: await changePassword(service, moved, THIEFS_PASSWORD) };
};

/** Sets a password with the reset that the undo began. */
const resetByMail = async (service: TestService, address: string, password = NEW_PASSWORD) => {
  const { token } = await mailTo(service, address);
  return service.post('/reset/confirm', { token, password });
};

describe('an undo', () => {
  it('brings the account back to the old address, ends all sessions, and begins a reset whose link works', async () => {
    const { service, owner, undoToken, thief } = await stolen();
    const undone = await undoEmailChange(service, undoToken);
    expect(undone).toMatchObject({
      status: 202,
      body: {
        status: 'sent',
        expiresInSeconds: 1200,
        resendInSeconds: expect.any(Number),
        continuation: expect.any(String),
      },
    });
    expect(await accountAt(service, owner.address)).toMatchObject({ id: owner.id });
    expect(await accountAt(service, thief.address)).toBeUndefined();
    expect(await tryTokens(service, thief)).toEqual(ENDED_SESSION);
    const reset = await resetByMail(service, owner.address);
    expect(reset).toMatchObject({ status: 200, body: { user: { id: owner.id, email: owner.address } } });
    expect(await tryTokens(service, toOwner(reset))).toEqual(LIVE_SESSION);
  });

  it('returns a continuation for the code of that reset', async () => {
    const { service, owner, undoToken } = await stolen();
    const { continuation } = (await undoEmailChange(service, undoToken)).body;
    const { code } = await mailTo(service, owner.address);
    const reset = await service.post('/reset/confirm', { code, continuation, password: NEW_PASSWORD });
    expect(reset).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
    expect((await logIn(service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });

  it('makes the attacker’s password invalid at both addresses, even before the reset is done', async () => {
    const { service, owner, undoToken, thief } = await stolen();
    await undoEmailChange(service, undoToken);
    expect((await logIn(service, thief.address, THIEFS_PASSWORD)).status).toBe(401);
    expect((await logIn(service, owner.address, THIEFS_PASSWORD)).status).toBe(401);
  });

  it('removes passkeys and the second factor, which may be the attacker’s', async () => {
    const { service, owner, undoToken } = await stolen();
    const key = userKey(owner.id);
    const [row] = await service.store.load([key]);
    if (!row) throw new Error('no account');
    const secondFactor = { id: ID, confirmedAt: NOW, lastStep: 1, recoveryCodes: [] };
    await service.store.swap(key, row, { ...row, passkeys: [aPasskey()], secondFactor });
    await undoEmailChange(service, undoToken);
    const [restored] = await service.store.load([key]);
    expect([restored?.passkeys, restored?.secondFactor]).toEqual([undefined, undefined]);
    expect((await resetByMail(service, owner.address)).status).toBe(200);
  });

  it('makes the attacker’s password invalid after the reset', async () => {
    const { service, owner, undoToken } = await stolen();
    await undoEmailChange(service, undoToken);
    await resetByMail(service, owner.address);
    expect((await logIn(service, owner.address, THIEFS_PASSWORD)).status).toBe(401);
    expect((await logIn(service, owner.address, NEW_PASSWORD)).status).toBe(200);
  });

  it('invalidates the attacker’s links: for log-in, reset and email change', async () => {
    const { service, owner, undoToken, thief } = await stolen();
    const logInLink = await askLogInLink(service, thief.address);
    const reset = await askReset(service, thief.address);
    const change = await pendingEmailChange(service, thief, freshAddress(), THIEFS_PASSWORD);
    await undoEmailChange(service, undoToken);
    const answers = [
      await service.post('/login/link/confirm', { token: logInLink.token }),
      await service.post('/reset/confirm', { token: reset.token, password: THIEFS_PASSWORD }),
      await confirmEmailChange(service, change),
    ];
    expect(answers.map(({ body }) => body.code)).toEqual(['superseded', 'superseded', 'superseded']);
    expect(await accountAt(service, owner.address)).toMatchObject({ id: owner.id });
  });

  it('is not cancelled by a reset through the new address', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { address, undoToken } = await moveTo(service, owner);
    const { token } = await askReset(service, address);
    expect((await service.post('/reset/confirm', { token, password: THIEFS_PASSWORD })).status).toBe(200);
    expect((await undoEmailChange(service, undoToken)).status).toBe(202);
    expect(await accountAt(service, owner.address)).toMatchObject({ id: owner.id });
  });

  it('works until 72 hours have passed, and not a second longer', async () => {
    const undoAfter = async (seconds: number) => {
      const { service, owner, undoToken } = await stolen();
      service.advance(seconds);
      const { status, body } = await undoEmailChange(service, undoToken);
      return [body.code ?? status, (await accountAt(service, owner.address))?.id === owner.id];
    };
    expect(await undoAfter(72 * HOUR_SECONDS - 60)).toEqual([202, true]);
    expect(await undoAfter(72 * HOUR_SECONDS - 1)).toEqual([202, true]);
    expect(await undoAfter(72 * HOUR_SECONDS)).toEqual(['expired', false]);
  });

  it('is expired, and changes nothing, if its time is over by the time the account is read', async () => {
    const { service, owner, undoToken, thief } = await stolen();
    service.advance(72 * HOUR_SECONDS - 1);
    let reads = 0;
    service.setFaults((call) => {
      if (call === 'store.load' && ++reads === 1) service.advance(1);
      return undefined;
    });
    expect(await undoEmailChange(service, undoToken)).toMatchObject({ status: 410, body: { code: 'expired' } });
    service.setFaults();
    expect((await accountAt(service, thief.address))?.id).toBe(owner.id);
    expect(service.lines.join('')).not.toContain('"email_restored"');
  });

  it('works once: repeated at once it is already_used, and sends nothing more', async () => {
    const { service, owner, undoToken } = await stolen();
    await undoEmailChange(service, undoToken);
    await mailTo(service, owner.address);
    const sent = service.mails.length;
    expect(await undoEmailChange(service, undoToken)).toMatchObject({ status: 410, body: { code: 'already_used' } });
    await service.deliver();
    expect(service.mails).toHaveLength(sent);
  });

  it('works once: repeated after the reset is done it neither begins another nor ends a session', async () => {
    const { service, owner, undoToken } = await stolen();
    await undoEmailChange(service, undoToken);
    const session = toOwner(await resetByMail(service, owner.address));
    const again = await undoEmailChange(service, undoToken);
    expect(await tryTokens(service, session)).toEqual(LIVE_SESSION);
    expect(['already_used', 'superseded']).toContain(again.body.code);
  });

  it('sends a working reset during the cool-down of one that the owner requested before', async () => {
    const { service, owner, undoToken } = await stolen();
    expect((await service.post('/reset', { email: owner.address })).status).toBe(202);
    expect((await service.post('/reset', { email: owner.address })).body.reason).toBe('cool_down');
    service.operations.splice(0);
    expect((await undoEmailChange(service, undoToken)).status).toBe(202);
    // The one in vain is retired, and the new one written over it.
    expect(service.operations.filter((operation) => operation === 'swap challenge')).toHaveLength(2);
    expect(await resetByMail(service, owner.address)).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
  });

  it('that crashed before the reset begins it when repeated', async () => {
    const { service, owner, undoToken } = await stolen();
    let swaps = 0;
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 3 ? 'before' : undefined));
    expect((await undoEmailChange(service, undoToken)).status).toBe(503);
    service.setFaults();
    expect(await accountAt(service, owner.address)).toMatchObject({ id: owner.id });
    expect((await undoEmailChange(service, undoToken)).status).toBe(202);
    expect((await resetByMail(service, owner.address)).status).toBe(200);
  });

  it('in parallel restores the account once and begins one reset', async () => {
    const { service, owner, undoToken } = await stolen();
    const answers = await Promise.all(Array.from({ length: 10 }, () => undoEmailChange(service, undoToken)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.every(({ status }) => [202, 409, 410].includes(status))).toBe(true);
    expect((await resetByMail(service, owner.address)).status).toBe(200);
  });
});
