// Where an error arose, for the log: without its message, which may quote what somebody sent.

const LINES = 5;

/** The first lines of the stack in one; `undefined` for what is no error. */
export const placeOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.replace(error.message, '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, LINES)
    .join(' ');
};
