// Why a message was not sent, and what to do about it.
import { ADVICE_IN_KOREAN, adviceOn, type DeliveryReason } from '#domain/delivery/reasons.ts';
import type { Words } from '../finding.ts';

/** `error`: the transport's code, such as `SMTP 550 5.7.1`, never its text. */
export const sayReason = (reason: DeliveryReason, error?: string): Words => {
  const code = error === undefined ? '' : ` (${error})`;
  return {
    ko: `${reason}${code}: ${adviceOn(reason, ADVICE_IN_KOREAN)}`,
    en: `${reason}${code}: ${adviceOn(reason)}`,
  };
};
