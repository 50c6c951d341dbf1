// The commands a person waits for, and when each is done.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../../lib/bundling/options.ts';

/** A command that runs its arguments, or none. */
type Prefix = readonly string[];

const words = (prefix: Prefix, ...rest: readonly string[]): readonly [string, string[]] => {
  const [command = '', ...others] = [...prefix, ...rest];
  return [command, others];
};

/** `npm start` in an empty data folder, until a page is answered. Milliseconds. */
export const timeStart = async (prefix: Prefix, data: string): Promise<number> => {
  const startedAt = performance.now();
  const child = spawn(...words(prefix, 'npm', 'start'), {
    cwd: ROOT,
    env: { ...OWN, PORT: '0', DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A process group of its own, so that all of it can be stopped.
    detached: true,
  });
  try {
    const url = await firstMatch(child, /API and pages\s+(http:\/\/[^/\s]+)/);
    const { status } = await fetch(`${url}/signup`);
    if (status !== 200) throw new Error(`npm start answered ${status}`);
    return performance.now() - startedAt;
  } finally {
    await stopGroup(child);
  }
};

/** `npx cdk synth`, which bundles every function, into an empty folder. Milliseconds. */
export const timeSynth = async (prefix: Prefix, output: string): Promise<number> => {
  const startedAt = performance.now();
  const command = words(prefix, 'npx', 'cdk', 'synth', '--quiet', '--output', output);
  const child = spawn(...command, { cwd: ROOT, env: OWN, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`cdk synth ended with ${code}`);
  return performance.now() - startedAt;
};

/** Node itself, with nothing to do. Milliseconds. */
export const timeNode = async (prefix: Prefix): Promise<number> => {
  const startedAt = performance.now();
  await once(spawn(...words(prefix, process.execPath, '--eval', '0'), { env: OWN, stdio: 'ignore' }), 'close');
  return performance.now() - startedAt;
};

/** The code of each function in the output of `cdk synth`: its files by name. */
export const synthesisedBundles = (output: string): readonly string[] =>
  readdirSync(output)
    .filter((name) => name.startsWith('asset.') && existsSync(join(output, name, 'index.mjs')))
    .map((name) => codeIn(readdirSync(join(output, name)).map((file) => join(output, name, file))));

/** Differs if a file differs, or its name. */
export const codeIn = (files: readonly string[]): string =>
  files
    .toSorted()
    .map((file) => `${basename(file)}\n${readFileSync(file, 'utf8')}`)
    .join('\n');

/** The environment of this process before `openStage` put the double of AWS into it. */
const OWN = { ...process.env };

const firstMatch = (child: ChildProcess, pattern: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      const found = pattern.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('close', () => reject(new Error(`npm start ended: ${said.slice(-2000)}`)));
  });

const stopGroup = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGINT');
  await closed;
};
