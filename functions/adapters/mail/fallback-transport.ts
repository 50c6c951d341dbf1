// Two transports as one: while the first is down the second sends. A bad address is bad for both.
import type { DeliveryReason } from '#domain/delivery/delivery.ts';
import type { EventLog, MailTransport, SendResult } from '#domain/ports.ts';

interface FallbackOptions {
  readonly first: MailTransport;
  readonly second: MailTransport;
  readonly log: EventLog;
}

type Failure = Extract<SendResult, { ok: false }>;

/**
 * What a failure is about. `transport`: it would refuse every mail now, so the other one may try. `recipient`: no
 * transport would do better. `mail`: neither; a content that one refuses as spam would cost the other its reputation,
 * and a rate is free again within seconds. Reasons that no transport gives are there so that a new one must be decided.
 */
const ABOUT = {
  transport_unavailable: 'transport',
  transport_insecure: 'transport',
  credentials_refused: 'transport',
  sender_refused: 'transport',
  quota_exceeded: 'transport',
  sending_paused: 'transport',
  sender_not_verified: 'transport',
  recipient_not_verified: 'transport',
  configuration_set_missing: 'transport',
  not_authorised: 'transport',
  recipient_refused: 'recipient',
  mailbox_refused: 'recipient',
  mailbox_unavailable: 'recipient',
  domain_without_mail: 'recipient',
  complaint: 'recipient',
  suppressed: 'recipient',
  mail_refused: 'mail',
  rate_exceeded: 'mail',
  rejected_by_ses: 'mail',
  expired_before_sent: 'mail',
  quota_reserved: 'mail',
  reputation: 'mail',
  delivery_delayed: 'mail',
  texts_off: 'mail',
  text_too_long: 'mail',
  text_undelivered: 'mail',
  phone_used_up: 'mail',
  texts_used_up: 'mail',
  nothing_to_open: 'mail',
  account_changed: 'mail',
  change_pending: 'mail',
  not_changed: 'mail',
} as const satisfies Record<DeliveryReason, 'transport' | 'recipient' | 'mail'>;

/** Where the first broke off without a word about a mail it had whole, that mail may come twice. It is never lost. */
export const createFallbackTransport = ({ first, second, log }: FallbackOptions): MailTransport => ({
  send: async (mail) => {
    const result = await first.send(mail);
    if (result.ok || ABOUT[result.reason] !== 'transport') return result;
    const { challenge, seq } = mail.tags;
    const { reason, error } = result;
    log.write('fallback_used', { challenge, seq: Number(seq), reason, error });
    const other = await second.send(mail);
    return other.ok ? other : betterOf(result, other);
  },
});

/**
 * If neither sent it: what the first said, which is what an operator has to mend, and it is tried again. Only if the
 * second knows for certain that the address is bad, trying again is over. Its own final refusals count for nothing:
 * SES in its sandbox refuses for good whom the first would reach in a minute.
 */
const betterOf = (first: Failure, second: Failure): Failure =>
  second.permanent && ABOUT[second.reason] === 'recipient' ? second : first;
