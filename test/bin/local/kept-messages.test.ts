// The inboxes of this machine keep the newest messages, however long it runs.
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import { clearStore, getStoreReadonly, saveEmail } from 'aws-ses-v2-local/dist/store.js';
import { afterEach, describe, expect, it } from 'vitest';
import { startSes } from '../../../bin/local/mail/local-ses.ts';
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

describe('the local SES', () => {
  it('takes mails, and shows none: its own page would show them to every host', async () => {
    saveEmail(aMail(1));
    const ses = await startSes();
    try {
      const { hostname, port } = (await ses.client.config.endpoint?.()) ?? {};
      for (const path of ['/', '/store', '/get-emlContent?messageId=1', '/health-check'])
        expect((await fetch(`http://${hostname}:${port}${path}`)).status).toBe(404);
      expect((await fetch(`http://${hostname}:${port}/clear-store`, { method: 'POST' })).status).toBe(404);
      expect(ses.messages().at(-1)?.subject).toBe('1');
    } finally {
      await ses.stop();
    }
  });
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

  it('in the local SES, too', async () => {
    for (let index = 0; index < 3 * MESSAGES_KEPT; index++) saveEmail(aMail(index));
    const ses = await startSes();
    try {
      const Data = Buffer.from('From: a@example.com\r\nTo: b@example.com\r\nSubject: newest\r\n\r\nHello');
      await ses.client.send(new SendRawEmailCommand({ RawMessage: { Data } }));
      const messages = ses.messages();
      expect(messages.length).toBeLessThanOrEqual(MESSAGES_KEPT);
      expect(messages.at(-1)?.subject).toBe('newest');
      expect(getStoreReadonly().emails.length).toBeLessThanOrEqual(MESSAGES_KEPT);
    } finally {
      await ses.stop();
    }
  });
});
