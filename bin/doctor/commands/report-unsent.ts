// The report of a test message that was not sent: it was refused, or its secret could not be read.
import type { SendResult } from '#domain/ports/delivery.ts';
import { exitCodeOf, type Finding } from '../finding.ts';
import type { Report } from '../report.ts';
import { sayReason } from './say-reason.ts';

/** `about`: more fields for the JSON. */
export const reportUnsent = (
  { reason, error }: Extract<SendResult, { ok: false }>,
  about: Report['json'] = {},
): Report => {
  const { ko, en } = sayReason(reason, error);
  return {
    exitCode: 1,
    json: { ...about, sent: false, reason, ...(error !== undefined && { error }) },
    lines: [{ ko: `보내지 못했습니다 – ${ko}`, en: `Not sent – ${en}` }],
  };
};

export const reportUnreadable = (finding: Finding, about: Report['json'] = {}): Report => ({
  exitCode: exitCodeOf([finding]),
  json: { ...about, sent: false, reason: 'credentials_unreadable' },
  lines: [finding.what, ...(finding.next ? [finding.next] : [])],
});
