// The operators' tables of delivery reasons, in docs/operations.md and docs/operations.ko.md.
import {
  ADVICE,
  ADVICE_IN_KOREAN,
  DELIVERY_REASONS,
  type DeliveryReason,
  ENDS_AS,
  isDeliveryReason,
} from '#domain/delivery/reasons.ts';
import { table } from './table.ts';

export const deliveryReasonsTable = (): string =>
  table(['reason', 'ends as', 'means', 'do'], rowsOf(ADVICE, READ_MORE.en));

export const deliveryReasonsTableInKorean = (): string =>
  table(['사유', '상태', '뜻', '할 일'], rowsOf(ADVICE_IN_KOREAN, READ_MORE.ko));

type Links = { readonly [Reason in DeliveryReason]?: string };

/** Links to where the documents say more about the next step. */
const READ_MORE: Readonly<Record<'en' | 'ko', Links>> = {
  en: {
    credentials_refused: '[the secret](transports.md#the-secret)',
    reputation: '[bounce rate](alarms.md#alarm-bounce-rate)',
    mailbox_refused: '[suppression](#suppression)',
    complaint: '[suppression](#suppression)',
    suppressed: '[suppression](#suppression)',
    texts_used_up: '[what SMS may cost](transports.md#what-sms-may-cost)',
    phone_change_texts_used_up: '[what SMS may cost](transports.md#what-sms-may-cost)',
  },
  ko: {
    credentials_refused: '[시크릿 만들기](#시크릿-만들기)',
    reputation: '[반송률](alarms.ko.md#alarm-bounce-rate)',
    mailbox_refused: '[발송 금지](#발송-금지)',
    complaint: '[발송 금지](#발송-금지)',
    suppressed: '[발송 금지](#발송-금지)',
    texts_used_up: '[문자 요금](#문자-요금-지키기)',
    phone_change_texts_used_up: '[문자 요금](#문자-요금-지키기)',
  },
};

const rowsOf = (advice: typeof ADVICE, links: Links): string[][] =>
  Object.keys(DELIVERY_REASONS)
    .filter(isDeliveryReason)
    .map((reason) => {
      const [means, todo] = advice[reason];
      const link = links[reason];
      return [`\`${reason}\``, ENDS_AS[reason], asCode(means), `${asCode(todo)}${link ? ` (${link})` : ''}`];
    });

/** Keys are in quotes in a log, and code in Markdown. */
const asCode = (text: string): string => text.replaceAll(/"([^"]+)"/g, '`$1`');
