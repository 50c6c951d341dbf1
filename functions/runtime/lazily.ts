// Makes a Lambda handler that is built at its first event, so that importing its file needs neither AWS nor variables.
import { isWarmUp } from './warm-up.ts';

/**
 * Has two parameters, as the Node 24 runtime requires. If building fails, that event fails and the next one builds again.
 * An event of the warm schedule builds the handler and is not passed to it.
 */
export const lazily = <Event, Context, Result>(
  create: () => (event: Event, context: Context) => Promise<Result>,
): ((event: Event, context: Context) => Promise<Result | undefined>) => {
  let handler: ReturnType<typeof create> | undefined;
  return async (event, context) => {
    handler ??= create();
    return isWarmUp(event) ? undefined : handler(event, context);
  };
};
