// One line for each event in the timeline of an address.
import { isDeliveryReason } from '#domain/delivery/reasons.ts';
import type { Words } from '../finding.ts';
import { sayReason } from './say-reason.ts';
import type { TraceEvent } from './timeline.ts';

export const sayEvent = (event: TraceEvent): Words => {
  const { ko, en } = describe(event);
  const of = [event.purpose, event.id?.slice(-4)].filter(Boolean).join(' …');
  const start = [event.at ?? '-', ...(of ? [of] : [])].join('  ');
  return { ko: `${start}  ${ko}`, en: `${start}  ${en}` };
};

const describe = (event: TraceEvent): Words => {
  const { what, reason = '', sends, failures } = event;
  const wrong = failures ? { ko: ` (틀린 입력 ${failures}번)`, en: ` (${failures} failures)` } : { ko: '', en: '' };
  const often = sends ? { ko: ` (최근 ${sends}번)`, en: ` (${sends} recently)` } : { ko: '', en: '' };
  const words: Readonly<Record<TraceEvent['what'], Words>> = {
    asked: { ko: `요청됨${often.ko}`, en: `requested${often.en}` },
    asked_again: { ko: '다시 요청됨', en: 'requested again' },
    delivery: describeDelivery(event),
    used: { ko: '사용됨', en: 'used' },
    expires: { ko: `만료${wrong.ko}`, en: `expires${wrong.en}` },
    suppressed: { ko: `Latchkey가 발송을 금지함: ${reason}`, en: `suppressed by Latchkey: ${reason}` },
    suppressed_by_ses: {
      ko: `SES 계정 목록이 발송을 금지함: ${reason}`,
      en: `suppressed by the SES account's list: ${reason}`,
    },
  };
  return words[what];
};

const describeDelivery = ({ seq, status, reason = '', tries }: TraceEvent): Words => {
  const again = tries ? { ko: `, ${tries}번 실패 뒤`, en: `, after ${tries} failed attempts` } : { ko: '', en: '' };
  const why = isDeliveryReason(reason)
    ? { ko: ` – ${sayReason(reason).ko}`, en: ` – ${sayReason(reason).en}` }
    : { ko: '', en: '' };
  return { ko: `메일 ${seq}: ${status}${again.ko}${why.ko}`, en: `mail ${seq}: ${status}${again.en}${why.en}` };
};
