// The values of exports, as databases and their tools write them.
import {
  PROFILE_KEY,
  PROFILE_KEYS_REFUSED,
  PROFILE_MAXIMUM_BYTES,
  PROFILE_MAXIMUM_KEYS,
} from '#domain/account/profile.ts';
import type { Profile } from '#domain/account/user.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import type { Note, SourceOptions } from './source.ts';

export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const rowOf = (value: unknown): Row => (isRow(value) ? value : {});

/** Cells of CSV hold JSON as text. */
export const jsonRowOf = (value: unknown): Row => {
  if (typeof value !== 'string') return rowOf(value);
  try {
    return rowOf(JSON.parse(value));
  } catch {
    return {};
  }
};

/** `undefined` for what is empty. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const TRUE: readonly unknown[] = [true, 1, '1', 't', 'true', 'TRUE', 'True', 'yes'];
export const isTrue = (value: unknown): boolean => TRUE.includes(value);

/** Below this, a number counts seconds: as milliseconds it would be a day of 1970 to 1973. */
const SECONDS_BELOW = 1e11;

/** ISO 8601 with a zone. Times without one are UTC, as databases keep them. `undefined` for what is no time. */
export const momentOf = (value: unknown): string | undefined => {
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (/^\d{9,}(?:\.\d+)?$/.test(text)) {
    const number = Number(text);
    return new Date(Math.round(number < SECONDS_BELOW ? number * 1000 : number)).toISOString();
  }
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/.exec(text);
  if (!parts) return undefined;
  const [, day, time, zone = 'Z'] = parts;
  const offset = /^([+-]\d\d):?(\d\d)?$/.exec(zone);
  const at = new Date(`${day}T${time}${offset ? `${offset[1]}:${offset[2] ?? '00'}` : 'Z'}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

export const localeOf = (value: unknown): Locale | undefined => {
  const language = textOf(value)?.toLowerCase().split(/[-_]/)[0];
  return LOCALES.find((locale) => locale === language);
};

const camelCase = (name: string): string =>
  name
    .replace(/^[^A-Za-z]+/, '')
    .replace(/[^A-Za-z0-9]+([A-Za-z0-9])?/g, (_, next: string = '') => next.toUpperCase())
    .replace(/^[A-Z]+/, (start) => start.toLowerCase());

const isValue = (value: unknown): value is string | number | boolean =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'boolean';

/** As much as a profile can hold, its names in the form that it has: `full_name` is `fullName`. */
export const profileOf = (
  values: Row,
  { profileKeys }: Pick<SourceOptions, 'profileKeys'>,
): { readonly profile?: Profile; readonly notes: readonly Note[] } => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const asked = given
    .map(([name, value]) => [camelCase(name), value] as const)
    .filter(([name]) => profileKeys === undefined || profileKeys.includes(name));
  const fitting = asked
    .filter((entry): entry is [string, string | number | boolean] => isValue(entry[1]))
    .filter(([name]) => PROFILE_KEY.test(name) && !PROFILE_KEYS_REFUSED.includes(name))
    .slice(0, PROFILE_MAXIMUM_KEYS);
  while (Buffer.byteLength(JSON.stringify(Object.fromEntries(fitting))) > PROFILE_MAXIMUM_BYTES) fitting.pop();
  const profile = Object.fromEntries(fitting);
  return {
    ...(fitting.length > 0 && { profile }),
    notes: Object.keys(profile).length < asked.length ? ['profile_values'] : [],
  };
};
