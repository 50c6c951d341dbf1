// The notice of a changed password over a real database: one notice for each change, and none for anything else.
import { describe, expect, it } from 'vitest';
import { noticeKey } from '#domain/store-keys.ts';
import { askReset, bearer, logIn } from '../../support/account.ts';
import { accountAt } from '../../support/email-change.ts';
import { crashBefore, createHookedStore } from '../../support/faults/hooked-store.ts';
import { subjectOf } from '../../support/mails.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const NEW_PASSWORD = 'staple battery horse';

/** A service with one account, and a hook before its writes. */
const anOwner = async (locale: 'ko' | 'en' = 'ko') => {
  const { store, hook } = createHookedStore();
  const service = createTestService({ store });
  const address = freshAddress();
  const { continuation } = (await service.post('/signup', { email: address, password: PASSWORD, locale })).body;
  const { token } = await mailTo(service, address);
  const { accessToken } = (await service.post('/verify', { token, continuation })).body;
  return { service, address, accessToken, hook };
};
type Owner = Awaited<ReturnType<typeof anOwner>>;

const noticesIn = ({ service, address }: Owner) =>
  service.mails.filter(({ to, tags }) => to === address && tags.purpose === 'password_changed');

const loadNotice = async ({ service, address }: Owner, changeId = '') => {
  const [notice] = await service.store.load([noticeKey({ kind: 'password_changed', address, changeId })]);
  return notice;
};

/** The two ways to set a new password. The request has another language than the account. */
const ways = {
  'a reset': async ({ service, address }: Owner) => {
    const { token } = await askReset(service, address);
    return () => service.post('/reset/confirm', { token, password: NEW_PASSWORD });
  },
  '/me/password': async ({ service, accessToken }: Owner) => {
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    return () => service.post('/me/password', change, { headers: bearer(accessToken) });
  },
} as const;

describe.each(Object.entries(ways))('after %s', (_name, prepare) => {
  it.each([
    ['ko', subjectOf('password-changed')],
    ['en', subjectOf('password-changed', 'en')],
  ] as const)('the owner is told once, in the language of the account (%s)', async (locale, subject) => {
    const owner = await anOwner(locale);
    const { service } = owner;
    const change = await prepare(owner);
    expect((await change()).status).toBe(200);
    await service.deliver();
    await service.deliverQueued();
    const [notice, ...others] = noticesIn(owner);
    expect(others).toEqual([]);
    expect(notice?.subject).toContain(subject);
    expect(notice?.text).toContain('https://api.example/reset');
    expect([notice?.token, notice?.code]).toEqual([undefined, undefined]);
    for (const secret of [PASSWORD, NEW_PASSWORD]) expect(`${notice?.text}${notice?.html}`).not.toContain(secret);
  });

  it('the notice has its own row, with the id of the change, and is never sent again', async () => {
    const owner = await anOwner();
    const { service, address } = owner;
    const change = await prepare(owner);
    await change();
    const records = [...service.stream];
    await service.deliver();
    const user = await accountAt(service, address);
    const changeId = user?.changes?.at(-1)?.id;
    expect(await loadNotice(owner, changeId)).toMatchObject({
      id: changeId,
      userId: user?.id,
      delivery: { status: 'sent', seq: 1, messageId: expect.any(String) },
    });
    await service.courier({ Records: records });
    expect(noticesIn(owner)).toHaveLength(1);
  });

  it('a courier that runs between notice and change waits, and sends once the account shows the change', async () => {
    const owner = await anOwner();
    const { service, hook } = owner;
    const change = await prepare(owner);
    let meanwhile: unknown;
    hook(async ({ kind }) => {
      if (kind !== 'user') return;
      hook();
      await service.deliver();
      const [ticket] = service.queue;
      const notice = await loadNotice(owner, ticket?.id);
      meanwhile = { status: notice?.delivery.status, reason: notice?.delivery.reason, mails: noticesIn(owner).length };
    });
    expect((await change()).status).toBe(200);
    expect(meanwhile).toEqual({ status: 'queued', reason: 'change_pending', mails: 0 });
    const [ticket] = service.queue;
    await service.deliver();
    await service.deliverQueued();
    expect(noticesIn(owner)).toHaveLength(1);
    expect((await loadNotice(owner, ticket?.id))?.delivery).toMatchObject({ status: 'sent' });
    expect(service.queue).toEqual([]);
  });

  it('that never reached the account, no notice is sent: the courier gives up after 10 minutes', async () => {
    const owner = await anOwner();
    const { service, address, hook } = owner;
    const change = await prepare(owner);
    hook(crashBefore('user'));
    expect((await change()).status).toBe(503);
    hook();
    await service.deliver();
    const [ticket] = service.queue;
    service.advance(599);
    await service.deliverQueued();
    expect((await loadNotice(owner, ticket?.id))?.delivery).toMatchObject({
      status: 'queued',
      reason: 'change_pending',
    });
    service.advance(1);
    await service.deliverQueued();
    expect((await loadNotice(owner, ticket?.id))?.delivery).toMatchObject({ status: 'skipped', reason: 'not_changed' });
    expect(service.queue).toEqual([]);
    expect(noticesIn(owner)).toEqual([]);
    expect((await logIn(service, address)).status).toBe(200);
  });

  it.each([
    ['right after', 1, true],
    ['10 minutes after, when the courier has given up', 601, true],
    ['10 minutes after, when the courier has not come yet', 601, false],
  ] as const)('that was repeated %s a crash between notice and change, the owner is told once', async (...given) => {
    const [, seconds, hasCourierRun] = given;
    const owner = await anOwner();
    const { service, hook } = owner;
    const change = await prepare(owner);
    hook(crashBefore('user'));
    expect((await change()).status).toBe(503);
    hook();
    if (hasCourierRun) await service.deliver();
    service.advance(seconds);
    if (hasCourierRun) await service.deliverQueued();
    expect((await change()).status).toBe(200);
    for (let round = 0; round < 3; round++) {
      await service.deliver();
      await service.deliverQueued();
    }
    expect(noticesIn(owner)).toHaveLength(1);
  });

  it('that was repeated just before the courier gave up, the owner gets one notice', async () => {
    const owner = await anOwner();
    const { service, hook } = owner;
    const change = await prepare(owner);
    hook(crashBefore('user'));
    expect((await change()).status).toBe(503);
    hook();
    await service.deliver();
    service.advance(599);
    hook(async ({ kind }) => {
      if (kind !== 'user') return;
      hook();
      service.advance(2);
      await service.deliver();
      await service.deliverQueued();
    });
    expect((await change()).status).toBe(200);
    await service.deliver();
    await service.deliverQueued();
    expect(noticesIn(owner)).toHaveLength(1);
  });

  it('whose answer was lost after the change, the owner still gets the notice', async () => {
    const owner = await anOwner();
    const { service, hook } = owner;
    const change = await prepare(owner);
    hook(crashBefore('session'));
    expect((await change()).status).toBe(503);
    hook();
    await service.deliver();
    expect(noticesIn(owner)).toHaveLength(1);
  });
});

describe('no notice is written or sent', () => {
  const refused = async (owner: Owner, attempts: readonly { path: string; body: object; expected: number }[]) => {
    const { service, accessToken } = owner;
    service.operations.splice(0);
    const before = service.mails.length;
    for (const { path, body, expected } of attempts) {
      const answer = await service.post(path, body, { headers: bearer(accessToken) });
      expect([path, answer.status]).toEqual([path, expected]);
    }
    await service.deliver();
    expect(service.operations).not.toContain('swap notice');
    expect(service.mails).toHaveLength(before);
  };

  it('by a password change with a wrong or to a weak password', async () => {
    const path = '/me/password';
    await refused(await anOwner(), [
      { path, body: { currentPassword: 'not the password', newPassword: NEW_PASSWORD }, expected: 401 },
      { path, body: { currentPassword: PASSWORD, newPassword: 'password1234' }, expected: 422 },
    ]);
  });

  it('by a reset with a wrong code, a weak password or a junk link', async () => {
    const owner = await anOwner();
    const { token, code, continuation } = await askReset(owner.service, owner.address);
    const path = '/reset/confirm';
    await refused(owner, [
      { path, body: { code: wrongCode(code), continuation, password: NEW_PASSWORD }, expected: 401 },
      { path, body: { token, password: 'password1234' }, expected: 422 },
      { path, body: { token: 'junk', password: NEW_PASSWORD }, expected: 400 },
    ]);
  });

  it('by a reset link that was used before', async () => {
    const owner = await anOwner();
    const { service, address } = owner;
    const { token } = await askReset(service, address);
    const { accessToken } = (await service.post('/reset/confirm', { token, password: NEW_PASSWORD })).body;
    await service.deliver();
    const attempt = { path: '/reset/confirm', body: { token, password: 'yet another password' }, expected: 410 };
    await refused({ ...owner, accessToken }, [attempt]);
  });

  it('by logging in, or by changing language and profile', async () => {
    const owner = await anOwner();
    const { service, address, accessToken } = owner;
    await logIn(service, address);
    const body = { locale: 'en', profile: { nickname: '민지' } };
    await service.request({ method: 'PATCH', path: '/me', body, headers: bearer(accessToken) });
    await refused(owner, []);
  });
});
