// Makes one MIME message of a rendered mail, the same bytes for every transport.
import NodemailerComposer from 'nodemailer/lib/mail-composer/index.js';
import type { MailComposer } from '../domain/ports.ts';

interface Sender {
  /** The name mails come from; Korean is encoded by RFC 2047. */
  readonly brandName: string;
  readonly senderEmail: string;
}

/** RFC 3834, and what Exchange reads instead: no out-of-office answers to our mails. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

export const createMailComposer = ({ brandName, senderEmail }: Sender): MailComposer => {
  const name = brandName.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return {
    compose: (to, { subject, text, html }) =>
      new NodemailerComposer({
        // Addresses go in as objects: a string would be parsed, and a comma in it would add recipients.
        from: { name, address: senderEmail },
        to: { name: '', address: to },
        subject,
        text,
        html,
        textEncoding: 'base64',
        headers: AUTOMATIC,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
        .compile()
        .build(),
  };
};
