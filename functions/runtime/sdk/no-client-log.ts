// Replaces the log of the SDK's clients in the bundles: a plugin that adds nothing.

export const getLoggerPlugin = () => ({ applyToStack: (): void => undefined });
export const loggerMiddleware = undefined;
export const loggerMiddlewareOptions = undefined;
