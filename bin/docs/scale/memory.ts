// How much memory each function gets, by a model over measured processor time.
import type { AnyFunctionName } from '#routes.ts';
import { megabytesOf } from '../cost/month.ts';
import { PRICES } from '../cost/prices.ts';
import { table } from '../table.ts';

interface Measured {
  /** Milliseconds of processor time: until the code is loaded, for the first answer after it, and for a later one. */
  readonly start: number;
  readonly first: number;
  readonly later: number;
  /** Hashes in such an answer; their time is in the two above. */
  readonly hashes: number;
  /** Calls to tables and keys one after another, in a later answer. */
  readonly calls: number;
  /** What the process takes, in MB. */
  readonly resident: number;
  /** What was asked. */
  readonly by: string;
  /** A person waits for the answer. */
  readonly isWaitedFor: boolean;
}

/**
 * Each function as it is bundled for the deployment, over TLS to a double of DynamoDB and KMS; medians. `npm run bench` takes such
 * figures; put them here with the date, as the prices are.
 */
const MEASURED_ON =
  '2026-11-27, AMD EPYC, 2 cores, Node 24.21, one hash 18 ms; before the bundles shrank (ADR 0037), so starts are shorter now';
const HASH_MEASURED = 18;
const waited = { isWaitedFor: true } as const;
/** The others work in a stage only that asks for them, and were not measured. */
type Named = Exclude<AnyFunctionName, 'factors' | 'webhooks' | 'purge'>;
const MEASURED: Readonly<Record<Named, Measured>> = {
  signup: { start: 82, first: 83, later: 25, hashes: 1, calls: 4, resident: 77, by: 'a sign-up', ...waited },
  verify: {
    start: 88,
    first: 32,
    later: 2,
    hashes: 0,
    calls: 2,
    resident: 74,
    by: 'a link that is replaced',
    ...waited,
  },
  reset: { start: 89, first: 44, later: 4, hashes: 0, calls: 3, resident: 76, by: 'a reset', ...waited },
  session: { start: 86, first: 120, later: 46, hashes: 2, calls: 4, resident: 75, by: 'a log-in, wrong', ...waited },
  account: { start: 96, first: 31, later: 1, hashes: 0, calls: 2, resident: 77, by: 'a bad access token', ...waited },
  authorize: { start: 87, first: 32, later: 2, hashes: 0, calls: 2, resident: 74, by: 'a bad code', ...waited },
  otp: { start: 92, first: 30, later: 2, hashes: 0, calls: 2, resident: 74, by: 'a code that is replaced', ...waited },
  admin: {
    start: 51,
    first: 53,
    later: 2.6,
    hashes: 0,
    calls: 3,
    resident: 86,
    by: 'an account that is found',
    isWaitedFor: false,
  },
  pages: { start: 87, first: 8, later: 0.1, hashes: 0, calls: 0, resident: 71, by: 'a page', ...waited },
  courier: {
    start: 133,
    first: 40,
    later: 2,
    hashes: 0,
    calls: 9,
    resident: 85,
    by: 'a row without mail',
    isWaitedFor: false,
  },
  feedback: {
    start: 83,
    first: 6,
    later: 1,
    hashes: 0,
    calls: 2,
    resident: 67,
    by: 'another event',
    isWaitedFor: false,
  },
  events: {
    start: 84,
    first: 12,
    later: 1,
    hashes: 0,
    calls: 2,
    resident: 68,
    by: 'a created account',
    isWaitedFor: false,
  },
};

/** Where a route of the function hashes, though the one that was measured may not. */
const HASHES: ReadonlySet<Named> = new Set(['signup', 'verify', 'reset', 'session', 'account']);

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const CORE_MEGABYTES = 1769;
const SIZES = [256, 512, 1024, CORE_MEGABYTES] as const;
/** Chosen: the core of Lambda is not the one that was measured, and `lib/throttles.ts` assumes as much. */
const HASH_MILLISECONDS = 100;
/** To a table or key in the same region. Chosen. */
const CALL_MILLISECONDS = 5;
/** A hash is bounded by memory, so its time is taken as chosen, and the rest as measured. */
const withoutHashes = (milliseconds: number, { hashes }: Measured): number =>
  Math.max(0, milliseconds - hashes * HASH_MEASURED);

export interface Estimate {
  readonly megabytes: number;
  readonly firstMilliseconds: number;
  readonly laterMilliseconds: number;
  /** Of a million later answers. */
  readonly usd: number;
}

/** The time is that of the processor divided by the function's part of a core, and the calls; it costs by time and memory. */
export const estimate = (name: Named, megabytes: number): Estimate => {
  const measured = MEASURED[name];
  const part = Math.min(1, megabytes / CORE_MEGABYTES);
  const hashes = HASHES.has(name) ? Math.max(1, measured.hashes) * HASH_MILLISECONDS : 0;
  const calls = measured.calls * CALL_MILLISECONDS;
  const time = (milliseconds: number) => (withoutHashes(milliseconds, measured) + hashes) / part + calls;
  const laterMilliseconds = time(measured.later);
  return {
    megabytes,
    firstMilliseconds: measured.start / part + time(measured.first),
    laterMilliseconds,
    // Lambda bills whole milliseconds.
    usd: 1e6 * (Math.ceil(laterMilliseconds) / 1000) * (megabytes / 1024) * PRICES.lambdaGigabyteSeconds.usd,
  };
};

/** What a person may wait for: the first answer of a process, and a later one with a hash or without. */
const FIRST_WITHIN = 600;
const LATER_WITHIN = { withHash: 300, without: 50 } as const;
/** Where nobody waits: a mail is not late by this. */
const UNWAITED_WITHIN = 2000;
/** A million answers may cost so much more, if people wait less; less than that is not saved, where nobody waits. */
const WORTH_USD = 0.25;
const USUAL_MEGABYTES = 512;

/** The least memory with which nobody waits longer than that, and more as long as it costs next to nothing. */
export const choose = (name: Named): number => {
  const fits = SIZES.map((megabytes) => estimate(name, megabytes)).filter((one) => isFast(name, one));
  const usd = (fits[0]?.usd ?? 0) + WORTH_USD;
  const affordable = fits.filter((one) => one.usd < usd);
  const chosen = MEASURED[name].isWaitedFor
    ? affordable.at(-1)
    : affordable.find(({ megabytes }) => megabytes === USUAL_MEGABYTES);
  return (chosen ?? fits[0])?.megabytes ?? CORE_MEGABYTES;
};

const isFast = (name: Named, { firstMilliseconds, laterMilliseconds }: Estimate): boolean => {
  if (!MEASURED[name].isWaitedFor) return firstMilliseconds <= UNWAITED_WITHIN;
  const within = HASHES.has(name) ? LATER_WITHIN.withHash : LATER_WITHIN.without;
  return firstMilliseconds <= FIRST_WITHIN && laterMilliseconds <= within;
};

const NAMES = Object.keys(MEASURED) as Named[];

export const measuredTable = (): string =>
  `Measured on ${MEASURED_ON}.\n\n${table(
    ['function', 'asked for', 'start (ms)', 'first answer (ms)', 'later (ms)', 'calls in a row', 'process (MB)'],
    NAMES.map((name) => {
      const { by, start, first, later, calls, resident } = MEASURED[name];
      return [`\`${name}\``, by, start, first, later, calls, resident].map(String);
    }),
  )}`;

export const memoryTable = (): string =>
  table(
    ['function', ...SIZES.map((megabytes) => `${megabytes.toLocaleString('en-US')} MB`), 'the model', 'the stack'],
    NAMES.map((name) => [
      `\`${name}\``,
      ...SIZES.map((megabytes) => {
        const { firstMilliseconds, laterMilliseconds, usd } = estimate(name, megabytes);
        return `${Math.round(firstMilliseconds)} / ${Math.round(laterMilliseconds)} ms, $${usd.toFixed(2)}`;
      }),
      String(choose(name)),
      String(megabytesOf(name)),
    ]),
  );
