// Continuations over a real database: the real one works for the client that began, a forged one does nothing.
import { describe, expect, it } from 'vitest';
import type { ChallengeRef } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { bearer } from '../support/account.ts';
import { anOwner } from '../support/email-change.ts';
import { createHookedStore, once } from '../support/faults/hooked-store.ts';
import { freshPhone, textTo } from '../support/one-time-code.ts';
import { freshAddress } from '../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });

/** The address and the id in it are not secret: an attacker who knows both can write this part. */
const forgedFrom = (continuation: string): string =>
  `${continuation.split('.')[0]}.${Buffer.alloc(16, 7).toString('base64url')}`;

/** One address and one purpose, for which a client can request another message. */
interface Asking {
  readonly ref: ChallengeRef;
  ask(continuation?: string): Promise<Answer>;
}

const asking = (ref: ChallengeRef, post: (body: object) => Promise<Answer>): Asking => ({
  ref,
  ask: (continuation) => post({ ...(continuation !== undefined && { continuation }) }),
});

const FLOWS: Readonly<Record<string, (service: TestService) => Promise<Asking>>> = {
  reset: async (service) => {
    const address = freshAddress();
    await account(service, address);
    return asking({ purpose: 'reset', channel: 'email', address }, (body) =>
      service.post('/reset', { email: address, ...body }),
    );
  },
  'log-in link': async (service) => {
    const address = freshAddress();
    await account(service, address);
    return asking({ purpose: 'login', channel: 'email', address }, (body) =>
      service.post('/login/link', { email: address, ...body }),
    );
  },
  'code by mail': async (service) => {
    const address = freshAddress();
    return asking({ purpose: 'otp', channel: 'email', address }, (body) =>
      service.post('/otp', { channel: 'email', to: address, ...body }),
    );
  },
  'code by text': async (service) => {
    const { typed, e164 } = freshPhone();
    return asking({ purpose: 'otp', channel: 'sms', address: e164 }, (body) =>
      service.post('/otp', { channel: 'sms', to: typed, ...body }),
    );
  },
  'change of address': async (service) => {
    const { accessToken } = await anOwner(service);
    const address = freshAddress();
    return asking({ purpose: 'email_change', channel: 'email', address }, (body) =>
      service.post('/me/email', { newEmail: address, password: PASSWORD, ...body }, { headers: bearer(accessToken) }),
    );
  },
  'change of phone number': async (service) => {
    const { accessToken } = await anOwner(service);
    const { typed, e164 } = freshPhone();
    return asking({ purpose: 'phone_change', channel: 'sms', address: e164 }, (body) =>
      service.post('/me/phone', { phone: typed, password: PASSWORD, ...body }, { headers: bearer(accessToken) }),
    );
  },
};

const newestTo = async (service: TestService, { channel, address }: ChallengeRef) =>
  channel === 'sms' ? textTo(service, address) : mailTo(service, address);

const loadId = async (service: TestService, ref: ChallengeRef) =>
  (await service.store.load([challengeKey(ref)]))[0]?.id;

describe.each(Object.entries(FLOWS))('asking again for a %s', (_name, begin) => {
  const asked = async () => {
    const service = aService();
    const flow = await begin(service);
    const { body } = await flow.ask();
    const { code } = await newestTo(service, flow.ref);
    const id = await loadId(service, flow.ref);
    service.advance(61);
    return { service, ...flow, continuation: body.continuation as string, code, id };
  };

  it('with its continuation sends the same code again, and keeps the continuation', async () => {
    const { service, ref, ask, continuation, code, id } = await asked();
    const before = service.mails.length + service.texts.length;
    expect(await ask(continuation)).toMatchObject({ status: 202, body: { continuation } });
    expect((await newestTo(service, ref)).code).toBe(code);
    expect(service.mails.length + service.texts.length).toBe(before + 1);
    expect(await loadId(service, ref)).toBe(id);
  });

  it('with a forged one has the same effect as without one, and does not make the forged one valid', async () => {
    const { service, ref, ask, continuation, id } = await asked();
    const forged = forgedFrom(continuation);
    const answer = await ask(forged);
    expect(answer).toMatchObject({ status: 202, body: { continuation: expect.stringMatching(/^[\w-]+\.[\w-]{22}$/) } });
    expect([forged, continuation]).not.toContain(answer.body.continuation);
    // A link that needs no continuation is sent again, so that no stranger can invalidate it. Others are replaced.
    expect((await loadId(service, ref)) === id).toBe(ref.purpose === 'reset' || ref.purpose === 'login');
  });
});

describe('resending the mail of a sign-up', () => {
  it('with a forged continuation is refused, and sends nothing, although the sign-up is pending', async () => {
    const service = aService();
    const { address, continuation } = await pendingSignUp(service, freshAddress());
    const before = await service.loadChallenge(address);
    const refused = { status: 401, body: { code: 'continuation_required' } };
    // Not even that a mail went out just now.
    expect(await service.post('/signup/resend', { continuation: forgedFrom(continuation) })).toMatchObject(refused);
    service.advance(61);
    expect(await service.post('/signup/resend', { continuation: forgedFrom(continuation) })).toMatchObject(refused);
    expect(await service.loadChallenge(address)).toEqual(before);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});

describe('resending a sign-up that is verified meanwhile', () => {
  it('says so, begins nothing anew, and sends nothing', async () => {
    const { store, hook } = createHookedStore();
    const service = createTestService({ store });
    const { address, token, continuation } = await pendingSignUp(service, freshAddress());
    const id = (await service.loadChallenge(address))?.id;
    service.advance(61);
    const verify = () => service.post('/verify', { token, continuation });
    hook(once(({ kind }) => kind === 'challenge', verify));
    const answer = await service.post('/signup/resend', { continuation });
    expect(answer).toMatchObject({ status: 410, body: { code: 'already_used' } });
    expect(await service.loadChallenge(address)).toMatchObject({ id, usedAt: service.clock.now() });
    await service.deliver();
    expect(service.mails).toHaveLength(1);
  });
});

describe('the status of a sign-up', () => {
  const verifiedElsewhere = async () => {
    const service = aService();
    const signUp = await pendingSignUp(service, freshAddress());
    const poll = (continuation: string) => service.post('/verify/status', { continuation });
    const verify = () => service.post('/verify', { token: signUp.token, password: PASSWORD });
    return { service, ...signUp, poll, verify };
  };

  it('and the session are not given for a forged continuation', async () => {
    const { service, address, continuation, poll, verify } = await verifiedElsewhere();
    const forged = forgedFrom(continuation);
    const refused = { status: 401, body: { code: 'continuation_required' } };
    expect(await poll(forged)).toMatchObject(refused);
    expect(await poll(continuation)).toMatchObject({ status: 200, body: { status: 'pending' } });
    expect((await verify()).status).toBe(200);
    const before = await service.loadChallenge(address);
    const answer = await poll(forged);
    expect(answer).toMatchObject(refused);
    expect(Object.keys(answer.body)).not.toContain('accessToken');
    expect(await service.loadChallenge(address)).toEqual(before);
    expect(await poll(continuation)).toMatchObject({ status: 200, body: { user: { email: address } } });
    expect(await poll(forged)).toMatchObject(refused);
  });

  it('is given until the link itself expires, and opens no session after that', async () => {
    const { service, address, continuation, poll, verify } = await verifiedElsewhere();
    const { notAfter = 0 } = (await service.loadChallenge(address)) ?? {};
    expect((await verify()).status).toBe(200);
    service.clock.time = notAfter;
    expect(await poll(continuation)).toMatchObject({ status: 410, body: { code: 'expired' } });
    service.clock.time = notAfter - 1;
    expect(await poll(continuation)).toMatchObject({ status: 200, body: { accessToken: expect.any(String) } });
  });
});
