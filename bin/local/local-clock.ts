// The machine's clock, moved forward on demand so that cool-downs and expiry can be tried out. The offset outlives a restart.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#domain/ports.ts';

export interface LocalClock extends Clock {
  advance(seconds: number): void;
}

export const createLocalClock = (folder: string): LocalClock => {
  const file = join(folder, 'clock-offset');
  let offset = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return {
    now: () => Date.now() + offset,
    advance(seconds) {
      offset += seconds * 1000;
      writeFileSync(file, String(offset), { mode: 0o600 });
    },
  };
};
