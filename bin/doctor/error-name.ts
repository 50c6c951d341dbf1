// The name of an error, which the doctor prints instead of its message, because messages may hold addresses.

/** An SDK's error has a name, a resolver's a code; the adapters wrap the SDK's. */
export const errorNameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'DependencyError') return errorNameOf(error.cause);
  return (error as NodeJS.ErrnoException).code ?? error.name;
};
