// The check that a person asks for a message: what may ask for it, when a stage asks for it, and where its tokens may come from.
import { UNUSED_MAILS_OF_A_FLOOD } from '../metrics.ts';
import type { Purpose } from '../purpose.ts';
import type { LimitCounter } from '../store.ts';
import { type Counter, counterOf, HOUR_MILLISECONDS } from '../window.ts';

export const TURNSTILE_ORIGIN = 'https://challenges.cloudflare.com';

/** The flows that ask for it, by the name that their widgets have. */
export type HumanAction = Extract<Purpose, 'signup' | 'reset' | 'login' | 'otp'>;

/** A counter holds whole numbers, and a sign-up that is verified stands for two and a half mails. */
export const UNUSED_MAIL = 2;

/** Sign-up mails of an hour, less those that were used. Kept for the hour after it, too. */
export const unusedMailsCounter = (now: number): Counter =>
  counterOf('unused-mails', 'all', now, { length: HOUR_MILLISECONDS, keptFor: 2 * HOUR_MILLISECONDS });

/** Those of this hour and of the last one. */
export const floodCounters = (now: number) =>
  [unusedMailsCounter(now).key, unusedMailsCounter(now - HOUR_MILLISECONDS).key] as const;

export const isFlooded = (counters: readonly (LimitCounter | undefined)[]): boolean =>
  counters.some((counter) => (counter?.total ?? 0) > UNUSED_MAIL * UNUSED_MAILS_OF_A_FLOOD);
