// Says why a message was not sent, and what to do about it.
import { DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/delivery.ts';
import type { Words } from '../finding.ts';
import { REASONS_IN_KOREAN } from './reasons-in-korean.ts';

/** `error`: the transport's own, such as `SMTP 550 5.7.1`: a code, never its words. */
export const sayReason = (reason: DeliveryReason, error?: string): Words => {
  const code = error === undefined ? '' : ` (${error})`;
  return {
    ko: `${reason}${code}: ${REASONS_IN_KOREAN[reason]}`,
    en: `${reason}${code}: ${DELIVERY_REASONS[reason]}`,
  };
};
