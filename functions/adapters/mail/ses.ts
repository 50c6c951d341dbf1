// Sends through Amazon SES, and says of every failure what an operator can do about it and whether trying again helps.
import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { MailTransport, OutgoingMail } from '#domain/ports.ts';
import { NOT_AUTHORISED } from '../aws-refusals.ts';

interface SesOptions {
  readonly client: SESClient;
  /** The verified address, or one of a verified domain, that mails come from. */
  readonly senderEmail: string;
  readonly configurationSet?: string;
}

/**
 * Only what no operator can repair while the link lives is final: the address itself. Time mends rates, quotas and
 * networks; an operator mends pauses, rights, sender and configuration set within minutes; so those mails wait.
 */
const PERMANENT: ReadonlySet<DeliveryReason> = new Set(['recipient_refused', 'recipient_not_verified']);

/** Never throws for a failure to send. Destinations come from the envelope alone, whatever the message's headers say. */
export const createSesTransport = ({ client, senderEmail, configurationSet }: SesOptions): MailTransport => ({
  send: async (mail) => {
    try {
      const { MessageId } = await client.send(
        new SendRawEmailCommand({
          Source: senderEmail,
          Destinations: [mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])],
          RawMessage: { Data: mail.raw },
          ...(configurationSet && { ConfigurationSetName: configurationSet }),
          Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
        }),
      );
      // Some proxies answer 200 with a page of their own.
      if (!MessageId) return { ok: false, permanent: false, reason: 'transport_unavailable' };
      return { ok: true, messageId: MessageId };
    } catch (error) {
      const reason = reasonOf(error, senderEmail, mail);
      const name = error instanceof Error ? error.name : 'unknown';
      return { ok: false, permanent: PERMANENT.has(reason), reason, error: name };
    }
  },
});

/**
 * Errors whose name says it all, without the `Exception` that only some of them carry on the wire.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html and its Common Errors.
 */
const REASONS: ReadonlyMap<string, DeliveryReason> = new Map<string, DeliveryReason>([
  ['AccountSendingPaused', 'sending_paused'],
  ['ConfigurationSetSendingPaused', 'sending_paused'],
  ['ConfigurationSetDoesNotExist', 'configuration_set_missing'],
  ['MailFromDomainNotVerified', 'sender_not_verified'],
  ...NOT_AUTHORISED.map((name): [string, DeliveryReason] => [name, 'not_authorised']),
]);

const reasonOf = (error: unknown, senderEmail: string, mail: OutgoingMail): DeliveryReason => {
  if (!(error instanceof Error)) return 'transport_unavailable';
  const name = error.name.replace(/Exception$/, '');
  const known = REASONS.get(name);
  if (known) return known;
  if (name === 'Throttling') return /quota/i.test(error.message) ? 'quota_exceeded' : 'rate_exceeded';
  if (name === 'MessageRejected') return rejectionOf(error.message, senderEmail, mail.to);
  if (name === 'InvalidParameterValue' && ADDRESS_FAULT.test(error.message)) return 'recipient_refused';
  // What is left of SES's own "no" is about the message. Anything else never got an answer from SES.
  const isRefusal = error instanceof SESServiceException && error.$fault === 'client' && !isBusy(error);
  return isRefusal ? 'mail_refused' : 'transport_unavailable';
};

const isBusy = ({ $metadata: { httpStatusCode = 0 } }: SESServiceException): boolean =>
  httpStatusCode === 408 || httpStatusCode === 429 || httpStatusCode >= 500;

/** How SES words a malformed address. The recipient's: the sender's is checked before deployment. */
const ADDRESS_FAULT =
  /^(Missing (domain|final|local)|Domain |Local address |User name is missing|Illegal |Invalid .*address)/i;

const rejectionOf = (message: string, senderEmail: string, recipient: string): DeliveryReason => {
  if (/sending (for .*)?(is )?(paused|suspended)/i.test(message)) return 'sending_paused';
  if (!/not verified/i.test(message)) return 'mail_refused';
  const failed = failedIdentities(message);
  const sender = senderEmail.toLowerCase();
  if (failed.has(sender) || failed.has(sender.slice(sender.lastIndexOf('@') + 1))) return 'sender_not_verified';
  // SES shortens long lists and may leave them out: only a recipient it names is final.
  return failed.has(recipient.toLowerCase()) ? 'recipient_not_verified' : 'sender_not_verified';
};

/** From "… identities failed the check in region AP-NORTHEAST-2: Team <a@b.example>, c@d.example..." */
const failedIdentities = (message: string): ReadonlySet<string> => {
  const list = /in region [^:]*:(.*)$/is.exec(message)?.[1] ?? '';
  const parts = list.toLowerCase().split(/[\s,<>"]+/);
  return new Set(parts.map((part) => part.replace(/[.…]+$/, '')));
};
