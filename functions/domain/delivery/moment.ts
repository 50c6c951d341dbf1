// Says a moment in the words of a mail. By hand, because the same Node writes dates differently with another version of ICU.
import type { Locale } from '../locale.ts';
import { HOUR_MILLISECONDS } from '../window.ts';

/** Korea has had no summer time since 1988. */
const KOREA_MILLISECONDS = 9 * HOUR_MILLISECONDS;

/** `at` in epoch milliseconds. Korean in Korea's time, English in UTC, because its readers may be anywhere. */
export const sayMoment = (at: number, locale: Locale): string => (locale === 'ko' ? inKorea(at) : inUtc(at));

const inKorea = (at: number): string => {
  const date = new Date(at + KOREA_MILLISECONDS);
  const hours = date.getUTCHours();
  const time = `${hours < 12 ? '오전' : '오후'} ${hours % 12 || 12}:${twoDigits(date.getUTCMinutes())}`;
  return `${date.getUTCFullYear()}년 ${date.getUTCMonth() + 1}월 ${date.getUTCDate()}일 ${time} (한국 시간)`;
};

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const inUtc = (at: number): string => {
  const date = new Date(at);
  const time = `${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}`;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}, ${time} UTC`;
};

const twoDigits = (number: number): string => String(number).padStart(2, '0');
