// What every function on AWS stands on: its settings, the clock, the log, and how AWS is called.
import { systemClock } from '#adapters/system-clock.ts';
import { parseSettings } from '#schemas/settings.ts';
import { readEnv } from '../env.ts';
import { createLogger } from '../logger.ts';

/**
 * The same for every client, on purpose: three tries of at most 2.5 seconds each end before the function's own 15 do.
 * Connections are kept for the next request (the SDK's default).
 */
export const CLIENT = {
  maxAttempts: 3,
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
