// Logs the failure of a dependency with its name, in functions that have no request to answer with 503.
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import { DependencyError, nameOfError } from '#domain/errors.ts';
import type { EventLog } from '#domain/ports.ts';

/** Writes nothing for any other error. */
export const logDependencyFailure = (
  log: EventLog,
  error: unknown,
  { id, seq }: Partial<Pick<DeliveryTicket, 'id' | 'seq'>> = {},
): void => {
  if (!(error instanceof DependencyError)) return;
  const { dependency, cause } = error;
  log.write('dependency_failed', { challenge: id, seq, dependency, error: nameOfError(cause) });
};
