// Events of SES about a mail, over a real database: recorded in the right row, and no more mail after a bounce or a complaint.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { adviceOn } from '#domain/delivery/reasons.ts';
import { domainScope, networkScope, OVER_ALL, reputationCounter, type Scope } from '#domain/delivery/reputation.ts';
import { DependencyError } from '#domain/errors.ts';
import type { Purpose } from '#domain/purpose.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { createFeedbackHandler } from '#handlers/feedback.ts';
import { bearer } from '../../support/account.ts';
import { lambdaContext } from '../../support/api-event.ts';
import { interrupted } from '../../support/faults/interrupted.ts';
import { createOwnLimitsStore } from '../../support/own-limits.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ReceivedMail, type TestService } from '../../support/service.ts';
import { type SesEventName, sesEvent } from '../../support/ses-events.ts';
import { account, beginSignUp, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';

const aService = () => createTestService({ store: createOwnLimitsStore() });
const tell = (service: TestService, name: SesEventName, mail: ReceivedMail, later = 2, messageId = 'message-1') =>
  service.feedback(sesEvent(name, { ...mail, messageId }, service.clock.now() + later * 1000));
const deliveryOf = async (service: TestService, address: string, purpose?: Purpose) =>
  (await service.loadChallenge(address, purpose))?.delivery;
const suppressionOf = async (service: TestService, address: string) => {
  const [suppression] = await service.store.load([suppressionKey('email', address)]);
  return suppression && { reason: suppression.reason, at: suppression.at };
};
const linesOf = (service: TestService, event: string) =>
  service.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);

/** A sign-up whose mail was sent. */
const aSentMail = async (service = aService()) => {
  const { address } = await pendingSignUp(service, freshAddress());
  return { service, address, mail: await mailTo(service, address) };
};

describe('an event that could not be recorded', () => {
  const SECRET = 'minji@secret.example';
  const refusals: [string, () => unknown][] = [
    ['an error', () => new Error(`no route for ${SECRET}`)],
    ['an error with a cause', () => new Error('x', { cause: new Error(SECRET) })],
    ['an error with fields', () => Object.assign(new Error('x'), { recipient: SECRET })],
    ['an error whose name tells it', () => Object.assign(new Error('x'), { name: SECRET })],
    ['a failed dependency', () => new DependencyError('dynamodb', new Error(SECRET))],
    [
      'one whose cause tells it by its name',
      () => new DependencyError('dynamodb', Object.assign(new Error('x'), { name: SECRET })),
    ],
    ['no error', () => SECRET],
  ];

  it.each(refusals)(
    'because of %s is thrown for Lambda to repeat, and no line tells what it was about',
    async (_name, make) => {
      const { service, mail } = await aSentMail();
      const handle = createFeedbackHandler({
        ...service.dependencies,
        store: { ...service.store, load: () => Promise.reject(make()) },
      });
      const event = { detail: sesEvent('delivered', mail, service.clock.now()) };
      const thrown = await handle(event, lambdaContext).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ name: 'FeedbackError', message: 'the event could not be recorded' });
      // What Lambda's own runtime writes: the error with its stack, its cause and its fields.
      expect(inspect(thrown, { depth: 10, showHidden: true })).not.toContain(SECRET);
      expect(service.lines.join('')).not.toContain(SECRET);
      expect(linesOf(service, 'unexpected_error').length + linesOf(service, 'dependency_failed').length).toBe(1);
    },
  );
});

/** Requests the mail again after the cool-down. */
const askAgain = async ({ service, address }: { service: TestService; address: string }) => {
  service.advance(61);
  const { answer } = await beginSignUp(service, address);
  const before = service.mails.length;
  await service.deliver();
  return { answer, sent: service.mails.length - before, delivery: await deliveryOf(service, address) };
};

describe('an event of SES', () => {
  it.each([
    ['delivered', 'delivered', undefined, 'mail_delivered'],
    ['delayed', 'sent', 'delivery_delayed', 'mail_delayed'],
    ['bounced', 'bounced', 'mailbox_unavailable', 'mail_bounced'],
    ['bouncedForGood', 'bounced', 'mailbox_refused', 'mail_bounced'],
    ['complained', 'complained', 'complaint', 'mail_complained'],
    ['rejected', 'failed', 'rejected_by_ses', 'mail_rejected'],
  ] as const)('%s is noted as %s (%s) and logged without the address', async (name, status, reason, event) => {
    const { service, address, mail } = await aSentMail();
    await tell(service, name, mail);
    const delivery = await deliveryOf(service, address);
    expect(delivery).toMatchObject({ status, seq: 1, messageId: 'message-1', at: service.clock.now() + 2000 });
    expect(delivery?.reason).toBe(reason);
    const [line] = linesOf(service, event);
    expect(line).toMatchObject({
      challenge: mail.tags.challenge,
      purpose: 'signup',
      seq: 1,
      waitedSeconds: 2,
      channel: 'email',
      domain: 'other',
    });
    expect([line.tookMilliseconds, delivery?.tookMilliseconds]).toEqual(
      name === 'delivered' ? [546, 546] : [undefined, undefined],
    );
    expect([line.reason, line.advice]).toEqual([reason, reason && adviceOn(reason)]);
    expect(service.lines.join('')).not.toContain(address);
  });

  it('names the domain of a big provider in the log, and no other', async () => {
    const service = aService();
    for (const domain of ['naver.com', 'naver.com.example']) {
      const { address } = await pendingSignUp(service, freshAddress().replace('example.com', domain));
      await tell(service, 'delivered', await mailTo(service, address));
    }
    for (const event of ['mail_sent', 'mail_delivered']) {
      expect(linesOf(service, event).map(({ domain }) => domain)).toEqual(['naver.com', 'other']);
    }
    expect(service.lines.join('')).not.toContain('naver.com.example');
  });

  it.each([
    ['bouncedForGood', 'privaterelay.appleid.com'],
    ['bouncedAsFull', 'example.com'],
    ['bounced', 'example.com'],
  ] as const)(
    '%s at %s, which says nothing against the mailbox, suppresses nobody and charges nobody',
    async (name, domain) => {
      const service = aService();
      const { address } = await pendingSignUp(service, freshAddress().replace('example.com', domain));
      await tell(service, name, await mailTo(service, address));
      expect(await deliveryOf(service, address)).toMatchObject({ status: 'bounced', reason: 'mailbox_unavailable' });
      expect(await suppressionOf(service, address)).toBeUndefined();
      const { key } = reputationCounter('bounced', OVER_ALL, service.clock.now());
      const scopes = [key, reputationCounter('bounced', domainScope(domain), service.clock.now()).key];
      expect(await service.store.load(scopes)).toEqual([undefined, undefined]);
      expect(await askAgain({ service, address })).toMatchObject({ sent: 1, delivery: { status: 'sent', seq: 1 } });
    },
  );

  it('about a delivered notice is recorded in the row of the notice', async () => {
    const service = aService();
    const address = freshAddress();
    const { accessToken } = (await account(service, address)).body;
    const change = { currentPassword: PASSWORD, newPassword: 'staple battery horse' };
    await service.post('/me/password', change, { headers: bearer(accessToken) });
    const mail = await mailTo(service, address);
    expect(mail.tags.purpose).toBe('password_changed');
    await tell(service, 'delivered', mail);
    expect(linesOf(service, 'mail_delivered')).toMatchObject([{ purpose: 'password_changed' }]);
    await tell(service, 'delivered', mail);
    expect(linesOf(service, 'feedback_ignored')).toHaveLength(1);
  });

  it('that comes before the courier has recorded the sending is kept, and nothing is sent again', async () => {
    const service = aService();
    const { address } = await beginSignUp(service, freshAddress());
    let isSent = false;
    service.setFaults((call) => {
      isSent ||= call === 'transport.send';
      return isSent && call !== 'transport.send' ? 'before' : undefined;
    });
    await service.courier({ Records: [...service.stream] });
    service.setFaults();
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'pending' });
    const [mail] = service.mails;
    if (mail) await tell(service, 'delivered', mail);
    await service.deliver();
    expect(service.mails).toHaveLength(1);
    expect(await deliveryOf(service, address)).toMatchObject({ status: 'delivered', messageId: 'message-1' });
  });

  it.each([
    ['an older number', { seq: '0' }],
    ['another challenge', { challenge: '01KE5VYW8EABCDEFGHJKMNPQRS' }],
    ['no purpose of ours', { purpose: 'newsletter' }],
  ])('for %s suppresses the address, and changes nothing else', async (_name, other) => {
    const { service, address, mail } = await aSentMail();
    const before = await service.loadChallenge(address);
    await tell(service, 'bouncedForGood', { ...mail, tags: { ...mail.tags, ...other } });
    expect(await service.loadChallenge(address)).toEqual(before);
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'bounced' });
    expect(linesOf(service, 'feedback_ignored')).toHaveLength(1);
  });

  it('about mail that is not ours does nothing', async () => {
    const { service, mail } = await aSentMail();
    service.operations.splice(0);
    await service.feedback(sesEvent('bouncedForGood', { to: mail.to, tags: {} }));
    expect(service.operations).toEqual([]);
  });
});

describe('an address', () => {
  it.each([
    ['bounced for good', 'bouncedForGood', 'bounced'],
    ['complained', 'complained', 'complained'],
  ] as const)('that %s gets no further mail until it is lifted, and the API answers the same', async (...given) => {
    const [, name, reason] = given;
    const told = await aSentMail();
    const { service, address, mail } = told;
    const others = await askAgain(await aSentMail());
    await tell(service, name, mail);
    expect(await suppressionOf(service, address)).toMatchObject({ reason });
    const again = await askAgain(told);
    expect(again).toMatchObject({ sent: 0, delivery: { status: 'skipped', reason: 'suppressed', seq: 1 } });
    expect(Object.keys(again.answer.body)).toEqual(Object.keys(others.answer.body));
    expect(again.answer.status).toBe(others.answer.status);
    const key = suppressionKey('email', address);
    const [row] = await service.store.load([key]);
    if (row) await service.store.remove(key, row);
    expect(await askAgain(told)).toMatchObject({ sent: 1, delivery: { status: 'sent' } });
  });

  it.each(['bounced', 'bouncedUnclearly', 'delayed', 'rejected'] as const)('is not suppressed by %s', async (name) => {
    const told = await aSentMail();
    await tell(told.service, name, told.mail);
    expect(await suppressionOf(told.service, told.address)).toBeUndefined();
    expect(await askAgain(told)).toMatchObject({ sent: 1 });
  });

  it('keeps a complaint that comes while the bounce before it is written', async () => {
    const { store, interrupt, hasHappened } = interrupted(createOwnLimitsStore());
    const { service, address, mail } = await aSentMail(createTestService({ store }));
    await tell(service, 'bouncedForGood', mail, 9);
    // Its first write finds an existing row, its second a changed one.
    interrupt(1, () => tell(service, 'bouncedForGood', mail, 5));
    await tell(service, 'complained', mail, 7);
    expect(hasHappened()).toBe(true);
    expect(await suppressionOf(service, address)).toMatchObject({ reason: 'complained' });
  });
});

describe('the count of permanent bounces, for the breaker', () => {
  const bouncesIn = async (service: TestService, scope: Scope) => {
    const [counter] = await service.store.load([reputationCounter('bounced', scope, service.clock.now()).key]);
    return counter?.total ?? 0;
  };
  const bouncesOf = async (service: TestService, address: string) => {
    const network = Object.keys((await service.loadChallenge(address))?.sendsByNetwork ?? {})[0] ?? '';
    return bouncesIn(service, networkScope(network));
  };

  it('counts an address once, even if an earlier bounce is reported later, or a complaint follows', async () => {
    const { service, address, mail } = await aSentMail();
    await tell(service, 'bouncedForGood', mail, 9);
    expect(await bouncesOf(service, address)).toBe(1);
    await tell(service, 'bouncedForGood', mail, 5);
    await tell(service, 'bouncedForGood', mail, 12);
    expect(await suppressionOf(service, address)).toMatchObject({ at: service.clock.now() + 5000 });
    await tell(service, 'complained', mail, 15);
    expect(await bouncesOf(service, address)).toBe(1);
    const challenge = mail.tags.challenge;
    expect(linesOf(service, 'address_suppressed')).toMatchObject([{ challenge, reason: 'bounced' }]);
    const other = await aSentMail(service);
    await tell(service, 'bouncedForGood', other.mail);
    expect(await bouncesOf(service, address)).toBe(2);
  });

  it('is left alone by the same event again, which writes nothing', async () => {
    const { service, address, mail } = await aSentMail();
    await tell(service, 'bouncedForGood', mail);
    service.operations.splice(0);
    await tell(service, 'bouncedForGood', mail);
    // The one that finds the row there; what it holds stands.
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual(['swap suppression']);
    expect(await bouncesOf(service, address)).toBe(1);
  });

  it('does not count complaints or temporary bounces', async () => {
    const { service, address, mail } = await aSentMail();
    for (const name of ['bounced', 'bouncedUnclearly', 'delayed', 'rejected', 'complained'] as const) {
      await tell(service, name, mail);
    }
    expect(await bouncesOf(service, address)).toBe(0);
  });

  it('does not count a mailbox of the SES simulator, which is still suppressed', async () => {
    const service = aService();
    const [name] = freshAddress().split('@');
    const to = `bounce+${name}@simulator.amazonses.com`;
    const tags = { purpose: 'signup', challenge: 'x', seq: '1' };
    await service.feedback(sesEvent('bouncedForGood', { to, tags }));
    expect(await suppressionOf(service, to)).toMatchObject({ reason: 'bounced' });
    expect(await bouncesIn(service, OVER_ALL)).toBe(0);
    // A domain with only the same ending counts.
    await service.feedback(sesEvent('bouncedForGood', { to: `${to}.example`, tags }));
    expect(await bouncesIn(service, OVER_ALL)).toBe(1);
  });
});

describe('two events', () => {
  const NAMES = ['delivered', 'delayed', 'bounced', 'bouncedForGood', 'complained', 'rejected'] as const;
  const pairs = NAMES.flatMap((one, index) => NAMES.slice(index).map((other) => [one, other] as const));

  it.each(pairs)('%s and %s end the same in either order, twice, and at once', async (one, other) => {
    const first = (service: TestService, mail: ReceivedMail) => tell(service, one, mail, 2);
    const second = (service: TestService, mail: ReceivedMail) => tell(service, other, mail, 3);
    const ways = [
      [first, second],
      [second, first],
      [first, second, first, second],
      [second, second, first, first],
    ];
    const ends = [];
    for (const way of ways) {
      const { service, address, mail } = await aSentMail();
      for (const event of way) await event(service, mail);
      ends.push({ delivery: await deliveryOf(service, address), suppression: await suppressionOf(service, address) });
    }
    const { service, address, mail } = await aSentMail();
    await Promise.all(ways.flat().map((event) => event(service, mail)));
    ends.push({ delivery: await deliveryOf(service, address), suppression: await suppressionOf(service, address) });
    for (const end of ends) expect(end).toEqual(ends[0]);
  });
});
