// The dependencies of every function on AWS: its settings, the clock and the log.
import { systemClock } from '#adapters/system-clock.ts';
import { parseSettings } from '#schemas/settings.ts';
import { readContent } from '../content.ts';
import { readEnv } from '../env.ts';
import { createLogger } from '../logger.ts';

export const baseDependencies = () => {
  const settings = parseSettings({ ...JSON.parse(readEnv('settings')), ...readContent() });
  return {
    settings,
    clock: systemClock,
    log: createLogger((line) => process.stdout.write(line), settings.stage),
  };
};
