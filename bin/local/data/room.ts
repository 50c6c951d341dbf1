// Whether the data folder takes writes: it does not while its disk is full. Looks every second for room again.
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LOOK_EVERY_MILLISECONDS = 1000;
/** What the database may need to open again: its newest rows are written once more. */
const NEEDED_BYTES = 16 * 1024 * 1024;
const PROBE_BYTES = 64 * 1024;

export interface Room {
  /** False from the first write that failed until the database was opened again. */
  readonly isThere: boolean;
  /** A write failed. */
  miss(error: unknown): void;
  /** Resolves as soon as there is room. */
  wait(): Promise<void>;
  stop(): void;
}

/** `reopen` makes the database usable again; if it rejects, it is tried again. `tell` gets one line at each change. */
export const watchRoom = (folder: string, reopen: () => Promise<void>, tell: (line: string) => unknown): Room => {
  let missing: PromiseWithResolvers<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = async () => {
    const isOpen =
      hasRoom(folder) &&
      (await reopen().then(
        () => true,
        () => false,
      ));
    if (!missing) return;
    if (!isOpen) {
      wait();
      return;
    }
    tell(`${folder} can be written again. The service goes on.`);
    missing.resolve();
    missing = undefined;
  };
  const wait = () => {
    timer = setTimeout(look, LOOK_EVERY_MILLISECONDS).unref();
  };
  return {
    get isThere() {
      return missing === undefined;
    },
    miss(error) {
      if (missing || isStopped) return;
      missing = Promise.withResolvers();
      tell(`${folder} cannot be written (${reasonOf(error)}). What needs a write is answered 503 until it can.`);
      wait();
    },
    wait: async () => missing?.promise,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      missing?.resolve();
      missing = undefined;
    },
  };
};

const hasRoom = (folder: string): boolean => {
  const file = join(folder, 'probe');
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < NEEDED_BYTES) return false;
    const descriptor = openSync(file, 'w', 0o600);
    try {
      return writeSync(descriptor, Buffer.alloc(PROBE_BYTES)) === PROBE_BYTES && sync(descriptor);
    } finally {
      closeSync(descriptor);
      rmSync(file, { force: true });
    }
  } catch {
    return false;
  }
};

const sync = (descriptor: number): true => {
  fsyncSync(descriptor);
  return true;
};

/** The database tells the reason in words of the system, behind the path of its file: `…/000003.log: No space left on device`. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : '';
  return text.split('\n')[0]?.split(': ').at(-1) || 'no reason is known';
};
