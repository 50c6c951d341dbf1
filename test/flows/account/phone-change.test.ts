// A change of phone number over a real database: it needs the code of the sms, the session and the client that asked.
import { describe, expect, it } from 'vitest';
import { challengeKey } from '#domain/store-keys.ts';
import { bearer } from '../../support/account.ts';
import { anOwner, loadUser, type Owner, toOwner } from '../../support/email-change.ts';
import { createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { type Answer, createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const aService = (options: ServiceOptions = {}) => createTestService({ store: createTestStore(), ...options });

const ask = (service: TestService, { accessToken }: Owner, phone: string) =>
  service.post('/me/phone', { phone, password: PASSWORD }, { headers: bearer(accessToken) });

const confirm = (service: TestService, { accessToken }: Owner, body: object) =>
  service.post('/me/phone/confirm', body, { headers: bearer(accessToken) });

const pendingChange = async (service: TestService, owner: Owner, phone = freshPhone().e164) => {
  const asked = await ask(service, owner, phone);
  if (asked.status !== 202) throw new Error(`/me/phone answered ${asked.status} ${asked.text}`);
  await service.deliver();
  const text = service.texts.findLast(({ to }) => to === phone);
  const code = /\d{6}/.exec(text?.body ?? '')?.[0] ?? '';
  return { phone, code, continuation: asked.body.continuation as string };
};

const pending = async () => {
  const service = aService();
  const owner = await anOwner(service);
  return { service, owner, ...(await pendingChange(service, owner)) };
};

const loadChange = ({ store }: TestService, address: string) =>
  store.load([challengeKey({ purpose: 'phone_change', channel: 'sms', address })]);

describe('a change of phone number', () => {
  it('sets the number after its code was entered, and the account shows it', async () => {
    const { service, owner, phone, code, continuation } = await pending();
    expect((await loadUser(service, owner.id))?.phone).toBeUndefined();
    const confirmed = await confirm(service, owner, { code, continuation });
    expect(confirmed).toMatchObject({ status: 200, body: { id: owner.id, phone, phoneVerified: true } });
    const me = await service.request({ method: 'GET', path: '/me', headers: bearer(owner.accessToken) });
    expect(me.body).toEqual(confirmed.body);
  });

  it('reads the number as people type it, and answers as every route that sends', async () => {
    const service = aService();
    const { typed, e164 } = freshPhone();
    const asked = await ask(service, await anOwner(service), typed);
    expect(asked).toMatchObject({ status: 202, body: { status: 'sent', expiresInSeconds: 300, resendInSeconds: 60 } });
    await service.deliver();
    expect(service.texts.map(({ to }) => to)).toEqual([e164]);
  });

  it('with another user’s access token is refused in spite of the right code, compares and counts nothing', async () => {
    const { service, owner, phone, code, continuation } = await pending();
    const stranger = await anOwner(service);
    const before = await loadChange(service, phone);
    const refused = await confirm(service, stranger, { code, continuation });
    expect(refused).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    expect((await loadUser(service, stranger.id))?.phone).toBeUndefined();
    expect((await loadUser(service, owner.id))?.phone).toBeUndefined();
    expect(await loadChange(service, phone)).toEqual(before);
  });

  it('needs the continuation, and a session', async () => {
    const { service, owner, code, continuation } = await pending();
    expect((await confirm(service, owner, { code })).body.code).toBe('continuation_required');
    const loggedOut = { ...owner, accessToken: 'nonsense' };
    expect((await confirm(service, loggedOut, { code, continuation })).body.code).toBe('unauthenticated');
    expect((await ask(service, loggedOut, freshPhone().e164)).body.code).toBe('unauthenticated');
    expect((await loadUser(service, owner.id))?.phone).toBeUndefined();
  });

  it('no longer works after a change of password', async () => {
    const { service, owner, code, continuation } = await pending();
    const body = { currentPassword: PASSWORD, newPassword: 'another good one' };
    const changed = await service.post('/me/password', body, { headers: bearer(owner.accessToken) });
    const answer = await confirm(service, toOwner(changed), { code, continuation });
    expect(answer).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect((await loadUser(service, owner.id))?.phone).toBeUndefined();
  });

  it('works once, and expires after five minutes', async () => {
    const { service, owner, code, continuation } = await pending();
    expect((await confirm(service, owner, { code, continuation })).status).toBe(200);
    expect((await confirm(service, owner, { code, continuation })).body.code).toBe('already_used');
    const late = await pendingChange(service, owner);
    service.advance(300);
    const expired = await confirm(service, owner, { code: late.code, continuation: late.continuation });
    expect(expired).toMatchObject({ status: 410, body: { code: 'expired' } });
  });

  it('is already_used for a request that another one with the same code overtakes', async () => {
    const { store, hook } = createHookedStore();
    const service = aService({ store });
    const owner = await anOwner(service);
    const { phone, code, continuation } = await pendingChange(service, owner);
    let overtaker: Answer | undefined;
    let swaps = 0;
    const happen = async () => {
      overtaker = await confirm(service, owner, { code, continuation });
    };
    // The first swap counts the attempt, the second uses the code up.
    hook(once(({ kind }) => kind === 'challenge' && ++swaps === 2, happen));
    expect((await confirm(service, owner, { code, continuation })).body.code).toBe('already_used');
    expect(overtaker).toMatchObject({ status: 200, body: { phone } });
  });

  it('to the number that is set already can be repeated, and to another one replaces it', async () => {
    const { service, owner, phone, code, continuation } = await pending();
    await confirm(service, owner, { code, continuation });
    service.advance(61);
    const again = await pendingChange(service, owner, phone);
    const repeated = await confirm(service, owner, { code: again.code, continuation: again.continuation });
    expect(repeated).toMatchObject({ status: 200, body: { phone, phoneVerified: true } });
    const other = await pendingChange(service, owner);
    const replaced = await confirm(service, owner, { code: other.code, continuation: other.continuation });
    expect(replaced).toMatchObject({ status: 200, body: { phone: other.phone, phoneVerified: true } });
  });

  it('locks after five wrong codes, and then refuses the right one', async () => {
    const { service, owner, code, continuation } = await pending();
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      const answer = await confirm(service, owner, { code: wrongCode(code), continuation });
      expect(answer).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft } });
    }
    const locked = await confirm(service, owner, { code, continuation });
    expect(locked).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'code_locked' } });
    expect((await loadUser(service, owner.id))?.phone).toBeUndefined();
  });

  it.each([
    ['02-312-3456', '', { reason: 'number' }],
    ['1588-1588', '', { reason: 'number' }],
    ['+1 212 555 0100', '', { reason: 'number' }],
    ['010-2345', '', { reason: 'number' }],
    ['+82 10 2345 6789 ext. 5', ': it must not contain "e" (U+0065)', { reason: 'character', character: 'e' }],
    ['call me', '', { reason: 'digits' }],
  ])('to %s, no mobile number here, is refused by its field', async (phone, detail, fault) => {
    const service = aService();
    const refused = await ask(service, await anOwner(service), phone);
    const errors = [{ path: 'phone', message: `must be a mobile phone number of KR${detail}`, ...fault }];
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors } });
  });

  it('is refused if sms are switched off, and nothing is written', async () => {
    const service = aService({ settings: { texts: { countries: {} } } });
    const phone = freshPhone().e164;
    const refused = await ask(service, await anOwner(service), phone);
    const errors = [{ path: 'phone', message: 'texts are switched off here' }];
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors } });
    expect(await loadChange(service, phone)).toEqual([undefined]);
  });
});
