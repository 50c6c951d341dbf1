// Keeps the session in a file that only its owner can read, and lets one process at a time refresh it. A phone has the Keychain
// or the Keystore instead.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Locks, TextStorage } from '../../client/index.ts';

const LOOK_MILLISECONDS = 50;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Whole or not at all: another process may read it at any moment. */
const replace = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, file);
};

export const createTokenFile = (file: string): TextStorage => {
  const read = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      // Without a file, or with a damaged one, nobody is logged in.
      if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return {};
      throw error;
    }
  };
  return {
    getItem: (key) => read()[key] ?? null,
    setItem: (key, text) => replace(file, JSON.stringify({ ...read(), [key]: text })),
    removeItem: (key) => {
      const { [key]: removed, ...others } = read();
      if (Object.keys(others).length === 0) rmSync(file, { force: true });
      else if (removed !== undefined) replace(file, JSON.stringify(others));
    },
  };
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
};

const take = (lock: string): boolean => {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
};

/** A process that was killed leaves its lock behind. */
const dropIfDead = (lock: string): void => {
  try {
    if (!isRunning(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
};

/** Processes that refresh at once with one refresh token would look like a thief. */
export const createFileLocks = (file: string): Locks => ({
  request: async (_name, { signal }, work) => {
    const lock = `${file}.lock`;
    while (!take(lock)) {
      dropIfDead(lock);
      await wait(LOOK_MILLISECONDS, undefined, { signal });
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  },
});
