// Sends through Amazon SES. Gives every failure a reason for the operator, and says whether a retry can help.

import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { nameOfError } from '#domain/errors.ts';
import type { MailTransport, OutgoingMail } from '#domain/ports/delivery.ts';
import { NOT_AUTHORISED } from '../aws-refusals.ts';

interface SesOptions {
  readonly client: SESClient;
  /** The sender's address: a verified address, or one at a verified domain. */
  readonly senderEmail: string;
  readonly configurationSet?: string;
}

/**
 * Failures that no operator can repair before the link expires: those of the recipient's address. All others are retried.
 * Rate limits, quotas and network errors pass by themselves. An operator can fix a pause, a permission, the sender or the
 * configuration set within minutes.
 */
const PERMANENT: ReadonlySet<DeliveryReason> = new Set(['recipient_refused', 'recipient_not_verified']);

/** Never throws when sending fails. The recipients are those of the envelope, not those in the message's headers. */
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
      return { ok: false, permanent: PERMANENT.has(reason), reason, error: nameOfError(error) };
    }
  },
});

/**
 * The error names that are enough to know the reason, without the suffix `Exception`, which only some of them have.
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
  if (known === 'not_authorised' && isDeniedForRecipient(error.message, senderEmail, mail.to)) {
    return 'recipient_not_verified';
  }
  if (known) return known;
  if (name === 'Throttling') return /quota/i.test(error.message) ? 'quota_exceeded' : 'rate_exceeded';
  if (name === 'MessageRejected') return rejectionOf(error.message, senderEmail, mail.to);
  if (name === 'InvalidParameterValue' && ADDRESS_FAULT.test(error.message)) return 'recipient_refused';
  // Any other refusal by SES is about the message. Any other error means that SES did not answer.
  const isRefusal = error instanceof SESServiceException && error.$fault === 'client' && !isBusy(error);
  return isRefusal ? 'mail_refused' : 'transport_unavailable';
};

/**
 * In the sandbox SES may look for the right to send to an unverified recipient before it says that it is unverified. The message
 * names the identity: "… on resource `arn:aws:ses:ap-northeast-2:111122223333:identity/a@b.example'".
 */
const isDeniedForRecipient = (message: string, senderEmail: string, recipient: string): boolean => {
  const denied = /:identity\/([^\s'`"]+)/.exec(message)?.[1]?.toLowerCase();
  const isOf = (address: string) =>
    address === denied || address.endsWith(`@${denied}`) || address.endsWith(`.${denied}`);
  return denied !== undefined && isOf(recipient.toLowerCase()) && !isOf(senderEmail.toLowerCase());
};

const isBusy = ({ $metadata: { httpStatusCode = 0 } }: SESServiceException): boolean =>
  httpStatusCode === 408 || httpStatusCode === 429 || httpStatusCode >= 500;

/** How SES reports a malformed address. It is the recipient's, because the sender's is checked before deployment. */
const ADDRESS_FAULT =
  /^(Missing (domain|final|local)|Domain |Local address |User name is missing|Illegal |Invalid .*address)/i;

const rejectionOf = (message: string, senderEmail: string, recipient: string): DeliveryReason => {
  if (/sending (for .*)?(is )?(paused|suspended)/i.test(message)) return 'sending_paused';
  if (!/not verified/i.test(message)) return 'mail_refused';
  const failed = failedIdentities(message);
  const sender = senderEmail.toLowerCase();
  if (failed.has(sender) || failed.has(sender.slice(sender.lastIndexOf('@') + 1))) return 'sender_not_verified';
  // SES shortens or omits long lists, so the failure is permanent only for a recipient that SES names.
  return failed.has(recipient.toLowerCase()) ? 'recipient_not_verified' : 'sender_not_verified';
};

/** The addresses in "… identities failed the check in region AP-NORTHEAST-2: Team <a@b.example>, c@d.example...". */
const failedIdentities = (message: string): ReadonlySet<string> => {
  const list = /in region [^:]*:(.*)$/is.exec(message)?.[1] ?? '';
  const parts = list.toLowerCase().split(/[\s,<>"]+/);
  return new Set(parts.map((part) => part.replace(/[.…]+$/, '')));
};
