// The self-check of a deployed function: the event that starts it, and the answer. Only a caller that may invoke the function can send it.
import * as z from 'zod/mini';

export const SELF_CHECK = { selfCheck: true } as const;

/** API Gateway sends what a client wrote as text in `body`, so no request has this key. */
export const isSelfCheck = (event: unknown): event is typeof SELF_CHECK =>
  typeof event === 'object' && event !== null && 'selfCheck' in event && event.selfCheck === true;

export const SelfCheckAnswer = z.object({
  /** The time of one hash of a password, without the start of the function. */
  hashMilliseconds: z.number(),
  /** The version of Node. */
  node: z.string(),
});
export type SelfCheckAnswer = Readonly<z.infer<typeof SelfCheckAnswer>>;
