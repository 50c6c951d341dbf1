// The dependencies of every function on AWS: its settings, the clock, the log and the configuration of AWS clients.
import { systemClock } from '#adapters/system-clock.ts';
import { parseSettings } from '#schemas/settings.ts';
import { readEnv } from '../env.ts';
import { createLogger } from '../logger.ts';

/**
 * The same for every client: three attempts of at most 2.5 seconds each end before the function's own timeout of 15
 * seconds. Connections are kept for the next request (the SDK's default).
 */
export const CLIENT = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { connectionTimeout: 500, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;

export const baseDependencies = () => {
  const settings = parseSettings(JSON.parse(readEnv('settings')));
  return {
    settings,
    clock: systemClock,
    log: createLogger((line) => process.stdout.write(line), settings.stage),
  };
};
