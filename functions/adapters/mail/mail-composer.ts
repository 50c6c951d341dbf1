// Builds one MIME message from a rendered mail, with the same bytes for every transport.
import NodemailerComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Brand } from '#domain/brand.ts';
import type { MailComposer } from '#domain/ports/delivery.ts';

interface Sender {
  /** `name` is the sender's display name (RFC 2047 encodes Korean). Replies go to `supportAddress`, if it is set. */
  readonly brand: Pick<Brand, 'name' | 'supportAddress'>;
  readonly senderEmail: string;
}

/** Asks mail servers (RFC 3834) and Exchange, which reads the second header, not to send automatic replies. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

export const createMailComposer = ({ brand, senderEmail }: Sender): MailComposer => {
  const name = brand.name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const { supportAddress } = brand;
  return {
    compose: ({ to, cc = [] }, { subject, text, html }) =>
      new NodemailerComposer({
        // Pass addresses as objects: nodemailer would parse a string, and a comma in it would add recipients.
        from: { name, address: senderEmail },
        to: asAddress(to),
        ...(cc.length > 0 && { cc: cc.map(asAddress) }),
        ...(supportAddress !== undefined && { replyTo: asAddress(supportAddress) }),
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

const asAddress = (address: string) => ({ name: '', address });
