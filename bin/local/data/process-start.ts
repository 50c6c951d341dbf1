// Tells a process from a later one of the same id, and from one that has ended and is only still listed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** `startedAt` is a text that no other process of this id has; empty where the system does not tell. */
export type ProcessState = { readonly isRunning: false } | { readonly isRunning: true; readonly startedAt: string };

const GONE = { isRunning: false } as const;

export const processState = (pid: number): ProcessState => {
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isListed(pid)) return GONE;
  const told = process.platform === 'linux' ? askProc(pid) : askPs(pid);
  if (!told) return { isRunning: true, startedAt: '' };
  // Z: it has ended, and its parent has not looked yet. X: dead.
  return /^[ZX]/.test(told.state) ? GONE : { isRunning: true, startedAt: told.startedAt };
};

const isListed = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

interface Told {
  readonly state: string;
  readonly startedAt: string;
}

/** proc(5): the name of the program stands in brackets and may hold any character; state is field 3, the start field 22. */
const askProc = (pid: number): Told | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
};

const askPs = (pid: number): Told | undefined => {
  try {
    const text = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [state = '', ...startedAt] = text.trim().split(/\s+/);
    return { state, startedAt: startedAt.join('-') };
  } catch {
    return undefined;
  }
};
