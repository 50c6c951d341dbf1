// The lock of a data folder: it knows its process from a later one of the same id, and says in one line what is wrong.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../../bin/local/data/data-lock.ts';
import { processState } from '../../../bin/local/data/process-start.ts';

let folder = '';
let stops: (() => void)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
});
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
  rmSync(folder, { recursive: true, force: true });
});

const lock = () => join(folder, 'lock');

/** Another process; its answer is the first line that it writes. */
const another = async (script: string): Promise<{ readonly pid: number; readonly line: string }> => {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  stops.push(() => child.kill('SIGKILL'));
  const [line] = await once(createInterface(child.stdout), 'line');
  return { pid: child.pid ?? 0, line: String(line) };
};

const refusal = (): Error => {
  try {
    lockDataFolder(folder)();
  } catch (error) {
    return error as Error;
  }
  return new Error('it was locked');
};

describe('a data folder', () => {
  it('is refused while the process of its lock runs, also if an older release wrote the lock', async () => {
    const { pid } = await another('echo up; exec sleep 30');
    const state = processState(pid);
    for (const content of [`${pid} ${state.isRunning && state.startedAt}`, String(pid)]) {
      writeFileSync(lock(), content);
      expect(refusal()).toMatchObject({ name: 'UserError', message: expect.stringContaining(`process ${pid}.`) });
    }
  });

  it('is taken over when the id of its process was given to another one', async () => {
    const { pid } = await another('echo up; exec sleep 30');
    writeFileSync(lock(), `${pid} 1`);
    const unlock = lockDataFolder(folder);
    expect(readFileSync(lock(), 'utf8').split(' ')[0]).toBe(String(process.pid));
    unlock();
    expect(existsSync(lock())).toBe(false);
  });

  it('is taken over from a process that has ended and is still listed', async () => {
    // The second sleep replaces the shell, and does not collect the first one.
    const { line } = await another('sleep 0.1 & echo $!; exec sleep 30');
    const pid = Number(line);
    await expect.poll(() => processState(pid).isRunning).toBe(false);
    expect(() => process.kill(pid, 0)).not.toThrow();
    writeFileSync(lock(), String(pid));
    lockDataFolder(folder)();
  });

  it('is refused to the same process while that has it', () => {
    const unlock = lockDataFolder(folder);
    expect(refusal().message).toContain(`process ${process.pid}.`);
    unlock();
    lockDataFolder(folder)();
  });

  it.each([
    ['whose old lock cannot be removed', () => mkdirSync(join(lock(), 'inside'), { recursive: true })],
    ['that is a file', () => writeFileSync(lock(), '')],
  ])('%s ends in one line that names the setting', (name, spoil) => {
    spoil();
    if (name === 'that is a file') folder = lock();
    const { name: kind, message } = refusal();
    expect([kind, message]).toEqual(['UserError', expect.stringMatching(/^DATA_DIR must be a folder [^\n]+$/)]);
  });
});
