// Parses a stage from a few keys, and returns its faults by path.
import { ConfigError } from '../../../lib/config/faults.ts';
import { readConfig } from '../../../lib/config/read-config.ts';

export type Keys = Readonly<Record<string, unknown>>;

export const SANDBOX: Keys = { senderEmail: 'no-reply@example.com', brandName: 'Example' };
export const PRODUCTION: Keys = { senderDomain: 'example.com', brandName: 'Example', otp: 'off' };

export const read = (context: Keys) => readConfig((key) => context[key], Object.keys(context));
export const sandbox = (keys: Keys) => read({ sandbox: { ...SANDBOX, ...keys } });
export const production = (keys: Keys) => read({ stage: 'production', production: { ...PRODUCTION, ...keys } });

/** Messages by path; several messages of one path are joined by " & ". */
export const faultsOf = (parse: () => unknown): Record<string, string> => {
  const messages: Record<string, string> = {};
  try {
    parse();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { path, message } of error.faults)
      messages[path] = messages[path] === undefined ? message : `${messages[path]} & ${message}`;
  }
  return messages;
};
export const sandboxFaults = (keys: Keys) => faultsOf(() => sandbox(keys));
export const productionFaults = (keys: Keys) => faultsOf(() => production(keys));
