// The event of the warm schedule. It starts a function, and asks for nothing.

export const WARM_UP = { warmUp: true } as const;

/** API Gateway sends what a client wrote as text in `body`, so no request has this key. Neither has an event of AWS. */
export const isWarmUp = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'warmUp' in event && event.warmUp === true;
