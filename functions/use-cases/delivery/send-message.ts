// Sends one owed message: a mail within the limits of the account, an sms within its daily caps.
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { Sms } from '#domain/delivery/mail.ts';
import { isCopied } from '#domain/delivery/notice.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { domainOf } from '#domain/delivery/reputation.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import type { Ports } from '#domain/ports.ts';
import { capSms } from './cap-sms.ts';
import { copyNotice } from './copy-notice.ts';
import type { MailMessage, Message } from './message.ts';
import { askingNetwork, type OwedRow } from './owed-rows.ts';
import { noteDomain, takeDomainTurn } from './pace-domain.ts';
import { countSentMail, paceMail } from './pace-mail.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'pause' | 'settings' | 'log' | 'renderer'> &
  Pick<Ports, 'smsRenderer' | 'composer' | 'transport' | 'texts' | 'mailDomains' | 'quotaReader'>;

/** A message that may not be sent now is a passing or a permanent failure. */
export const sendMessage = (
  dependencies: Dependencies,
  row: OwedRow,
  ticket: DeliveryTicket,
  message: Message,
): Promise<SendResult> =>
  message.channel === 'sms'
    ? sendSms(dependencies, row, ticket, message.text)
    : sendMail(dependencies, row, ticket, message);

const notSent = (reason: DeliveryReason, permanent: boolean): SendResult => ({ ok: false, permanent, reason });

const sendMail = async (
  dependencies: Dependencies,
  row: OwedRow,
  ticket: DeliveryTicket,
  { mail, isFirst }: MailMessage,
): Promise<SendResult> => {
  const { renderer, composer, transport, mailDomains } = dependencies;
  const { item } = row;
  const { address: to, purpose } = row.owed;
  const domain = domainOf(to);
  if (isFirst && !(await mailDomains.mayTakeMail(domain))) return notSent('domain_without_mail', true);
  const wasDeferred = item.delivery.reason === 'recipient_deferred';
  const turn = wasDeferred ? await takeDomainTurn(dependencies, domain) : undefined;
  if (turn?.isHeld) return notSent('recipient_deferred', false);
  const first = isFirst ? { network: askingNetwork(row), domain } : undefined;
  const heldBack = await paceMail(dependencies, purpose, first);
  if (heldBack) return notSent(heldBack, false);
  const rendered = renderer.render(mail);
  const raw = await composer.compose({ to }, rendered);
  const sent = await transport.send({ to, raw, tags: { purpose, challenge: item.id, seq: String(ticket.seq) } });
  await noteDomain(dependencies, domain, turn?.trial, sent);
  if (sent.ok) {
    await countSentMail(dependencies, first);
    const kind = row.kind === 'notice' ? row.owed.ref.kind : undefined;
    if (kind && isCopied(kind)) await copyNotice(dependencies, { kind, to, ticket, rendered });
  }
  return sent;
};

const sendSms = async (
  dependencies: Dependencies,
  { owed, item }: OwedRow,
  ticket: DeliveryTicket,
  text: Sms,
): Promise<SendResult> => {
  const { address: to, purpose } = owed;
  const turn = await capSms(dependencies, to, purpose);
  if (!turn.ok) return notSent(turn.reason, true);
  const reference = `${item.id}-${ticket.seq}`;
  const sent = await dependencies.texts.send({ to, ...dependencies.smsRenderer.render(text), reference });
  // Without an answer the sms may have been sent and billed.
  if (!sent.ok && sent.reason !== 'transport_unavailable') await turn.giveBack();
  return sent;
};
