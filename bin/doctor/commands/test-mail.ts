// The mail that `doctor send` sends. It holds no link and no code.
import { createIds } from '#adapters/ids.ts';
import { createMailComposer } from '#adapters/mail/mail-composer.ts';
import type { OutgoingMail } from '#domain/ports/delivery.ts';
import type { StageConfig } from '../../../lib/config/stage-config.ts';

/** `now`: epoch milliseconds. */
export const composeTest = async (
  { senderAddress: senderEmail, brand }: StageConfig,
  to: string,
  now: () => number,
): Promise<OutgoingMail> => {
  const text = 'npm run doctor -- send';
  const mail = { subject: `${brand.name}: ${text}`, text, html: `<p>${text}</p>` };
  const raw = await createMailComposer({ brand, senderEmail }).compose({ to }, mail);
  // No challenge has this id, so the feedback function finds no row to update.
  return { to, raw, tags: { purpose: 'otp', challenge: createIds({ now }).next(), seq: '1' } };
};
