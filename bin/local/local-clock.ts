// The machine's clock, which can be moved ahead to try cool-downs and expiry, and back. The offset survives a restart.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#domain/ports.ts';
import { replaceFile } from './data/data-file.ts';

export interface LocalClock extends Clock {
  /** Returns `false` and does not move beyond 100 years: ids and dates would run out of digits. */
  advance(seconds: number): boolean;
  /** To a time (epoch milliseconds) that may be before the present one. Returns `false` and does not move before the machine's time. */
  moveTo(time: number): boolean;
  /** Back to the machine's time. */
  reset(): void;
  /** Milliseconds. */
  ahead(): number;
  /** For ids: never goes back, since an account ignores links and codes whose id is older than its last change. */
  readonly forIds: Clock;
}

const MAXIMUM_MILLISECONDS = 100 * 365 * 24 * 3600 * 1000;

/** `tell` gets one line if the file of the folder cannot be understood. */
export const createLocalClock = (folder: string, tell: (line: string) => unknown = () => undefined): LocalClock => {
  const file = join(folder, 'clock-offset');
  const kept = readOffsets(file);
  if (!kept) tell(`${file} is damaged, so the clock is that of this machine. If you had moved it, move it again.`);
  let { offset, furthest } = kept ?? NOT_MOVED;
  const move = (next: number) => {
    const reached = Math.max(furthest, next);
    replaceFile(file, `${next} ${reached}`);
    offset = next;
    furthest = reached;
  };
  const tryMove = (next: number): boolean => {
    if (next < 0 || next > MAXIMUM_MILLISECONDS) return false;
    move(next);
    return true;
  };
  return {
    now: () => Date.now() + offset,
    forIds: { now: () => Date.now() + furthest },
    advance: (seconds) => tryMove(offset + seconds * 1000),
    moveTo: (time) => tryMove(time - Date.now()),
    reset: () => move(0),
    ahead: () => offset,
  };
};

/** Milliseconds: what is added to the machine's time, and the most that ever was. */
interface Offsets {
  readonly offset: number;
  readonly furthest: number;
}
const NOT_MOVED: Offsets = { offset: 0, furthest: 0 };

/** `undefined` for a file that this program did not write. */
const readOffsets = (file: string): Offsets | undefined => {
  if (!existsSync(file)) return NOT_MOVED;
  const text = readFileSync(file, 'utf8').trim();
  if (!/^\d+(?: \d+)?$/.test(text)) return undefined;
  const [offset = 0, furthest = offset] = text.split(' ').map(Number);
  const isRight = Math.max(offset, furthest) <= MAXIMUM_MILLISECONDS;
  return isRight ? { offset, furthest: Math.max(offset, furthest) } : undefined;
};
