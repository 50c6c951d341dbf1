// What clients may send, in wire form. OpenAPI is generated from these, so they hold no transforms: normalising is the domain's work.
import * as z from 'zod/mini';
import { CONTINUATION_MAXIMUM_LENGTH } from '../domain/continuation.ts';
import { LINK_TOKEN_MAXIMUM_LENGTH } from '../domain/link-token.ts';
import { LOCALES } from '../domain/mail.ts';

const PROFILE_MAXIMUM_KEYS = 20;
const PROFILE_MAXIMUM_BYTES = 2048;
/** No password in normal form is this long; the policy answers for what lies between. */
const PASSWORD_INPUT_MAXIMUM_LENGTH = 1024;
const CONTROL_CHARACTERS = /\p{Cc}/u;

const isText = (text: string): boolean => text.isWellFormed() && !CONTROL_CHARACTERS.test(text);
const text = (maximumLength: number) =>
  z
    .string()
    .check(
      z.maxLength(maximumLength, `must have at most ${maximumLength} characters`),
      z.refine(isText, 'must not contain control characters or broken characters'),
    );

/** DynamoDB keeps numbers of 1e-130 to 1e126 only, and JavaScript whole ones exactly below 2^53 only. */
const isStorable = (value: number): boolean => value === 0 || (Math.abs(value) >= 1e-100 && Math.abs(value) < 2 ** 53);
const number = z.number('must be a number').check(z.refine(isStorable, 'must be a number below 2^53'));

const profile = z
  .record(
    z.string().check(
      z.regex(/^[a-z][a-zA-Z0-9]{0,31}$/, 'must be named like "nickName": 1 to 32 letters and digits'),
      z.refine((key) => key !== 'constructor' && key !== 'prototype', 'must not have this name'),
    ),
    z.union([text(PROFILE_MAXIMUM_BYTES), number, z.boolean()], 'must be a string, a number or a boolean'),
    'must be an object',
  )
  .check(
    z.refine((value) => Object.keys(value).length <= PROFILE_MAXIMUM_KEYS, 'must have at most 20 keys'),
    z.refine(
      (value) => Buffer.byteLength(JSON.stringify(value)) <= PROFILE_MAXIMUM_BYTES,
      'must be at most 2 KB as JSON',
    ),
  );

const email = text(254);
const password = text(PASSWORD_INPUT_MAXIMUM_LENGTH);
const continuation = z.optional(text(CONTINUATION_MAXIMUM_LENGTH));
/** `cookie`: refresh token and continuation travel in HttpOnly cookies only. For the hosted pages. */
const credentials = z.optional(z.literal('cookie', 'must be "cookie" or left out'));

export const SignUpRequest = z.strictObject({
  email,
  password,
  locale: z.optional(z.enum(LOCALES, 'must be "ko" or "en"')),
  profile: z.optional(profile),
  credentials,
});

export const ResendRequest = z.strictObject({ continuation, credentials });

const VerifyByLinkRequest = z.strictObject({
  token: text(LINK_TOKEN_MAXIMUM_LENGTH),
  continuation,
  password: z.optional(password),
  credentials,
});

const VerifyByCodeRequest = z.strictObject({
  code: z.string().check(z.regex(/^\d{6}$/, 'must be 6 digits')),
  continuation,
  credentials,
});

export const VerifyRequest = z.union([VerifyByLinkRequest, VerifyByCodeRequest]);

export const VerifyStatusRequest = z.strictObject({ continuation, credentials });
