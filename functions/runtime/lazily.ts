// Makes a Lambda handler that is built at its first event, so that importing its file needs neither AWS nor variables.

/** Has two parameters, as the Node 24 runtime requires. If building fails, that event fails and the next one builds again. */
export const lazily = <Event, Context, Result>(
  create: () => (event: Event, context: Context) => Promise<Result>,
): ((event: Event, context: Context) => Promise<Result>) => {
  let handler: ReturnType<typeof create> | undefined;
  return async (event, context) => {
    handler ??= create();
    return handler(event, context);
  };
};
