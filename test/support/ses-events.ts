// Events of SES as EventBridge delivers their `detail`, in the shapes of
// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
import type { OutgoingMail } from '#domain/ports/delivery.ts';
import { NOW } from './builders.ts';

export interface ToldMail {
  readonly to: string;
  readonly tags: Readonly<Record<string, string>> | OutgoingMail['tags'];
  readonly messageId?: string;
}

const REPORTING = { reportingMTA: 'dns; e242-10.smtp-out.ap-northeast-2.amazonses.com' };

/** The part of an event that is named after its kind. */
const parts = (to: string, timestamp: string) => {
  const bounced = (bounceType: string, bounceSubType: string, status: string) => ({
    eventType: 'Bounce',
    bounce: {
      feedbackId: '0100017c-0000',
      bounceType,
      bounceSubType,
      bouncedRecipients: [
        { emailAddress: to, action: 'failed', status, diagnosticCode: `smtp; ${status} ${to} user unknown` },
      ],
      timestamp,
      ...REPORTING,
    },
  });
  return {
    bouncedForGood: bounced('Permanent', 'General', '5.1.1'),
    bouncedAsFull: bounced('Permanent', 'General', '5.2.2'),
    bouncedAsListed: bounced('Permanent', 'OnAccountSuppressionList', '5.7.1'),
    bounced: bounced('Transient', 'MailboxFull', '5.2.2'),
    bouncedUnclearly: bounced('Undetermined', 'Undetermined', '5.0.0'),
    complained: {
      eventType: 'Complaint',
      complaint: {
        feedbackId: '0100017c-0001',
        complaintSubType: null,
        complainedRecipients: [{ emailAddress: to }],
        timestamp,
        userAgent: 'Any feedback loop',
        complaintFeedbackType: 'abuse',
        arrivalDate: timestamp,
      },
    },
    delivered: {
      eventType: 'Delivery',
      delivery: {
        timestamp,
        processingTimeMillis: 546,
        recipients: [to],
        smtpResponse: '250 2.6.0 Message received',
        remoteMtaIp: '127.0.2.0',
        ...REPORTING,
      },
    },
    delayed: {
      eventType: 'DeliveryDelay',
      deliveryDelay: {
        timestamp,
        delayType: 'TransientCommunicationFailure',
        expirationTime: timestamp,
        delayedRecipients: [{ emailAddress: to, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect' }],
      },
    },
    rejected: { eventType: 'Reject', reject: { reason: 'Bad content' } },
    notRendered: {
      eventType: 'Rendering Failure',
      failure: { templateName: 'x', errorMessage: "Attribute 'x' is not present in the rendering data." },
    },
    sent: { eventType: 'Send', send: {} },
    opened: { eventType: 'Open', open: { ipAddress: '192.0.2.1', timestamp, userAgent: 'Mozilla/5.0' } },
    clicked: { eventType: 'Click', click: { ipAddress: '192.0.2.1', timestamp, link: 'https://x', linkTags: null } },
  };
};
export type SesEventName = keyof ReturnType<typeof parts>;

/** `at`: the time of the event; for kinds without one, the time the mail was sent. */
export const sesEvent = (name: SesEventName, { to, tags, messageId = 'message-1' }: ToldMail, at = NOW) => {
  const timestamp = new Date(at).toISOString();
  const own = Object.entries(tags).map(([tag, value]) => [tag, [value]]);
  return {
    mail: {
      timestamp,
      source: 'no-reply@modu.example',
      sourceArn: 'arn:aws:ses:ap-northeast-2:111122223333:identity/modu.example',
      sendingAccountId: '111122223333',
      messageId,
      destination: [to],
      headersTruncated: false,
      headers: [{ name: 'To', value: to }],
      commonHeaders: { from: ['no-reply@modu.example'], to: [to], subject: 'x' },
      tags: {
        'ses:operation': ['SendRawEmail'],
        'ses:configuration-set': ['latchkey-test'],
        'ses:source-ip': ['192.0.2.9'],
        'ses:from-domain': ['modu.example'],
        'ses:caller-identity': ['courier'],
        ...Object.fromEntries(own),
      },
    },
    ...parts(to, timestamp)[name],
  };
};
