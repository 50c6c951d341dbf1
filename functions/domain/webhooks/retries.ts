// When a webhook that was not accepted is sent again: with growing pauses, for about a day.

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds before the second try, the third, and so on: 23 h 35 min in all. */
const PAUSES = [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 8 * HOUR, 8 * HOUR] as const;
export const WEBHOOK_TRIES = PAUSES.length + 1;

/** At most so much longer, at random: what failed together is not sent again together. SQS hides a message for 12 hours at most. */
const JITTER_FRACTION = 0.2;

interface FailedTry {
  /** 1 for the first one. */
  readonly tries: number;
  /** What the endpoint asked for, in seconds. */
  readonly retryAfter?: number | undefined;
  /** 0 to 1. */
  readonly random: number;
}

/**
 * Whole seconds until the next try; `undefined` after the last one. An endpoint may ask for a longer pause, up to the one that follows
 * in the list: it may slow us down, and not stop us.
 */
export const pauseAfter = ({ tries, retryAfter = 0, random }: FailedTry): number | undefined => {
  const pause = PAUSES[tries - 1];
  if (pause === undefined) return undefined;
  const longest = PAUSES[tries] ?? pause;
  return Math.ceil(Math.min(Math.max(pause, retryAfter), longest) * (1 + JITTER_FRACTION * random));
};

/** Seconds from `now` (epoch milliseconds). `undefined` for a header that is neither seconds nor a date (RFC 9110, section 10.2.3). */
export const readRetryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = / GMT$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
};
