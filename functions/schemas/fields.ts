// What the fields of several requests have in common.
import * as z from 'zod/mini';
import {
  PROFILE_KEY,
  PROFILE_KEYS_REFUSED,
  PROFILE_MAXIMUM_BYTES,
  PROFILE_MAXIMUM_KEYS,
} from '#domain/account/profile.ts';
import { TYPED_MAXIMUM_LENGTH } from '#domain/input/typed-text.ts';
import { LOCALES, mustBeOneOf } from '#domain/locale.ts';
import { REFRESH_TOKEN_MAXIMUM_LENGTH } from '#domain/session/session.ts';
import { late } from './late.ts';

const CONTROL_CHARACTERS = /\p{Cc}/u;

const isText = (text: string): boolean => text.isWellFormed() && !CONTROL_CHARACTERS.test(text);
export const text = (maximumLength: number) =>
  z
    .string()
    .check(
      z.maxLength(maximumLength, `must have at most ${maximumLength} characters`),
      z.refine(isText, 'must not contain control characters or broken characters'),
    );

/** As a person types or pastes it: the domain understands it, or names the character that is in the way. */
export const typed = late(() =>
  z.string().check(
    z.maxLength(TYPED_MAXIMUM_LENGTH, `must have at most ${TYPED_MAXIMUM_LENGTH} characters`),
    z.refine(
      (value) => isText(value.replace(/[\t-\r\u0085]/g, ' ')),
      'must not contain control characters or broken characters',
    ),
  ),
);

/** Longer than any password in normal form; the password policy refuses those that are too long but below this limit. */
const PASSWORD_INPUT_MAXIMUM_LENGTH = 1024;
export const password = late(() => text(PASSWORD_INPUT_MAXIMUM_LENGTH));

/** `cookie`: the refresh token and the continuation travel in HttpOnly cookies only. For the hosted pages. */
export const credentials = late(() => z.optional(z.literal('cookie', 'must be "cookie" or left out')));

/** The refresh token is in the body, or, in cookie mode, in its cookie. */
export const refreshToken = late(() => z.optional(text(REFRESH_TOKEN_MAXIMUM_LENGTH)));

/** What proves the owner again: the password, or the refresh token of a session that began a moment ago. */
export const ownerProof = { password: z.optional(password), refreshToken, credentials };

export const locale = late(() => z.optional(z.enum(LOCALES, mustBeOneOf(LOCALES))));

/** DynamoDB stores numbers from 1e-130 to 1e126, and JavaScript is exact only for whole numbers below 2^53. */
const isStorable = (value: number): boolean => value === 0 || (Math.abs(value) >= 1e-100 && Math.abs(value) < 2 ** 53);
const number = late(() => z.number('must be a number').check(z.refine(isStorable, 'must be a number below 2^53')));

export const profileKey = late(() =>
  z.string().check(
    z.regex(PROFILE_KEY, 'must be named like "nickName": 1 to 32 letters and digits'),
    z.refine((key) => !PROFILE_KEYS_REFUSED.includes(key), 'must not have this name'),
  ),
);
export const profileOptions = () => [text(PROFILE_MAXIMUM_BYTES), number, z.boolean()] as const;

export const sizedAsProfile = <Value extends object>() => [
  z.refine<Value>((value) => Object.keys(value).length <= PROFILE_MAXIMUM_KEYS, 'must have at most 20 keys'),
  z.refine<Value>(
    (value) => Buffer.byteLength(JSON.stringify(value)) <= PROFILE_MAXIMUM_BYTES,
    'must be at most 2 KB as JSON',
  ),
];

export const profile = late(() =>
  z
    .record(profileKey, z.union(profileOptions(), 'must be a string, a number or a boolean'), 'must be an object')
    .check(...sizedAsProfile()),
);
