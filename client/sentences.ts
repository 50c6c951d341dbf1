// What to say to people about an error, in the sentences of the hosted pages. A module of its own: it costs nothing when unused.
import { ERRORS as EN } from '#texts/en/errors.ts';
import { ERRORS as KO } from '#texts/ko/errors.ts';
import type { ApiError } from './problem.ts';

export type SentenceLocale = 'ko' | 'en';

const TEXTS = { ko: KO, en: EN };

const unit = (locale: SentenceLocale, amount: number, unit: 'second' | 'minute' | 'hour'): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(amount));

const waitOf = (locale: SentenceLocale, seconds: number | undefined): string => {
  if (seconds === undefined) return TEXTS[locale].aMoment;
  if (seconds < 100) return unit(locale, seconds, 'second');
  return seconds < 3600 ? unit(locale, seconds / 60, 'minute') : unit(locale, seconds / 3600, 'hour');
};

export const sentenceFor = (error: ApiError, locale: SentenceLocale = 'ko'): string => {
  const texts = TEXTS[locale];
  if (error.code === 'network') return texts.network;
  // A later version of the service may have codes and reasons that this version of the client does not know.
  const sentence = texts.errors[error.code] ?? texts.errors.internal_error;
  if (error.code === 'weak_password') return texts.weakPassword[error.reason] ?? sentence;
  if (error.code === 'too_many_requests') {
    const limit = (error.reason && texts.limits[error.reason]) ?? sentence;
    return limit.replace('{wait}', waitOf(locale, error.retryAfterSeconds));
  }
  if (error.code !== 'code_mismatch' && error.code !== 'invalid_credentials') return sentence;
  const { attemptsLeft } = error;
  if (attemptsLeft === undefined) return sentence;
  return `${sentence} ${attemptsLeft === 0 ? texts.noAttemptsLeft : texts.attemptsLeft.replace('{count}', String(attemptsLeft))}`;
};
