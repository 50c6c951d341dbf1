// Sends a notice to the addresses of `noticeCopies`. Only notices without a token or code come here.
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { RenderedMail } from '#domain/delivery/mail.ts';
import { liveSuppression, stopsMail } from '#domain/delivery/suppression.ts';
import { nameOfError } from '#domain/errors.ts';
import type { MailTransport } from '#domain/ports/delivery.ts';
import type { Ports } from '#domain/ports.ts';
import type { NoticeKind } from '#domain/purpose.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import { countSentMail, paceMail } from './pace-mail.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'pause' | 'settings' | 'log' | 'composer' | 'transport' | 'quotaReader'
>;

export interface SentNotice {
  readonly kind: NoticeKind;
  /** The owner, who already got the mail. */
  readonly to: string;
  readonly ticket: DeliveryTicket;
  readonly rendered: RenderedMail;
}

/**
 * Each copy has its own envelope, so that events of SES about it never concern the owner's address. Best effort: a failed
 * copy is logged and not sent again, because the owner would get the mail again, too. Never throws.
 */
export const copyNotice = async (dependencies: Dependencies, notice: SentNotice): Promise<void> => {
  const { cc = [], bcc = [] } = dependencies.settings.noticeCopies ?? {};
  const addresses = [...new Set([...cc, ...bcc])].filter((address) => address !== notice.to);
  if (addresses.length === 0) return;
  const raw = await dependencies.composer.compose({ to: notice.to, cc }, notice.rendered);
  await Promise.all(addresses.map((address) => sendCopy(dependencies, notice, { to: address, raw })));
};

const sendCopy = async (
  dependencies: Dependencies,
  { kind, ticket: { id, seq } }: SentNotice,
  mail: { readonly to: string; readonly raw: Buffer },
): Promise<void> => {
  const { log } = dependencies;
  try {
    const tags = { purpose: kind, challenge: id, seq: String(seq) };
    const reason = await trySendCopy(dependencies, kind, { ...mail, tags });
    if (reason) log.write('notice_copy_failed', { challenge: id, seq, reason });
  } catch (error) {
    log.write('notice_copy_failed', { challenge: id, seq, error: nameOfError(error) });
  }
};

/** The reason if it was not sent. */
const trySendCopy = async (
  dependencies: Dependencies,
  kind: NoticeKind,
  mail: Parameters<MailTransport['send']>[0],
): Promise<string | undefined> => {
  const { store, clock } = dependencies;
  const [suppression] = await store.load([suppressionKey('email', mail.to)]);
  const stands = liveSuppression(suppression, clock.now());
  if (stands && stopsMail(stands, kind)) return 'suppressed';
  const heldBack = await paceMail(dependencies, kind);
  if (heldBack) return heldBack;
  const sent = await dependencies.transport.send(mail);
  if (!sent.ok) return sent.reason;
  await countSentMail(dependencies);
  return undefined;
};
