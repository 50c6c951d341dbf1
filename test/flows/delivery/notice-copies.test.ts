// The copies of the notice of a changed password, and that only the owner ever gets a token or a code.
import { describe, expect, it } from 'vitest';
import { OVER_ALL, reputationCounter } from '#domain/delivery/reputation.ts';
import type { NoticeCopies } from '#domain/settings.ts';
import { noticeKey, suppressionKey } from '#domain/store-keys.ts';
import { askLogInLink, askReset, bearer } from '../../support/account.ts';
import { moveTo, undoEmailChange } from '../../support/email-change.ts';
import { askByMail } from '../../support/one-time-code.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, mailTo, PASSWORD } from '../../support/sign-up.ts';

const NEW_PASSWORD = 'another horse battery';
const CC = 'security@team.example';
const BCC = 'audit@team.example';

const aService = (options: Partial<ServiceOptions> = {}, noticeCopies: NoticeCopies = { cc: [CC], bcc: [BCC] }) =>
  createTestService({ store: createOwnLimitsStore(), settings: { noticeCopies }, ...options });
const copiesIn = ({ mails }: TestService) => mails.filter(({ to }) => to === CC || to === BCC);
const failuresIn = ({ lines }: TestService) =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'notice_copy_failed');

/** An owner who has changed the password. */
const changePassword = async (service: TestService, address = freshAddress()) => {
  const { accessToken } = (await account(service, address)).body;
  const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
  expect((await service.post('/me/password', body, { headers: bearer(accessToken) })).status).toBe(200);
  await service.deliver();
  await service.deliverQueued();
  const notices = service.mails.filter(({ to, tags }) => to === address && tags.purpose === 'password_changed');
  return { address, notices };
};

const statusOf = async (service: TestService, address: string, changeId = '') => {
  const [notice] = await service.store.load([noticeKey({ kind: 'password_changed', address, changeId })]);
  return notice?.delivery.status;
};
const isSuppressed = async ({ store }: TestService, address: string) =>
  (await store.load([suppressionKey('email', address)]))[0] !== undefined;

describe('the notice of a changed password', () => {
  it('goes to the owner, then to each copy in its own envelope', async () => {
    const recipients: object[] = [];
    const service = aService();
    const { compose } = service.dependencies.composer;
    service.dependencies.composer.compose = (to, mail) => {
      recipients.push(to);
      return compose(to, mail);
    };
    const { address, notices } = await changePassword(service);
    expect(notices).toHaveLength(1);
    const copies = copiesIn(service);
    expect(copies.map(({ to }) => to).toSorted()).toEqual([BCC, CC]);
    for (const { text, subject } of copies) expect({ text, subject }).toMatchObject({ ...pick(notices[0]) });
    expect(recipients.slice(-2)).toEqual([{ to: address }, { to: address, cc: [CC] }]);
    expect(failuresIn(service)).toEqual([]);
  });

  it('goes only to the owner unless copies are configured, and is composed once', async () => {
    const service = createTestService({ store: createOwnLimitsStore() });
    const composed: string[] = [];
    const { compose } = service.dependencies.composer;
    service.dependencies.composer.compose = (to, mail) => {
      composed.push(JSON.stringify(mail));
      return compose(to, mail);
    };
    const { notices } = await changePassword(service);
    expect(copiesIn(service)).toEqual([]);
    expect(composed.filter((mail) => mail.includes(notices[0]?.subject ?? ''))).toHaveLength(1);
  });

  it('is copied while the breaker is open, and each copy counts as a sent mail', async () => {
    const service = aService();
    const counter = (what: 'sent' | 'bounced') => reputationCounter(what, OVER_ALL, service.clock.now());
    const address = freshAddress();
    await account(service, address);
    await service.store.count(counter('sent').key, 100, counter('sent').window);
    await service.store.count(counter('bounced').key, 50, counter('bounced').window);
    const sent = async () => (await service.store.load([counter('sent').key]))[0]?.total ?? 0;
    const before = await sent();
    const { accessToken } = (await service.post('/login', { email: address, password: PASSWORD })).body;
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await service.post('/me/password', body, { headers: bearer(accessToken) })).status).toBe(200);
    await service.deliver();
    expect(copiesIn(service)).toHaveLength(2);
    expect((await sent()) - before).toBe(3);
  });

  it('is not copied when the quota ends with the owner’s own mail', async () => {
    const quota = { mailsPer24Hours: 1000, mailsPerSecond: 100, sentInLast24Hours: 0 };
    const onSend: ServiceOptions['onSend'] = ({ tags }) => {
      if (tags.purpose !== 'password_changed') return undefined;
      quota.sentInLast24Hours = 1000;
      service.advance(120);
      return undefined;
    };
    const service: TestService = aService({ quota, onSend }, { cc: [CC] });
    const { notices } = await changePassword(service);
    expect([notices.length, copiesIn(service).length]).toEqual([1, 0]);
    expect(failuresIn(service)).toMatchObject([{ reason: 'quota_exceeded' }]);
  });

  it('is sent once to an owner who is also a copy, and once to an address that is listed twice', async () => {
    const service = aService({}, { cc: [CC, BCC], bcc: [CC] });
    const { notices } = await changePassword(service, CC);
    expect(notices).toHaveLength(1);
    expect(copiesIn(service).filter(({ to, tags }) => to === BCC && tags.purpose === 'password_changed')).toHaveLength(
      1,
    );
  });

  it('counts as sent if a copy is refused or its transport fails', async () => {
    for (const breaks of [false, true]) {
      const service = aService({
        onSend: ({ to }) => {
          if (to === BCC && breaks) throw new TypeError('a surprise');
          return to === BCC ? { ok: false, permanent: false, reason: 'recipient_not_verified' } : undefined;
        },
      });
      const { address, notices } = await changePassword(service);
      expect(notices).toHaveLength(1);
      expect(await statusOf(service, address, notices[0]?.tags.challenge)).toBe('sent');
      expect(copiesIn(service).map(({ to }) => to)).toEqual([CC]);
      expect(failuresIn(service)).toMatchObject([
        breaks ? { error: 'TypeError' } : { reason: 'recipient_not_verified' },
      ]);
      expect(service.lines.join('')).not.toContain(BCC);
    }
  });

  it('does not apply events about a copy to the owner, and skips a suppressed copy', async () => {
    const service = aService();
    const { address, notices } = await changePassword(service);
    const [copy] = copiesIn(service).filter(({ to }) => to === CC);
    if (!copy) throw new Error('there is no copy');
    await service.feedback(sesEvent('bouncedForGood', { ...copy, messageId: 'message-9' }, service.clock.now()));
    expect([await isSuppressed(service, address), await isSuppressed(service, CC)]).toEqual([false, true]);
    expect(await statusOf(service, address, notices[0]?.tags.challenge)).toBe('sent');
    const before = copiesIn(service).length;
    await changePassword(service);
    expect(
      copiesIn(service)
        .slice(before)
        .map(({ to }) => to),
    ).toEqual([BCC]);
    expect(failuresIn(service)).toMatchObject([{ reason: 'suppressed' }]);
  });
});

describe('what a copy never contains', () => {
  it('is a token or a code: of all mails, only notices without a link of their own are copied', async () => {
    const service = aService();
    const address = freshAddress();
    const owner = (await account(service, address)).body;
    service.advance(61);
    await beginSignUp(service, address);
    service.advance(61);
    await askLogInLink(service, address);
    await askByMail(service, freshAddress());
    const moved = await moveTo(service, { ...owner, id: owner.user.id, address }, freshAddress());
    await undoEmailChange(service, moved.undoToken);
    service.advance(61);
    const { token } = await mailTo(service, address);
    await service.post('/reset/confirm', { token, password: NEW_PASSWORD });
    service.advance(61);
    await service.post('/reset/confirm', { token: (await askReset(service, address)).token, password: PASSWORD });
    await service.deliver();
    await service.deliverQueued();

    const purposes = new Set(service.mails.map(({ tags }) => tags.purpose));
    const all = [
      'signup',
      'login',
      'otp',
      'email_change',
      'email_changed',
      'email_restored',
      'reset',
      'password_changed',
    ];
    expect([...purposes].toSorted()).toEqual(all.toSorted());
    const copies = copiesIn(service);
    expect(new Set(copies.map(({ tags }) => tags.purpose))).toEqual(new Set(['password_changed', 'email_restored']));
    for (const { token: link, code, text, html } of copies) {
      expect({ link, code }).toEqual({});
      for (const part of [text, html]) {
        expect(part).not.toMatch(/\?[\w-]{20}/);
        const links = [...part.matchAll(/https:\/\/api\.example[^\s"<]*/g)].map(([url]) => url);
        expect(links.filter((url) => !/^https:\/\/api\.example\/reset\?(?:ko|en)$/.test(url ?? ''))).toEqual([]);
      }
    }
  });
});

const pick = (mail: { readonly text: string; readonly subject: string } | undefined) =>
  mail && { text: mail.text, subject: mail.subject };
