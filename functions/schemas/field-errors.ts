// Parses outside input and reports all faults at once, by path, never with the value.
import type * as z from 'zod/mini';
import type { FieldError } from '#domain/errors.ts';

export type ParsedFields<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

type Issue = z.core.$ZodIssue;

/** A longer list helps nobody, and the answer must not be much larger than its request. */
const MAXIMUM_ERRORS = 50;
/** The message of an issue whose schema sets none. */
const NO_SENTENCE = 'is not valid';

/** The error map is passed to each parse, because zod's locale is process-wide and any dependency may set it. */
export const parseFields = <Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): ParsedFields<z.infer<Schema>> => {
  const parsed = schema.safeParse(value, { error: () => NO_SENTENCE });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, errors: parsed.error.issues.flatMap((issue) => toErrors(issue, [])).slice(0, MAXIMUM_ERRORS) };
};

/** For logs and exceptions: one line that names fields, never values. */
export const describeFieldErrors = (errors: readonly FieldError[]): string =>
  errors.map(({ path, message }) => `${path || '(all)'}: ${message}`).join('; ');

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

/** If no option of a union matches, report the faults of the option with the fewest: it is most likely the one meant. */
const nearestOption = (options: readonly Issue[][], parent: readonly PropertyKey[]): FieldError[] =>
  options
    .map((option) => option.flatMap((issue) => toErrors(issue, parent)))
    .reduce((nearest, option) => (option.length < nearest.length ? option : nearest));

const expectation = ({ message, expected }: z.core.$ZodIssueInvalidType): string => {
  if (message !== NO_SENTENCE) return message;
  return `must be ${expected === 'object' ? 'an object' : `a ${expected}`}`;
};
