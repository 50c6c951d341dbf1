// The table of error codes of docs/api.md.
import { ERRORS, LIMIT_REASONS, PASSWORD_REASONS } from '#domain/errors.ts';
import { table } from './table.ts';

/** In the order of the statuses. */
export const errorsTable = (): string => {
  const rows = Object.entries(ERRORS)
    .toSorted(([, one], [, other]) => one.status - other.status)
    .map(([code, { status, title }]) => [`\`${code}\``, String(status), title]);
  return table(['code', 'status', 'title'], rows);
};

export const reasonsTable = (): string =>
  table(
    ['code', '`reason`'],
    [
      ['`too_many_requests`', inCode(LIMIT_REASONS)],
      ['`weak_password`', inCode(PASSWORD_REASONS)],
    ],
  );

const inCode = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
