// A fault at any call while an event of SES is recorded: Lambda delivers it again, and the result is the same.
import { describe, expect, it } from 'vitest';
import { noticeKey, suppressionKey } from '#domain/store-keys.ts';
import { bearer } from '../support/account.ts';
import { FAULTS } from '../support/faults/faults.ts';
import { sweep } from '../support/faults/sweep.ts';
import { createOwnLimitsStore } from '../support/own-limits.ts';
import { freshAddress } from '../support/real-store.ts';
import type { ReceivedMail, TestService } from '../support/service.ts';
import { type SesEventName, sesEvent } from '../support/ses-events.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../support/sign-up.ts';

/** So that the bounces of the runs, which share a store, do not hold the first mails of the next one. */
const atItsOwnDomain = (): string => freshAddress().replace(/^(.+)@.+$/, '$1@$1.example');

/** A sent mail, and a function that reads the delivery in its row. */
interface Told {
  readonly mail: ReceivedMail;
  readonly load: () => Promise<{ readonly status: string; readonly reason?: string } | undefined>;
}

const rows: Readonly<Record<string, (service: TestService) => Promise<Told>>> = {
  'a sign-up': async (service) => {
    const { address } = await pendingSignUp(service, atItsOwnDomain());
    const mail = await mailTo(service, address);
    return { mail, load: async () => (await service.loadChallenge(address))?.delivery };
  },
  'a notice': async (service) => {
    const address = atItsOwnDomain();
    const { accessToken } = (await account(service, address)).body;
    const change = { currentPassword: PASSWORD, newPassword: 'staple battery horse' };
    await service.post('/me/password', change, { headers: bearer(accessToken) });
    const mail = await mailTo(service, address);
    const key = noticeKey({ kind: 'password_changed', address, changeId: mail.tags.challenge });
    return { mail, load: async () => (await service.store.load([key]))[0]?.delivery };
  },
};

const ends: [SesEventName, object, string | undefined, number][] = [
  ['delivered', { status: 'delivered' }, undefined, 2],
  ['bounced', { status: 'bounced', reason: 'mailbox_unavailable' }, undefined, 2],
  ['bouncedForGood', { status: 'bounced', reason: 'mailbox_refused' }, 'bounced', 4],
  ['complained', { status: 'complained', reason: 'complaint' }, 'complained', 3],
];

describe.each(Object.entries(rows))('of %s', (_name, prepare) => {
  it.each(ends)('%s is recorded after it was delivered again', async (name, end, suppressed, calls) => {
    const runs = await sweep(createOwnLimitsStore(), async (service, arm) => {
      const { mail, load } = await prepare(service);
      const bring = () => service.feedback(sesEvent(name, mail, service.clock.now() + 1000));
      arm();
      const first = await bring().catch((error) => error);
      service.setFaults();
      if (first) expect(first).toMatchObject({ name: 'FeedbackError', message: 'the event could not be recorded' });
      if (first) await bring();
      const noted = await load();
      expect(noted).toMatchObject(end);
      const [suppression] = await service.store.load([suppressionKey('email', mail.to)]);
      expect(suppression?.reason).toBe(suppressed);
      await bring();
      expect(await load()).toEqual(noted);
    });
    expect(runs).toBeGreaterThanOrEqual(calls * FAULTS.length);
  });
});
