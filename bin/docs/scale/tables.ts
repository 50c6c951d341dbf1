// The tables of docs/scale.md.
import { table } from '../table.ts';
import { CEILINGS, HOT_KEYS, passedBetween } from './ceilings.ts';
import { COURSES } from './courses.ts';
import { LIMITS_OF } from './limits.ts';

const RATES = [10, 100, 1000, 10_000] as const;

const number = (value: number): string =>
  value < 10 ? String(Number(value.toPrecision(2))) : Math.floor(value).toLocaleString('en-US');

export const scaleLimitsTable = (): string =>
  `Gone through on ${LIMITS_OF}.\n\n${table(
    ['limit', 'allows', 'one sign-up takes', 'holds up to (sign-ups a second)', 'above it', 'answer', 'seen'],
    CEILINGS.map(({ name, allows, of, each, holds, above, answer, page, seen, unsure }) => [
      `[${name}](${page})`,
      `${number(allows)} ${of}`,
      number(each),
      number(holds),
      above,
      answer,
      `${seen}${unsure ? '; **unsure**' : ''}`,
    ]),
  )}`;

export const scaleRatesTable = (): string =>
  table(
    ['sign-ups a second', 'breaks first', 'then'],
    RATES.map((rate, index) => {
      const lower = RATES[index - 1] ?? 0;
      const [first, ...others] = passedBetween(lower, rate).map(({ name, holds }) => `${name} (${number(holds)})`);
      return [rate.toLocaleString('en-US'), first ?? 'nothing', others.join('; ')];
    }),
  );

export const scaleHotKeysTable = (): string =>
  table(
    ['row', 'table', 'reads by one sign-up', 'writes'],
    HOT_KEYS.map(({ key, table: name, reads, writes }) => [`\`${key}\``, name, String(reads), String(writes)]),
  );

export const scaleQueueTable = (): string =>
  table(
    [
      'SES allows (mails a second)',
      'shards of the stream',
      'used of that rate within the minute',
      'half of the sign-ups wait less than',
      'longest wait of a sign-up',
      'longest wait of a code',
      'tries for each mail',
      'given up',
    ],
    COURSES.map(({ rush, usedOfRate, longestWaitForCodeSeconds, triesPerMail, lost, ...waits }) => [
      String(rush.mailsPerSecond),
      String(rush.shards),
      `${Math.round(usedOfRate * 100)} %`,
      `${Math.ceil(waits.medianWaitSeconds)} s`,
      `${Math.ceil(waits.longestWaitSeconds)} s`,
      longestWaitForCodeSeconds === undefined ? '' : `${Math.ceil(longestWaitForCodeSeconds)} s`,
      triesPerMail.toFixed(1),
      String(lost),
    ]),
  );
