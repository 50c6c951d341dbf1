// Turns schema issues into field errors: every fault at once, by path, never with the value.
import type * as z from 'zod/mini';
import type { FieldError } from '../domain/errors.ts';

type Issue = z.core.$ZodIssue;

/** More faults than these help nobody, and the answer must not grow far beyond its request. */
const MAXIMUM_ERRORS = 50;
const NO_SENTENCE = 'Invalid input';

export const toFieldErrors = (error: z.core.$ZodError): FieldError[] =>
  error.issues.flatMap((issue) => toErrors(issue, [])).slice(0, MAXIMUM_ERRORS);

const toErrors = (issue: Issue, parent: readonly PropertyKey[]): FieldError[] => {
  const parts = [...parent, ...issue.path];
  const path = parts.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...parts, key].join('.'), message: 'is not a field of this request' }));
  }
  if (issue.code === 'invalid_union' && issue.message === NO_SENTENCE && issue.errors.length > 0)
    return nearestOption(issue.errors, parts);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return [{ path, message: issue.code === 'invalid_type' ? expectation(issue) : issue.message }];
};

/** Of several shapes the one with the fewest faults is most likely the one that was meant. */
const nearestOption = (options: readonly Issue[][], parent: readonly PropertyKey[]): FieldError[] =>
  options
    .map((option) => option.flatMap((issue) => toErrors(issue, parent)))
    .reduce((nearest, option) => (option.length < nearest.length ? option : nearest));

const expectation = ({ message, expected }: z.core.$ZodIssueInvalidType): string => {
  if (message !== NO_SENTENCE) return message;
  return `must be ${expected === 'object' ? 'an object' : `a ${expected}`}`;
};
