// Sends a test mail to SES's mailbox simulator as the courier sends, and waits for what SES tells of it.
// Only a bounce and a complaint leave a trace without a row that owes a mail: the address is suppressed. For a delivered
// mail there would have to be such a row, and a doctor that writes challenges could be mistaken for a person: so it says
// that the end of that way cannot be seen. A bounce proves the same way: configuration set, EventBridge, feedback function.
import { setTimeout as pause } from 'node:timers/promises';
import { createIds } from '../../../functions/adapters/ids.ts';
import { createMailComposer } from '../../../functions/adapters/mail-composer.ts';
import { createSesTransport } from '../../../functions/adapters/ses.ts';
import { DELIVERY_REASONS } from '../../../functions/domain/delivery.ts';
import type { Store } from '../../../functions/domain/ports.ts';
import { suppressionKey } from '../../../functions/domain/store-keys.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { outcomeOf } from '../simulator.ts';
import { findResource } from '../stack.ts';
import { needVerifications } from './need-stack.ts';
import { REASONS_IN_KOREAN } from './reasons-in-korean.ts';
import { liftRow } from './unsuppress.ts';

export interface Waiting {
  readonly forSeconds: number;
  readonly everyMilliseconds: number;
}
const WAITING: Waiting = { forSeconds: 60, everyMilliseconds: 1000 };

/** `to`: an address of the simulator. What the test suppresses, it lifts again. Throws what AWS answers, save for the sending. */
export const sendTest = async (context: Context, to: string, waiting = WAITING): Promise<Report> => {
  const { store } = needVerifications(context);
  // Of an earlier test that was broken off: it would pass for this one's.
  await liftRow(store, to);
  const sent = await sendMail(context, to);
  if (!sent.ok) {
    const { reason } = sent;
    return report(1, { to, sent: false, reason }, [
      {
        ko: `보내지 못했습니다 – ${reason}: ${REASONS_IN_KOREAN[reason]}`,
        en: `Not sent – ${reason}: ${DELIVERY_REASONS[reason]}`,
      },
    ]);
  }
  const accepted = { ko: `SES가 받았습니다 (${sent.messageId}).`, en: `SES took it (${sent.messageId}).` };
  if (outcomeOf(to) === 'success') {
    return report(0, { to, sent: true, messageId: sent.messageId, feedback: 'not_visible' }, [accepted, NOT_VISIBLE]);
  }
  const seconds = await waitForRow(store, to, waiting);
  const feedback = seconds === undefined ? 'missing' : 'noted';
  await liftRow(store, to);
  return report(seconds === undefined ? 1 : 0, { to, sent: true, messageId: sent.messageId, feedback }, [
    accepted,
    seconds === undefined ? missing(waiting) : noted(seconds),
  ]);
};

const report = (exitCode: 0 | 1, json: Report['json'], lines: readonly Words[]): Report => ({ exitCode, json, lines });

const sendMail = async ({ config, clients, stack, now }: Context, to: string) => {
  const { senderAddress: senderEmail, brand } = config;
  const configurationSet = stack && findResource(stack, 'AWS::SES::ConfigurationSet');
  const transport = createSesTransport({
    client: clients.ses,
    senderEmail,
    ...(configurationSet !== undefined && { configurationSet }),
  });
  const text = 'npm run doctor -- send';
  const mail = { subject: `${brand.name}: ${text}`, text, html: `<p>${text}</p>` };
  const raw = await createMailComposer({ brandName: brand.name, senderEmail }).compose(to, mail);
  // The id is nobody's challenge: the feedback function finds no row to note it in.
  return transport.send({ to, raw, tags: { purpose: 'otp', challenge: createIds({ now }).next(), seq: '1' } });
};

/** Seconds until it was there; `undefined` if it did not come. */
const waitForRow = async (store: Store, to: string, { forSeconds, everyMilliseconds }: Waiting) => {
  const startedAt = performance.now();
  while (performance.now() - startedAt < forSeconds * 1000) {
    const [row] = await store.load([suppressionKey('email', to)]);
    if (row) return Math.round((performance.now() - startedAt) / 1000);
    await pause(everyMilliseconds);
  }
  return undefined;
};

const NOT_VISIBLE: Words = {
  ko: '도착 여부는 여기서 볼 수 없습니다: 주인 있는 메일에만 기록됩니다. 결과 경로는 bounce@ 로 시험하세요.',
  en: "Its arrival cannot be seen from here: it is noted only in the row of somebody's mail. Test that way with bounce@.",
};

const noted = (seconds: number): Words => ({
  ko: `결과가 ${seconds}초 만에 기록되었고, 시험이 남긴 발송 금지는 풀었습니다.`,
  en: `Its outcome was noted after ${seconds} s; the suppression the test made is lifted again.`,
});

const missing = ({ forSeconds }: Waiting): Words => ({
  ko: `${forSeconds}초 안에 결과가 오지 않았습니다: npm run doctor의 "발송 결과"와 feedback 함수의 로그를 보세요.`,
  en: `Nothing was noted within ${forSeconds} s: see "Feedback" of npm run doctor, and the log of the feedback function.`,
});
