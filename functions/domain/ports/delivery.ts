// What writes mails and sms, and sends them.
import type { DeliveryTicket } from '../delivery/delivery.ts';
import type { Mail, RenderedMail, Sms } from '../delivery/mail.ts';
import type { DeliveryReason } from '../delivery/reasons.ts';
import type { QuotaFigures } from '../delivery/sending-quota.ts';

/** Phone numbers of the countries that sms are sent to. */
export interface PhoneNumbers {
  /** E.164; `undefined` if it is not a mobile number of these countries. */
  normalise(text: string): Promise<string | undefined>;
}

/** The recipients of a mail. A mail with a token or a code has exactly one; only the notice of a changed password is copied (ADR 0022). */
export interface MailRecipients {
  readonly to: string;
  readonly cc?: readonly string[];
  /** Appears in no header. */
  readonly bcc?: readonly string[];
}

/** A composed mail. `raw` is the whole MIME message. */
export interface OutgoingMail extends MailRecipients {
  readonly raw: Buffer;
  /** Sent as message tags: ASCII, never an address. */
  readonly tags: { readonly purpose: string; readonly challenge: string; readonly seq: string };
}

/**
 * A `permanent` failure is final, others are retried. `error` is the name of the transport's own error for the log, never
 * its message.
 */
export type SendResult =
  | {
      readonly ok: true;
      readonly messageId: string;
      /** Set if the transport only accepted the message: ask `outcomeOf` once after this time. */
      readonly askAfterSeconds?: number;
    }
  | { readonly ok: false; readonly permanent: boolean; readonly reason: DeliveryReason; readonly error?: string };

export interface MailTransport {
  send(mail: OutgoingMail): Promise<SendResult>;
}

/** How much the mail account may send. May be asked once a second, over all functions. */
export interface QuotaReader {
  read(): Promise<QuotaFigures>;
}

/** The suppression list that SES itself keeps for the account: it does not try the addresses on it. */
export interface AccountSuppressions {
  /** `undefined` if the address is not on it. */
  find(address: string): Promise<AccountSuppression | undefined>;
  /** Whether it was on it. */
  lift(address: string): Promise<boolean>;
}

export interface AccountSuppression {
  /** `BOUNCE` or `COMPLAINT`. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** Whether a domain can receive mail at all. */
export interface MailDomains {
  /** False only if it is certain: the domain does not exist, or has no MX and address records. */
  mayTakeMail(domain: string): Promise<boolean>;
}

/** An sms ready to be sent. */
export interface OutgoingSms {
  /** E.164. */
  readonly to: string;
  /** One line. */
  readonly body: string;
  /** The line from which a browser fills in the code (WebOTP). Sent only if it fits. */
  readonly lastLine: string;
  /** Identifies the delivery in the transport's own records. Never a phone number. */
  readonly reference: string;
}

/** The outcome of an sms that the transport accepted. */
export type SmsOutcome = 'delivered' | 'undelivered' | 'unknown';

/** Never throws when sending fails. */
export interface SmsTransport {
  send(text: OutgoingSms): Promise<SendResult>;
  /** `messageId` is the one that `send` returned for this number. Never throws; `unknown` if the transport cannot be asked. */
  outcomeOf(to: string, messageId: string): Promise<SmsOutcome>;
}

/** The credentials of a transport: the operator's own secret, whose fields a schema describes. */
export interface SecretReader<Secret> {
  /** Cached for some minutes. Throws `DependencyError` if the secret cannot be read or does not match its schema. */
  read(): Promise<Secret>;
  /** Drops the cached value, because the secret may have changed. */
  forget(): void;
}

/** Writes an sms in the reader's language. */
export interface SmsRenderer {
  render(text: Sms): Pick<OutgoingSms, 'body' | 'lastLine'>;
}

/** Writes a mail in the reader's language from its values. */
export interface MailRenderer {
  render(mail: Mail): RenderedMail;
}

/** Builds one MIME message from a rendered mail. */
export interface MailComposer {
  compose(recipients: MailRecipients, mail: RenderedMail): Promise<Buffer>;
}

/**
 * Holds a delivery until its next try, or until the transport can be asked for the outcome. Urgent: reset, login, otp,
 * notice.
 */
export interface RetryQueue {
  put(ticket: DeliveryTicket, options: { readonly urgent: boolean; readonly delaySeconds: number }): Promise<void>;
}
