// One process at a time may use a data folder: the database would die late and obscurely otherwise.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './user-error.ts';

/** Takes the folder for this process and returns how to give it back. A lock left by a process that is gone is taken over. */
export const lockDataFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  if (!tryLock(file)) {
    const holder = Number(readFileSync(file, 'utf8'));
    if (isAlive(holder)) {
      throw new UserError(`${folder} is in use by process ${holder}. Stop it, or set DATA_DIR to another folder.`);
    }
    rmSync(file, { force: true });
    if (!tryLock(file)) throw new UserError(`${folder} was taken by another process just now. Start again.`);
  }
  return () => rmSync(file, { force: true });
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
