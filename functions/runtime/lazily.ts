// Makes a Lambda handler that is built at its first event, so that importing the file needs no AWS and no variables.

/** Two parameters, as Node 24's runtime demands. What fails while building fails each event, and is built anew at the next. */
export const lazily = <Event, Context, Result>(
  create: () => (event: Event, context: Context) => Promise<Result>,
): ((event: Event, context: Context) => Promise<Result>) => {
  let handler: ReturnType<typeof create> | undefined;
  return async (event, context) => {
    handler ??= create();
    return handler(event, context);
  };
};
