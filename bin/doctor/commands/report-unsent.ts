// What a test says that was not sent: because nobody took it, or because the secret it needs could not be read.
import type { SendResult } from '#domain/ports.ts';
import { exitCodeOf, type Finding } from '../finding.ts';
import type { Report } from '../report.ts';
import { sayReason } from './say-reason.ts';

/** `about`: beside the rest in the JSON. */
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
