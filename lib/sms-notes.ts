// What an operator should know of the transports of texts before the first one goes, as data with sources.
import type { QuotaNote } from './ses-quotas.ts';

const CAPS: QuotaNote = {
  text:
    'Each text costs money, and some people earn it by having them sent. Latchkey stops at "limits.textsPerPhone" and ' +
    '"limits.textsPerDay": set the second to what your days really need.',
  source: 'https://www.twilio.com/docs/glossary/what-is-sms-pumping-fraud',
};

export const SENS_NOTES: readonly QuotaNote[] = [
  {
    text:
      'SENS sends from numbers alone that are registered in its console as yours: "sens.from" must be one of them. The secret holds ' +
      'the access key of a sub-account that may use SENS and nothing else.',
    source: 'https://guide.ncloud-docs.com/docs/sens-callingno',
  },
  {
    text:
      'A text has 90 bytes, of which hangul takes 2. With "sens.allowsLong" a longer one goes as LMS, which costs more; without, it is ' +
      'not sent.',
    source: 'https://api.ncloud-docs.com/docs/sens-sms-send',
  },
  CAPS,
];

export const SNS_NOTES: readonly QuotaNote[] = [
  {
    text:
      'A new account is in the SMS sandbox of SNS, region by region: only up to 10 numbers that you verified get texts, until AWS takes ' +
      'you out of it.',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html',
  },
  {
    text:
      'A new account may spend 1 USD on texts a month, and then SNS sends no more: ask AWS for a higher limit before people come, ' +
      'and set it in the console.',
    source: 'https://docs.aws.amazon.com/sms-voice/latest/userguide/sandbox.html',
  },
  CAPS,
];
