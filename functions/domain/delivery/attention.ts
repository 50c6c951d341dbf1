// Which reasons somebody must hear of at once. A reason without its class here does not compile.
import type { DeliveryReason } from './delivery.ts';

/**
 * `operator`: mails like this one do not go until an operator acts. `breaker`: Latchkey itself holds first mails.
 * `none`: it passes by itself (and rings when it lasts), or nobody or only the person can mend it.
 */
type Attention = 'operator' | 'breaker' | 'none';

export const ATTENTION = {
  recipient_not_verified: 'operator',
  sender_not_verified: 'operator',
  recipient_refused: 'none',
  mail_refused: 'operator',
  configuration_set_missing: 'operator',
  sending_paused: 'operator',
  not_authorised: 'operator',
  rate_exceeded: 'none',
  quota_exceeded: 'operator',
  transport_unavailable: 'none',
  transport_insecure: 'operator',
  credentials_refused: 'operator',
  sender_refused: 'operator',
  expired_before_sent: 'none',
  quota_reserved: 'operator',
  reputation: 'breaker',
  domain_without_mail: 'none',
  delivery_delayed: 'none',
  mailbox_refused: 'none',
  mailbox_unavailable: 'none',
  complaint: 'none',
  rejected_by_ses: 'operator',
  texts_off: 'operator',
  text_too_long: 'operator',
  text_undelivered: 'none',
  phone_used_up: 'none',
  texts_used_up: 'operator',
  nothing_to_open: 'none',
  account_changed: 'none',
  change_pending: 'none',
  not_changed: 'none',
  suppressed: 'none',
} as const satisfies Record<DeliveryReason, Attention>;
