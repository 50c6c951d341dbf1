// Suppresses an address by hand, as a permanent bounce does: after a lost event of SES, or because its owner asks.
import { isE164 } from '#domain/address.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { needVerifications } from './need-stack.ts';

/** Safe to repeat: an existing row stays as it is. Does not touch SES's own list. Throws what AWS answers. */
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

/** Retries only while another operator lifts the suppression at the same moment. */
const ROUNDS = 5;

/** As for a permanent bounce: `complained` would claim that its owner complained. */
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
        en: `Latchkey's own suppression (${reason}): added. Nothing is sent there until unsuppress lifts it.`,
      }
    : {
        ko: `Latchkey의 발송 금지(${reason}): 이미 있어서 그대로 두었습니다.`,
        en: `Latchkey's own suppression (${reason}): it existed already and stays as it is.`,
      };
