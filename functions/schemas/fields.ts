// What the fields of several requests have in common.
import * as z from 'zod/mini';
import { TYPED_MAXIMUM_LENGTH } from '#domain/input/typed-text.ts';
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
