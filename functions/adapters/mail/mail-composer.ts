// Makes one MIME message of a rendered mail, the same bytes for every transport.
import NodemailerComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Brand } from '#domain/brand.ts';
import type { MailComposer } from '#domain/ports.ts';

interface Sender {
  /** Its name is the one mails come from (Korean is encoded by RFC 2047); answers go to its support address, if there is one. */
  readonly brand: Pick<Brand, 'name' | 'supportAddress'>;
  readonly senderEmail: string;
}

/** RFC 3834, and what Exchange reads instead: no out-of-office answers to our mails. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

export const createMailComposer = ({ brand, senderEmail }: Sender): MailComposer => {
  const name = brand.name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const { supportAddress } = brand;
  return {
    compose: ({ to, cc = [] }, { subject, text, html }) =>
      new NodemailerComposer({
        // Addresses go in as objects: a string would be parsed, and a comma in it would add recipients.
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
