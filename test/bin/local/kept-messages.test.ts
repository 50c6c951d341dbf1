// The inboxes of this machine keep the newest messages, however long it runs.
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { clearStore, getStoreReadonly, saveEmail } from 'aws-ses-v2-local/dist/store.js';
import { afterEach, describe, expect, it } from 'vitest';
import { startInbox } from '../../../bin/local/mail/inbox.ts';
import { keepNewest, MESSAGES_KEPT } from '../../../bin/local/mail/newest.ts';

/** One store per process: what this file puts in must not stay. */
afterEach(clearStore);

const aMail = (index: number) => ({
  messageId: String(index),
  from: 'no-reply@example.com',
  replyTo: [],
  destination: { to: ['me@example.com'], cc: [], bcc: [] },
  subject: String(index),
  body: { text: '' },
  attachments: [],
  at: 0,
});

describe('what is kept', () => {
  it('is all of it until there is too much', () => {
    const few = [1, 2, 3];
    keepNewest(few);
    expect(few).toEqual([1, 2, 3]);
  });

  it('is the newest', () => {
    const many = Array.from({ length: MESSAGES_KEPT + 3 }, (_, index) => index);
    keepNewest(many);
    expect([many.length, many[0], many.at(-1)]).toEqual([MESSAGES_KEPT, 3, MESSAGES_KEPT + 2]);
  });

  it('in the browser inbox, too', async () => {
    for (let index = 0; index < 3 * MESSAGES_KEPT; index++) saveEmail(aMail(index));
    const inbox = await startInbox(0);
    try {
      const Data = Buffer.from('From: a@example.com\r\nTo: b@example.com\r\nSubject: newest\r\n\r\nHello');
      await inbox.client.send(new SendRawEmailCommand({ RawMessage: { Data } }));
      const messages = await inbox.messages();
      expect(messages.length).toBeLessThanOrEqual(MESSAGES_KEPT);
      expect(messages.at(-1)?.subject).toBe('newest');
      expect(getStoreReadonly().emails.length).toBeLessThanOrEqual(MESSAGES_KEPT);
    } finally {
      await inbox.stop();
    }
  });
});
