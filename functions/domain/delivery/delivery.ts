// The outbox entry inside a challenge: what became of its mail, and what an operator can do about it.
import type { NoticeKind, Purpose } from '../purpose.ts';

/** Why a mail was not (or not yet) sent, and what an operator does about it. The row and the log carry the key. */
export const DELIVERY_REASONS = {
  recipient_not_verified:
    'The SES account is in the sandbox, where every recipient must be verified: verify this address in SES, or request production access.',
  sender_not_verified:
    'SES does not know the sender: verify the sender address or domain (and its MAIL FROM domain) in this region, and check that the configuration names the same one. The mail is tried again until its link expires.',
  recipient_refused: 'The address was refused as invalid: nothing to do, the person has to correct it.',
  mail_refused:
    'The transport refused the message itself, neither its sender nor its recipient; the mail is tried again until its link expires.',
  configuration_set_missing:
    'The configuration set does not exist in this region: deploy again. The mail is tried again until its link expires.',
  sending_paused:
    'Sending is paused for this account or configuration set: read the notice in the SES console and answer it, or resume sending. The mail is tried again until its link expires.',
  not_authorised:
    'The courier may not send as this sender, or in the sandbox not to this recipient: check its role and the policies of both identities (for SENS: the service id). The message is tried again until its link or code expires.',
  rate_exceeded: 'More was sent than the account may send in that moment; the message is tried again.',
  quota_exceeded: 'What the account may send in 24 hours is used up: request more, or wait.',
  transport_unavailable:
    'The transport could not be reached, or asked to be tried later; the message is tried again until its link or code expires.',
  transport_insecure:
    'The SMTP server offered no STARTTLS, or no certificate that holds for its name, so nothing was sent: check host and port. The mail is tried again until its link expires.',
  credentials_refused:
    'The SMTP server or SENS refused our credentials: check the secret (and for SENS the clock), then doctor. The message is tried again until its link or code expires.',
  sender_refused:
    'The transport refused the sender: with Naver and Gmail it must be the account itself, with SENS a registered number. The message is tried again until its link or code expires.',
  expired_before_sent: 'The link expired before the mail could be sent; the person can ask for a new one.',
  quota_reserved:
    'What the account may send in 24 hours is nearly used up, and the rest is kept for log-in, reset and codes: request more. The mail waits until its link expires.',
  reputation:
    'Too many new addresses bounced in this hour, so first mails to new ones are held before AWS pauses the account: look for made-up sign-ups. The mail waits until its link expires.',
  domain_without_mail:
    'The domain of the address takes no mail (no MX or address record): nothing to do, the person has to correct it.',
  delivery_delayed: 'The mailbox does not answer at the moment; SES goes on trying.',
  mailbox_refused: 'The mailbox does not exist or refuses mail for good: it is suppressed until an operator lifts it.',
  mailbox_unavailable:
    'The mailbox could not take the mail for now (full, too large, temporarily off); a new request may succeed.',
  complaint: 'The reader marked the mail as spam: the address is suppressed until an operator lifts it.',
  rejected_by_ses: 'SES accepted the mail and then refused to send it (content): look at the templates.',
  texts_off: 'No transport for texts is configured for the country of this number: set one in "sms".',
  text_too_long:
    'The text does not fit into one SMS, or has a character that SMS in Korea cannot carry: shorten "brandName", or allow LMS.',
  text_undelivered:
    'The carrier could not deliver the text (number off, blocked or not in use); a new request may succeed.',
  phone_used_up:
    'This number has had all the texts it may get in a day ("limits.textsPerPhone"); it gets more tomorrow.',
  texts_used_up:
    'All the texts of this day are used up ("limits.textsPerDay"): look for somebody who pumps texts, then raise it.',
  nothing_to_open: 'No account at this address can be opened with it: nothing to do.',
  account_changed:
    'The account has changed its password or address since this was asked for, so it would open nothing: the next request brings a new one.',
  change_pending: 'The change that this notice tells of is not there yet; the mail is tried again for 10 minutes.',
  not_changed: 'The change that this notice would have told of was not made: nothing to do.',
  suppressed: 'The address bounced or complained before; lift the suppression if it is known to be good.',
} as const;
export type DeliveryReason = keyof typeof DELIVERY_REASONS;

export const DELIVERY_STATUSES = [
  'pending',
  'queued',
  'sent',
  'failed',
  'skipped',
  'delivered',
  'bounced',
  'complained',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export interface Delivery {
  readonly status: DeliveryStatus;
  /** Grows by one with each resend; an attempt for another `seq` stops. */
  readonly seq: number;
  readonly reason?: DeliveryReason;
  readonly messageId?: string;
  /** Epoch milliseconds of the last change. */
  readonly at: number;
  /** Epoch milliseconds at which it was asked for. */
  readonly askedAt?: number;
  /** Attempts that failed for a passing reason. */
  readonly tries: number;
}

/** Names one delivery. All that ever goes into a queue: never the item itself, it holds a password hash. */
export interface DeliveryTicket {
  readonly pk: string;
  readonly id: string;
  readonly seq: number;
  /** Set: it was sent, and only what became of it is asked. */
  readonly asks?: 'result';
}

/** A new request for a mail; `previous` when it is asked again. */
export const requestDelivery = (now: number, previous?: Delivery): Delivery => ({
  status: 'pending',
  seq: (previous?.seq ?? 0) + 1,
  at: now,
  askedAt: now,
  tries: 0,
});

/** Whole seconds since it was asked for; `undefined` for rows from before that was kept. */
export const waitedSeconds = ({ askedAt }: Delivery, now: number): number | undefined =>
  askedAt === undefined ? undefined : Math.max(0, Math.round((now - askedAt) / 1000));

/** Whether an attempt may still act on it. The stream wakes on `pending` alone; a queued one belongs to its queue. */
export const isWaiting = (delivery: Delivery): boolean => delivery.status === 'pending' || delivery.status === 'queued';

/** What a message is for: that of its challenge, or the change that a notice tells of. */
export type MessagePurpose = Purpose | NoticeKind;

/** Whether it goes before others: somebody is waiting in front of a screen, or must be warned. */
export const isUrgent = (purpose: MessagePurpose): boolean => purpose !== 'signup' && purpose !== 'email_change';

const LONGEST_SECONDS = 240;
/** A change follows its notice within a moment, and a slot is free again within seconds. */
const FIRST_SECONDS: { readonly [Reason in DeliveryReason]?: number } = { change_pending: 1, rate_exceeded: 2 };

/** An urgent message that waits for a slot comes back while its mark still makes the others step back. */
const URGENT_SLOT_SECONDS = 3;

/** Seconds until the next try: doubling from 15 s, or from less where less will do, at most 240 s. */
export const backOffSeconds = (tries: number, reason?: DeliveryReason, isForUrgent = false): number => {
  if (reason === 'rate_exceeded' && isForUrgent) return URGENT_SLOT_SECONDS;
  const first = (reason && FIRST_SECONDS[reason]) ?? 15;
  return Math.min(first * 2 ** Math.min(tries, 10), LONGEST_SECONDS);
};
