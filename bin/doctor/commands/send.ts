// Sends a test mail as the courier does, by SES to its mailbox simulator, and waits for the feedback.
// Only bounces and complaints show without a row that owes the mail: they suppress the address. A delivered mail would need
// such a row, and the doctor writes no challenges, so it says that the outcome cannot be seen. A bounce tests the same
// path: configuration set, EventBridge, feedback function.
import { setTimeout as pause } from 'node:timers/promises';
import { createSesTransport } from '#adapters/mail/ses.ts';
import type { Store } from '#domain/store.ts';
import { suppressionKey } from '#domain/store-keys.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { isSimulator, outcomeOf } from '../simulator.ts';
import { findResource } from '../stack.ts';
import { misused } from '../usage.ts';
import { liftRow } from './lift-row.ts';
import { needVerifications } from './need-stack.ts';
import { reportUnsent } from './report-unsent.ts';
import { sendBySmtp } from './send-by-smtp.ts';
import { composeTest } from './test-mail.ts';

export interface Waiting {
  readonly forSeconds: number;
  readonly everyMilliseconds: number;
}
const WAITING: Waiting = { forSeconds: 60, everyMilliseconds: 1000 };

/**
 * Only to SES's simulator or the operator's own address: a test must never write to people.
 * It lifts the suppression that it causes. Throws UserError for another address, and what AWS answers, except to the sending.
 */
export const sendTest = async (context: Context, to: string, waiting = WAITING): Promise<Report> => {
  const { mail, senderAddress } = context.config;
  if (mail.transport === 'smtp') {
    if (to === senderAddress) return sendBySmtp(context, to);
    throw misused(`--to must be ${senderAddress}, the sender of this stage: SMTP has no simulator`);
  }
  if (isSimulator(to)) return sendBySes(context, to, waiting);
  throw misused('--to must be success@, bounce@ or complaint@simulator.amazonses.com');
};

const sendBySes = async (context: Context, to: string, waiting: Waiting): Promise<Report> => {
  const { store } = needVerifications(context);
  // A suppression left by an interrupted test would be taken for the result of this one.
  await liftRow(store, to);
  const sent = await sendMail(context, to);
  if (!sent.ok) return reportUnsent(sent, { to });
  const accepted = { ko: `SES가 받았습니다 (${sent.messageId}).`, en: `SES accepted it (${sent.messageId}).` };
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
  const { senderAddress: senderEmail } = config;
  const configurationSet = stack && findResource(stack, 'AWS::SES::ConfigurationSet');
  const transport = createSesTransport({
    client: clients.ses,
    senderEmail,
    ...(configurationSet !== undefined && { configurationSet }),
  });
  return transport.send(await composeTest(config, to, now));
};

/** Seconds until it was written; `undefined` if it was not. */
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
  ko: '도착 여부는 여기서 볼 수 없습니다: 실제 요청으로 보낸 메일에만 기록됩니다. 결과 경로는 bounce@ 로 시험하세요.',
  en: 'Its arrival cannot be seen from here: it is only recorded for mails of real requests. Test the feedback with bounce@.',
};

const noted = (seconds: number): Words => ({
  ko: `결과가 ${seconds}초 만에 기록되었고, 시험이 남긴 발송 금지는 풀었습니다.`,
  en: `The outcome was recorded after ${seconds} s; the suppression that the test caused is lifted.`,
});

const missing = ({ forSeconds }: Waiting): Words => ({
  ko: `${forSeconds}초 안에 결과가 오지 않았습니다: npm run doctor의 "발송 결과"와 feedback 함수의 로그를 보세요.`,
  en: `No outcome was recorded within ${forSeconds} s: see "Feedback" of npm run doctor, and the log of the feedback function.`,
});
