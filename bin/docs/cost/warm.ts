// What it costs a month to keep the functions of the API started, for docs/cost.md.
import { API_FUNCTIONS } from '#routes.ts';
import { DAYS } from '../alarms/traffic.ts';
import { table } from '../table.ts';
import { megabytesOf, RUN_LOG_BYTES } from './month.ts';
import { PRICES } from './prices.ts';

/** One-time codes are off in the stage that is priced, it has no clients and no passkeys, and the function for administrators is not kept. */
const COLD: readonly string[] = ['otp', 'authorize', 'factors', 'admin'];
const KEPT = API_FUNCTIONS.filter((name) => !COLD.includes(name));
const MONTH_SECONDS = DAYS * 86_400;
/** A run that asks for nothing is over within a millisecond; the first of a process loads the code. */
const RUN_SECONDS = 0.01;

const gigabytes = (): number => KEPT.reduce((sum, name) => sum + megabytesOf(name) / 1024, 0);

export const provisionedUsd = (runs: number): number =>
  runs * gigabytes() * MONTH_SECONDS * PRICES.provisionedGigabyteSeconds.usd;

/** What AWS gives each month is not subtracted. */
export const scheduledUsd = (everyMinutes: number): number => {
  const times = (DAYS * 24 * 60) / everyMinutes;
  const runs = times * KEPT.length;
  return (
    (runs / 1e6) * PRICES.lambdaRuns.usd +
    times * gigabytes() * RUN_SECONDS * PRICES.lambdaGigabyteSeconds.usd +
    ((runs * RUN_LOG_BYTES) / 1e9) * PRICES.logs.usd
  );
};

const row = (key: string, usd: number, keeps: string): string[] => [`\`"warm": ${key}\``, usd.toFixed(2), keeps];

export const costWarmTable = (): string =>
  table(
    ['key', 'dollars a month', 'nobody waits for the start of a function'],
    [
      row('{ "everyMinutes": 5 }', scheduledUsd(5), 'after a quiet time, if no other call of the same function runs'),
      row('{ "everyMinutes": 1 }', scheduledUsd(1), 'the same'),
      row('{ "provisioned": 1 }', provisionedUsd(1), 'if no other call of the same function runs'),
      row('{ "provisioned": 5 }', provisionedUsd(5), 'up to 5 calls of each function at once'),
    ],
  );
