// An email change over a real database: what confirms it, what does not, and what happens to the old address.
import { describe, expect, it } from 'vitest';
import { challengeKey, emailClaimKey, noticeKey } from '#domain/store-keys.ts';
import { askReset, bearer, ENDED_SESSION, LIVE_SESSION, logIn, tryTokens } from '../../support/account.ts';
import {
  accountAt,
  anOwner,
  askEmailChange,
  confirmEmailChange,
  loadUser,
  moveTo,
  pendingEmailChange,
} from '../../support/email-change.ts';
import { spanOf, subjectOf } from '../../support/mails.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const aService = () => createTestService({ store: createTestStore() });
type Service = ReturnType<typeof aService>;

const loadChange = async (service: Service, address: string) => {
  const [change] = await service.store.load([challengeKey({ purpose: 'email_change', channel: 'email', address })]);
  return change;
};

/** A requested change that is not confirmed yet. */
const pending = async () => {
  const service = aService();
  const owner = await anOwner(service);
  const newAddress = freshAddress();
  return { service, owner, newAddress, ...(await pendingEmailChange(service, owner, newAddress)) };
};

describe('confirming a new address', () => {
  it.each(['link and continuation', 'link and access token', 'code and continuation'])('works by %s', async (way) => {
    const { service, owner, newAddress, token, code, continuation } = await pending();
    const first = way.startsWith('link') ? { token } : { code };
    const body = way.endsWith('continuation') ? { ...first, continuation } : first;
    const headers = way.endsWith('token') ? bearer(owner.accessToken) : {};
    const confirmed = await service.post('/me/email/confirm', body, { headers });
    expect(confirmed).toMatchObject({ status: 200, body: { user: { id: owner.id, email: newAddress } } });
    expect(await accountAt(service, newAddress)).toMatchObject({ id: owner.id });
    expect(await accountAt(service, owner.address)).toBeUndefined();
  });

  it('with the link alone, or another person’s access token or continuation, is refused, and nothing changes', async () => {
    const { service, owner, newAddress, token } = await pending();
    const stranger = await anOwner(service);
    const foreign = (await pendingEmailChange(service, stranger, freshAddress())).continuation;
    const before = [await loadUser(service, owner.id), await loadChange(service, newAddress)];
    const confirm = (body: object, headers = {}) => service.post('/me/email/confirm', { token, ...body }, { headers });
    const answers = [
      await confirm({}),
      await confirm({}, bearer(stranger.accessToken)),
      await confirm({ continuation: foreign }),
      await confirm({ continuation: foreign }, bearer(stranger.accessToken)),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    expect([await loadUser(service, owner.id), await loadChange(service, newAddress)]).toEqual(before);
    expect(await accountAt(service, newAddress)).toBeUndefined();
  });

  it('by code counts failures, and accepts no access token instead of the continuation', async () => {
    const { service, owner, code, continuation } = await pending();
    const headers = bearer(owner.accessToken);
    const alone = await service.post('/me/email/confirm', { code }, { headers });
    expect(alone).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    const wrong = await service.post('/me/email/confirm', { code: wrongCode(code), continuation });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 4 } });
  });

  it('works once', async () => {
    const { service, token, code, continuation } = await pending();
    expect((await confirmEmailChange(service, { token, continuation })).status).toBe(200);
    for (const again of [{ token }, { code }]) {
      const answer = await service.post('/me/email/confirm', { ...again, continuation });
      expect(answer).toMatchObject({ status: 410, body: { code: 'already_used' } });
    }
  });

  it('expires after an hour', async () => {
    const { service, ...change } = await pending();
    service.advance(3600);
    expect((await confirmEmailChange(service, change)).body.code).toBe('expired');
  });

  it('survives a log-out everywhere', async () => {
    const { service, owner, ...change } = await pending();
    await service.post('/logout/all', { refreshToken: owner.refreshToken });
    expect((await confirmEmailChange(service, change)).status).toBe(200);
  });

  it('is superseded by another change, by a new password and by a deletion', async () => {
    const ends = {
      change: async ({ service, owner }: Awaited<ReturnType<typeof pending>>) => void (await moveTo(service, owner)),
      password: ({ service, owner }: Awaited<ReturnType<typeof pending>>) => {
        const body = { currentPassword: PASSWORD, newPassword: 'another good one' };
        return service.post('/me/password', body, { headers: bearer(owner.accessToken) });
      },
      deletion: ({ service, owner }: Awaited<ReturnType<typeof pending>>) => {
        const headers = bearer(owner.accessToken);
        return service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
      },
    };
    for (const end of Object.values(ends)) {
      const change = await pending();
      await end(change);
      expect((await confirmEmailChange(change.service, change)).body.code).toBe('superseded');
      // The address is not blocked, and no notice is sent about a change that cannot happen.
      expect(await change.service.store.load([emailClaimKey(change.newAddress)])).toEqual([undefined]);
      const changeId = (await loadChange(change.service, change.newAddress))?.id ?? '';
      const notice = noticeKey({ kind: 'email_changed', address: change.owner.address, changeId });
      expect(await change.service.store.load([notice])).toEqual([undefined]);
    }
  });

  it('to the account’s own address is refused when it is asked for, and nothing is sent', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const mails = service.mails.length;
    const refused = await askEmailChange(service, owner, owner.address.toUpperCase());
    expect(refused).toMatchObject({ status: 409, body: { code: 'same_address' } });
    expect(await loadChange(service, owner.address)).toBeUndefined();
    await service.deliver();
    expect(service.mails).toHaveLength(mails);
  });
});

describe('after a change of address', () => {
  it('old sessions have ended, and the new one works', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const moved = await moveTo(service, owner);
    expect(await tryTokens(service, owner)).toEqual(ENDED_SESSION);
    expect(await tryTokens(service, moved)).toEqual(LIVE_SESSION);
  });

  it('the new address logs in and the old one is 401', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { address } = await moveTo(service, owner);
    expect(await logIn(service, address)).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
    expect(await logIn(service, owner.address)).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  });

  it('a reset mail goes to the new address, and none to the old one', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { address } = await moveTo(service, owner);
    const { token } = await askReset(service, address);
    const before = service.mails.length;
    expect((await service.post('/reset', { email: owner.address })).status).toBe(202);
    await service.deliver();
    expect(service.mails).toHaveLength(before);
    const reset = await service.post('/reset/confirm', { token, password: 'another good one' });
    expect(reset).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
  });

  it('the notice with the undo link goes to the old address, not to the new one', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { address } = await moveTo(service, owner);
    const { subject, text } = await mailTo(service, owner.address);
    expect(subject).toContain(subjectOf('email-changed'));
    expect(text).toMatch(/https:\/\/api\.example\/email\/undo\?[\w-]+\.ko$/m);
    expect(text).not.toContain(address);
    expect(text).toContain(spanOf(72, 'hours'));
  });

  it('the notice says how many hours are left when it is sent, at least one', async () => {
    const hoursAfter = async (seconds: number) => {
      const { service, owner, ...change } = await pending();
      await confirmEmailChange(service, change);
      service.advance(seconds);
      return new RegExp(spanOf('(\\d+)', 'hours')).exec((await mailTo(service, owner.address)).text)?.[1];
    };
    expect(await hoursAfter(3600)).toBe('71');
    expect(await hoursAfter(71.5 * 3600)).toBe('1');
  });

  it('a sign-up at the new address gets the account-exists mail', async () => {
    const service = aService();
    const { address } = await moveTo(service, await anOwner(service));
    await expect(pendingSignUp(service, address)).rejects.toThrow('no link or no code');
  });
});
