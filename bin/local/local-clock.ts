// The machine's clock, which can be moved forward to try cool-downs and expiry, and back. The offset survives a restart.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#domain/ports.ts';

export interface LocalClock extends Clock {
  /** Returns `false` and does not move beyond 100 years: ids and dates would run out of digits. */
  advance(seconds: number): boolean;
  /** Back to the machine's time. */
  reset(): void;
  /** For ids: never goes back, since an account ignores links and codes whose id is older than its last change. */
  readonly forIds: Clock;
}

const MAXIMUM_MILLISECONDS = 100 * 365 * 24 * 3600 * 1000;

export const createLocalClock = (folder: string): LocalClock => {
  const file = join(folder, 'clock-offset');
  let { offset, furthest } = readOffsets(file);
  const move = (next: number) => {
    offset = next;
    furthest = Math.max(furthest, offset);
    writeFileSync(file, `${offset} ${furthest}`, { mode: 0o600 });
  };
  return {
    now: () => Date.now() + offset,
    forIds: { now: () => Date.now() + furthest },
    advance(seconds) {
      const next = offset + seconds * 1000;
      if (next > MAXIMUM_MILLISECONDS) return false;
      move(next);
      return true;
    },
    reset: () => move(0),
  };
};

/** `offset` and the furthest time reached, in milliseconds. An invalid file counts as missing. */
const readOffsets = (file: string): { offset: number; furthest: number } => {
  const [offset = 0, furthest = offset] = existsSync(file) ? readFileSync(file, 'utf8').split(' ').map(Number) : [];
  const isRight = [offset, furthest].every((value) => value >= 0 && value <= MAXIMUM_MILLISECONDS);
  return isRight ? { offset, furthest: Math.max(offset, furthest) } : { offset: 0, furthest: 0 };
};
