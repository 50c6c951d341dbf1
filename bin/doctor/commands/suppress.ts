// Suppresses an address by hand, until it is lifted: after a lost event of SES, or because its owner asks.
import { isE164 } from '#domain/address.ts';
import type { Suppression } from '#domain/delivery/suppression.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { needVerifications } from './need-stack.ts';

/** Safe to repeat. Replaces a row that an event of SES wrote, because that one can end. Does not touch SES's own list. Throws what AWS answers. */
export const suppress = async (context: Context, address: string): Promise<Report> => {
  const { store } = needVerifications(context);
  const key = suppressionKey(isE164(address) ? 'sms' : 'email', address);
  let seen: Suppression | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const written = await store.swap(key, seen ?? 'absent', { reason: REASON, at: context.now() });
    if (written.ok) return report(address, { wroteRow: true, reason: REASON });
    seen = written.current;
    if (seen?.reason === REASON) return report(address, { wroteRow: false, reason: REASON });
  }
  throw new Error('the suppression row changes all the time');
};

/** Retries when there is a row, and while others change it at the same moment. */
const ROUNDS = 5;

/** It has no end, stops every mail, and no log-in lifts it. */
const REASON = 'by_hand';

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
