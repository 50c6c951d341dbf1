// Says a moment in the words of a mail. By hand, because the same Node writes dates differently with another version of ICU.
import { HOUR_MILLISECONDS } from '#domain/window.ts';
import { fill } from './fill.ts';
import type { MomentTexts } from './mail-texts.ts';

/** `at` in epoch milliseconds. */
export const sayMoment = (at: number, { form, hoursFromUtc, am, pm, months }: MomentTexts): string => {
  const date = new Date(at + hoursFromUtc * HOUR_MILLISECONDS);
  const hours = date.getUTCHours();
  return fill(form, {
    year: `${date.getUTCFullYear()}`,
    month: `${date.getUTCMonth() + 1}`,
    monthName: months.split(' ')[date.getUTCMonth()] ?? '',
    day: `${date.getUTCDate()}`,
    hour: twoDigits(hours),
    hourOf12: `${hours % 12 || 12}`,
    half: hours < 12 ? am : pm,
    minute: twoDigits(date.getUTCMinutes()),
  });
};

const twoDigits = (number: number): string => String(number).padStart(2, '0');
