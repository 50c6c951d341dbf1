// Only one process at a time may use a data folder: with two, the database fails late, with an obscure error.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';

const ownLocks = new Set<string>();

/** Locks the folder for this process and returns how to unlock it. Takes over the lock of a process that has ended. */
export const lockDataFolder = (folder: string): (() => void) => {
  const file = join(folder, 'lock');
  if (!tryFolder(folder, file)) {
    const holder = Number(readFileSync(file, 'utf8'));
    // In a container a new process may have the same id as the one that left the lock.
    const isHeld = holder === process.pid ? ownLocks.has(file) : isAlive(holder);
    if (isHeld) {
      throw new UserError(`${folder} is in use by process ${holder}. Stop it, or set DATA_DIR to another folder.`);
    }
    rmSync(file, { force: true });
    if (!tryLock(file)) throw new UserError(`${folder} was taken by another process just now. Start again.`);
  }
  ownLocks.add(file);
  return () => {
    ownLocks.delete(file);
    rmSync(file, { force: true });
  };
};

/** Makes the folder and its lock; `false` if there is a lock already. */
const tryFolder = (folder: string, file: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return tryLock(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`DATA_DIR must be a folder that can be written: ${folder} (${code}).`);
  }
};

const tryLock = (file: string): boolean => {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const isAlive = (pid: number): boolean => {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
