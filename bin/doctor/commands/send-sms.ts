// Sends one test SMS by the transport of the number's country, and asks whether it arrived, if the transport can tell.
import { setTimeout as pause } from 'node:timers/promises';
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { createIds } from '#adapters/ids.ts';
import { countryOf } from '#adapters/sms/country-of.ts';
import { noSms } from '#adapters/sms/no-sms.ts';
import { createSns } from '#adapters/sms/sns.ts';
import type { SmsOutcome, SmsTransport } from '#domain/ports/delivery.ts';
import type { Context } from '../context.ts';
import type { Finding, Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { reachSens } from '../transports.ts';
import { reportUnreadable, reportUnsent } from './report-unsent.ts';
import type { Waiting } from './send.ts';

const WAITING: Waiting = { forSeconds: 60, everyMilliseconds: 5000 };

/** `to`: E.164; it is not shown. The daily limits do not count this SMS. Needs no deployment. */
export const sendTestSms = async (context: Context, to: string, waiting = WAITING): Promise<Report> => {
  const transport = await transportFor(context, to);
  if ('finding' in transport) return reportUnreadable(transport.finding);
  const sent = await transport.send({ to, ...testSms(context), reference: createIds(context).next() });
  if (!sent.ok) return reportUnsent(sent);
  const { messageId } = sent;
  const isAsked = sent.askAfterSeconds !== undefined;
  const outcome = isAsked ? await checkSmsOutcome(transport, { to, messageId }, waiting) : 'not_visible';
  return {
    exitCode: EXIT_CODES[outcome],
    json: { sent: true, messageId, outcome },
    lines: [
      { ko: `문자 서비스가 받았습니다 (${messageId}).`, en: `The service accepted it (${messageId}).` },
      sayOutcome(outcome, waiting),
      NOT_COUNTED,
    ],
  };
};

/** No code, link or host, so that a phone does not autofill it in a page. The second line is added if it fits. */
const testSms = ({ config: { brand } }: Context) => ({ body: `[${brand.name}] test`, lastLine: 'npm run doctor' });

/** The secret of SENS is read only if SENS sends. */
const transportFor = async (context: Context, to: string): Promise<SmsTransport | { readonly finding: Finding }> => {
  const { countries, sns } = context.config.texts;
  const country = countryOf(parsePhoneNumberFromString(to), Object.keys(countries));
  const name = country === undefined ? undefined : countries[country];
  if (name === 'sns' && sns) return createSns({ client: context.clients.sns, settings: sns });
  const reached = name === 'sens' ? await reachSens(context) : undefined;
  if (!reached) return noSms;
  return 'finding' in reached ? reached : reached.transport;
};

/** `not_visible`: SNS only writes it to CloudWatch Logs. */
type Seen = SmsOutcome | 'not_visible';

const EXIT_CODES = { delivered: 0, undelivered: 1, unknown: 2, not_visible: 0 } as const satisfies Record<Seen, number>;

const checkSmsOutcome = async (
  transport: SmsTransport,
  { to, messageId }: { readonly to: string; readonly messageId: string },
  { forSeconds, everyMilliseconds }: Waiting,
): Promise<SmsOutcome> => {
  const startedAt = performance.now();
  while (performance.now() - startedAt < forSeconds * 1000) {
    await pause(everyMilliseconds);
    const outcome = await transport.outcomeOf(to, messageId);
    if (outcome !== 'unknown') return outcome;
  }
  return 'unknown';
};

const sayOutcome = (outcome: Seen, { forSeconds }: Waiting): Words =>
  ({
    delivered: { ko: '도착했습니다.', en: 'It was delivered.' },
    undelivered: {
      ko: '통신사가 전하지 못했습니다: 번호와 스팸 차단을 보고, 발신번호가 등록되었는지 보세요.',
      en: 'The carrier could not deliver it: check the number, spam filters, and whether the sender is registered.',
    },
    unknown: {
      ko: `${forSeconds}초 안에 결과가 오지 않았습니다: 휴대폰과 SENS 콘솔의 발송 기록을 보세요.`,
      en: `No outcome within ${forSeconds} s: check the phone, and the list of SMS in the console of SENS.`,
    },
    not_visible: {
      ko: '도착 여부는 여기서 볼 수 없습니다: SNS는 CloudWatch Logs에만 적습니다. 휴대폰을 보세요.',
      en: 'Its arrival cannot be seen from here, because SNS only writes it to CloudWatch Logs: check the phone.',
    },
  })[outcome];

const NOT_COUNTED: Words = {
  ko: '이 문자는 limits.textsPerDay와 limits.textsPerPhone에 포함되지 않습니다.',
  en: 'limits.textsPerDay and limits.textsPerPhone do not count this SMS.',
};
