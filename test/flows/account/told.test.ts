// Nobody loses an account untold: each notice goes out, whatever is done to the account before its mail is sent.
import { describe, expect, it } from 'vitest';
import type { SendResult } from '#domain/ports/delivery.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { sayMoment } from '#texts/say-moment.ts';
import { bearer } from '../../support/account.ts';
import {
  anOwner,
  askEmailChange,
  confirmEmailChange,
  loadUser,
  moveTo,
  type Owner,
  toOwner,
  undoEmailChange,
} from '../../support/email-change.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const { facts, moment, units } = MAIL_TEXTS.ko;

const mailsOf = ({ mails }: TestService, to: string, purpose: string) =>
  mails.filter((mail) => mail.to === to && mail.tags.purpose === purpose);
const remove = (service: TestService, { accessToken }: Owner) =>
  service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers: bearer(accessToken) });
const deliverAll = async (service: TestService) => {
  for (let round = 0; round < 4; round++) {
    await service.deliver();
    await service.deliverQueued();
  }
};

/** A thief moves the account; the courier has not looked yet. */
const stolen = async (service: TestService) => {
  const owner = await anOwner(service);
  const newEmail = freshAddress();
  const { continuation } = (await askEmailChange(service, owner, newEmail)).body;
  const { token = '' } = await mailTo(service, newEmail);
  const thief = toOwner(await confirmEmailChange(service, { token, continuation }));
  return { owner, thief };
};

describe('the old address gets its undo link', () => {
  it('if the first try found no slot, and the change has left every list by the next', async () => {
    let isFull = false;
    const onSend = (): SendResult | undefined =>
      isFull ? { ok: false, permanent: false, reason: 'rate_exceeded' } : undefined;
    const service = createTestService({ store: createTestStore(), onSend });
    const { owner, thief } = await stolen(service);
    isFull = true;
    await service.deliver();
    const user = await loadUser(service, owner.id);
    if (!user) throw new Error('no account');
    const { emailHistory: _none, ...emptied } = user;
    await service.store.swap({ kind: 'user', table: 'users', pk: `user#${owner.id}` }, user, {
      ...emptied,
      changes: [],
    });
    isFull = false;
    await deliverAll(service);
    expect(mailsOf(service, owner.address, 'email_changed')).toMatchObject([{ token: expect.any(String) }]);
    expect(thief.id).toBe(owner.id);
  });

  it('is told of the move and of the deletion, if the thief deletes the account at once', async () => {
    const service = createTestService({ store: createTestStore() });
    const { owner, thief } = await stolen(service);
    expect((await remove(service, thief)).status).toBe(200);
    await service.deliver();
    service.advance(61);
    await deliverAll(service);
    expect(mailsOf(service, owner.address, 'email_changed')).toHaveLength(1);
    for (const address of [owner.address, thief.address])
      expect(mailsOf(service, address, 'account_deleted')).toHaveLength(1);
  });
});

describe('an undo', () => {
  it('71 hours later tells the address that loses the account, once', async () => {
    const service = createTestService({ store: createTestStore() });
    const moved = await moveTo(service, await anOwner(service));
    service.advance(71 * 3600);
    const undoneAt = service.clock.now();
    expect((await undoEmailChange(service, moved.undoToken)).status).toBe(202);
    await deliverAll(service);
    const [notice, ...others] = mailsOf(service, moved.address, 'email_restored');
    expect(others).toEqual([]);
    expect(notice?.token).toBeUndefined();
    expect(notice?.text).toContain(sayMoment(undoneAt, moment));
  });

  it('over two changes tells both addresses', async () => {
    const service = createTestService({ store: createTestStore() });
    const first = await moveTo(service, await anOwner(service));
    service.advance(61);
    const second = await moveTo(service, first);
    expect((await undoEmailChange(service, first.undoToken)).status).toBe(202);
    await deliverAll(service);
    for (const address of [first.address, second.address])
      expect(mailsOf(service, address, 'email_restored')).toHaveLength(1);
  });

  it('works for an hour only, if the person no longer controls the old mailbox', async () => {
    const service = createTestService({ store: createTestStore() });
    const owner = await anOwner(service);
    const newEmail = freshAddress();
    const body = { newEmail, password: PASSWORD, oldMailboxLost: true };
    const { continuation } = (await service.post('/me/email', body, { headers: bearer(owner.accessToken) })).body;
    const { token = '' } = await mailTo(service, newEmail);
    expect((await confirmEmailChange(service, { token, continuation })).status).toBe(200);
    const { token: undoToken = '', text } = await mailTo(service, owner.address);
    expect(text).toContain(units.hour.replace('{count}', '1'));
    service.advance(3601);
    expect((await undoEmailChange(service, undoToken)).body.code).toBe('expired');
  });

  it('that is too late has no link, but the old address is told of the move', async () => {
    const service = createTestService({ store: createTestStore() });
    const owner = await anOwner(service);
    const newEmail = freshAddress();
    const body = { newEmail, password: PASSWORD, oldMailboxLost: true };
    const { continuation } = (await service.post('/me/email', body, { headers: bearer(owner.accessToken) })).body;
    const { token = '' } = await mailTo(service, newEmail);
    await confirmEmailChange(service, { token, continuation });
    service.advance(3601);
    await deliverAll(service);
    const [notice] = mailsOf(service, owner.address, 'email_changed');
    expect(notice).toBeDefined();
    expect(notice?.token).toBeUndefined();
  });
});

it('a changed phone number and a deletion are told with device and masked address', async () => {
  const service = createTestService({ store: createTestStore() });
  const owner = await anOwner(service);
  const headers = {
    ...bearer(owner.accessToken),
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36',
  };
  const phone = freshPhone().e164;
  const { continuation } = (await service.post('/me/phone', { phone, password: PASSWORD }, { headers })).body;
  await service.deliver();
  const code = /\d{6}/.exec(service.texts.findLast(({ to }) => to === phone)?.body ?? '')?.[0];
  expect((await service.post('/me/phone/confirm', { code, continuation }, { headers })).status).toBe(200);
  await deliverAll(service);
  const [changed] = mailsOf(service, owner.address, 'phone_changed');
  expect(changed?.text).toMatch(new RegExp(`${facts.device}: Chrome, Windows\n${facts.ip}: [\\d.]+\\.\\*`));
  await service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers });
  await deliverAll(service);
  expect(mailsOf(service, owner.address, 'account_deleted')).toHaveLength(1);
});

it('a change that was refused after its notice was written tells nobody and alarms nobody', async () => {
  const service = createTestService({ store: createTestStore() });
  const owner = await anOwner(service);
  const headers = bearer(owner.accessToken);
  const change = { currentPassword: PASSWORD, newPassword: 'staple battery horse' };
  const answers = await Promise.all([1, 2].map(() => service.post('/me/password', change, { headers })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  await deliverAll(service);
  service.advance(601);
  await deliverAll(service);
  expect(mailsOf(service, owner.address, 'password_changed')).toHaveLength(1);
  expect(service.lines.filter((line) => line.includes('operator_needed'))).toEqual([]);
});
