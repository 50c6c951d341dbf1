// Keeps mails from an address by hand, as a bounce for good does: for an event of SES that was lost, or a person who asks.
import { isE164 } from '#domain/address.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { needVerifications } from './need-stack.ts';

/** Twice does no harm: a row that is there stays as it is. SES's own list is not touched. Throws what AWS answers. */
export const suppress = async (context: Context, address: string): Promise<Report> => {
  const { store } = needVerifications(context);
  const key = suppressionKey(isE164(address) ? 'sms' : 'email', address);
  for (let round = 0; round < ROUNDS; round++) {
    const written = await store.swap(key, 'absent', { reason: REASON, at: context.now() });
    if (written.ok) return report(address, { wroteRow: true, reason: REASON });
    if (written.current) return report(address, { wroteRow: false, reason: written.current.reason });
  }
  throw new Error('the suppression row changes all the time');
};

/** It comes and goes only while somebody lifts it at this moment. */
const ROUNDS = 5;

/** As of a bounce for good: `complained` would claim that a person said so. */
const REASON = 'bounced';

interface Outcome {
  readonly wroteRow: boolean;
  readonly reason: string;
}

const report = (address: string, outcome: Outcome): Report => ({
  exitCode: 0,
  lines: [say(outcome)],
  json: { address, ...outcome },
});

const say = ({ wroteRow, reason }: Outcome): Words =>
  wroteRow
    ? {
        ko: `Latchkey의 발송 금지(${reason}): 적었습니다. unsuppress로 풀 때까지 이 주소로는 아무것도 보내지 않습니다.`,
        en: `Latchkey's own suppression (${reason}): written. Nothing is sent there until unsuppress lifts it.`,
      }
    : {
        ko: `Latchkey의 발송 금지(${reason}): 이미 있어서 그대로 두었습니다.`,
        en: `Latchkey's own suppression (${reason}): it was there already, and stays.`,
      };
