// Only one process at a time may use a data folder: with two, the database fails late, with an obscure error.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../user-error.ts';
import { processState } from './process-start.ts';

const ownLocks = new Set<string>();

/** Locks the folder for this process and returns how to unlock it. Takes over the lock of a process that has ended. */
export const lockDataFolder = (folder: string): (() => void) => {
  const file = join(folder, 'lock');
  const isLocked = touching(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return tryLock(file);
  });
  if (!isLocked) takeOver(folder, file);
  ownLocks.add(file);
  return () => {
    ownLocks.delete(file);
    rmSync(file, { force: true });
  };
};

const takeOver = (folder: string, file: string): void => {
  const holder = touching(folder, () => readHolder(file));
  const isHeld = holder.pid === process.pid ? ownLocks.has(file) : isAlive(holder);
  if (isHeld) {
    throw new UserError(`${folder} is in use by process ${holder.pid}. Stop it, or set DATA_DIR to another folder.`);
  }
  const isLocked = touching(folder, () => {
    rmSync(file, { force: true });
    return tryLock(file);
  });
  if (!isLocked) throw new UserError(`${folder} was taken by another process just now. Start again.`);
};

const touching = <Value>(folder: string, work: () => Value): Value => {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`DATA_DIR must be a folder that can be written: ${folder} (${code}).`);
  }
};

/** The process that holds a lock. Its start is empty in a lock of an older release, and where the system does not tell it. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

const readHolder = (file: string): Holder => {
  const [pid = '', startedAt = ''] = readFileSync(file, 'utf8').split(' ');
  return { pid: Number(pid), startedAt };
};

/** A container or a restarted machine gives an id to another process: that one started at another time. */
const isAlive = ({ pid, startedAt }: Holder): boolean => {
  const state = processState(pid);
  if (!state.isRunning) return false;
  return startedAt === '' || state.startedAt === '' || state.startedAt === startedAt;
};

const tryLock = (file: string): boolean => {
  const own = processState(process.pid);
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeFileSync(descriptor, `${process.pid} ${own.isRunning ? own.startedAt : ''}`);
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};
