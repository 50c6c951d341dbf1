// What an operator should know about the limits of the chosen transports, printed at synth: sentences, each with its source.
import { type QuotaNote, SES_QUOTAS, type SesMode } from '#domain/delivery/ses-quotas.ts';
import { fitSms } from '#domain/delivery/sms-text.ts';
import { SMTP_NOTE, SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import { fill } from '#texts/fill.ts';
import { smsTextsOf } from '#texts/sms.ts';
import type { StageConfig } from './config/stage-config.ts';

const CAPS: QuotaNote = {
  text:
    'Each SMS costs money, and fraudsters earn from SMS that they make you send. Latchkey stops at "limits.textsPerPhone", ' +
    '"limits.textsPerDay" and "limits.phoneChangeTextsPerDay": set the last two to what you really need a day.',
  source: 'https://www.twilio.com/docs/glossary/what-is-sms-pumping-fraud',
};

const SENS_NOTES: readonly QuotaNote[] = [
  {
    text:
      'SENS only sends from numbers that you registered in its console: "sens.from" must be one of them. The secret holds ' +
      'the access key of a sub-account that may use SENS and nothing else.',
    source: 'https://guide.ncloud-docs.com/docs/sens-callingno',
  },
  {
    text:
      'An SMS has 90 bytes; a hangul syllable takes 2. With "sens.allowsLong" a longer one goes as LMS, which costs more; without, it is ' +
      'not sent.',
    source: 'https://api.ncloud-docs.com/docs/sens-sms-send',
  },
  CAPS,
];

const SNS_NOTES: readonly QuotaNote[] = [
  {
    text:
      'A new account is in the SMS sandbox of SNS, in each region: only up to 10 numbers that you verified get SMS, until AWS takes ' +
      'you out of it.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html',
  },
  {
    text:
      'A new account may spend 1 USD a month on SMS, and then SNS stops sending: ask AWS for a higher limit before your launch, ' +
      'and set it in the console.',
    source: 'https://docs.aws.amazon.com/sms-voice/latest/userguide/sandbox.html',
  },
  CAPS,
];

const CONCURRENCY_NOTES: readonly QuotaNote[] = [
  {
    text:
      'AWS keeps 100 concurrent runs of the account for functions without a reservation. A new account has 10 in all, so a ' +
      'deployment with "reservedConcurrency" or "courierConcurrency" fails there: ask for 1,000 in Service Quotas first ' +
      '(npm run doctor shows what the account has).',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
  },
];

/** What `sesMode` means for the operator, and what to do next. */
export const quotaNotes = (sesMode: SesMode): readonly string[] => SES_QUOTAS[sesMode].notes.map(toSentence);

type Chosen = Pick<
  StageConfig,
  'sesMode' | 'usesSes' | 'smtp' | 'texts' | 'reservedConcurrency' | 'courierConcurrency'
> &
  Partial<Pick<StageConfig, 'clients' | 'brand' | 'languages' | 'words' | 'appLinks' | 'apiDomain'>>;

const APP_LINK_NOTES: readonly QuotaNote[] = [
  {
    text:
      '"appLinks" without "apiDomain": apps then name the address of API Gateway, and each new address needs a new release of the ' +
      'apps. Set "apiDomain" before you publish them.',
    source: 'https://developer.apple.com/documentation/xcode/supporting-associated-domains',
  },
];

/** The hosts of clients' own pages that do not fit into an SMS of SENS. The line with them is left out then, never the code. */
const hostsWithoutRoom = ({ clients = [], brand, languages = [], words }: Chosen): readonly string[] => {
  const hosts = clients.flatMap(({ linkUrl }) => (linkUrl === undefined ? [] : [new URL(linkUrl).hostname]));
  return [...new Set(hosts)].filter((host) =>
    languages.some((language) => {
      const body = fill(smsTextsOf(language, words).code, { brand: brand?.name ?? '', code: '000000' });
      const lastLine = `@${host} #000000`;
      return fitSms({ body, lastLine }, { allowsLong: false })?.content.endsWith(lastLine) !== true;
    }),
  );
};

const toHostNote = (host: string): QuotaNote => ({
  text:
    `The line "@${host} #000000", from which browsers fill in a code on pages of a "linkUrl", does not fit into the 90 bytes of an ` +
    'SMS and is left out: a shorter "brandName" or host makes room for it.',
  source: 'https://wicg.github.io/sms-one-time-codes/',
});

/** Sentences with their source, by the name of their annotations. */
export const notesOf = (chosen: Chosen): Readonly<Record<string, readonly string[]>> => {
  const { sesMode, usesSes, smtp, texts, ...kept } = chosen;
  return {
    'ses-quota': usesSes ? quotaNotes(sesMode) : [],
    smtp: smtp ? [...(smtp.preset ? SMTP_PRESETS[smtp.preset].notes : []), SMTP_NOTE].map(toSentence) : [],
    sens: texts.sens ? [...SENS_NOTES, ...hostsWithoutRoom(chosen).map(toHostNote)].map(toSentence) : [],
    sns: texts.sns ? SNS_NOTES.map(toSentence) : [],
    'app-links': kept.appLinks && !kept.apiDomain ? APP_LINK_NOTES.map(toSentence) : [],
    concurrency: kept.reservedConcurrency || kept.courierConcurrency ? CONCURRENCY_NOTES.map(toSentence) : [],
  };
};

const toSentence = ({ text, source }: QuotaNote): string => `${text} ${source}`;
