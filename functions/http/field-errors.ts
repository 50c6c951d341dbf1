// Turns schema issues into the API's field errors: every fault at once, by path, never with the value.
import type * as z from 'zod/mini';
import type { FieldError } from '../domain/errors.ts';

type Issue = z.core.$ZodIssue;

export const toFieldErrors = (error: z.core.$ZodError): FieldError[] => error.issues.flatMap(toErrors);

const toErrors = (issue: Issue): FieldError[] => {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'is not a field of this request',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return nearestOption(issue.errors).flatMap(toErrors);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path, message }));
  return [{ path, message: issue.code === 'invalid_type' ? expectation(issue) : issue.message }];
};

/** Of several shapes the one with the fewest faults is most likely the one that was meant. */
const nearestOption = (options: readonly Issue[][]): Issue[] =>
  options.reduce((nearest, option) => (option.length < nearest.length ? option : nearest));

const expectation = (issue: z.core.$ZodIssueInvalidType): string =>
  issue.message === 'Invalid input'
    ? `must be ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`}`
    : issue.message;
