// Brings the code of the last release out of the git history, as far as this checkout has one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LAST_RELEASE } from './commit.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Why the last release cannot be run here; `undefined` if it can. */
export const missingForLastRelease = (): string | undefined => {
  try {
    git('cat-file', '-e', `${LAST_RELEASE}^{commit}`);
  } catch {
    return `this checkout's git history does not have the last release (${LAST_RELEASE})`;
  }
  const own = packagesIn(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const others = Object.entries(packagesIn(git('show', `${LAST_RELEASE}:package-lock.json`)))
    .filter(([path, { version }]) => path !== '' && own[path]?.version !== version)
    .map(([path]) => path);
  return others.length === 0 ? undefined : `the last release has other dependencies: ${others.join(', ')}`;
};

const packagesIn = (lock: string): Readonly<Record<string, { readonly version?: string }>> => JSON.parse(lock).packages;

/** Its files, with the dependencies of this checkout. The folder is made. */
export const checkOutLastRelease = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, 'archive.tar');
  git('archive', '--format=tar', '-o', archive, LAST_RELEASE);
  execFileSync('tar', ['-xf', archive, '-C', folder]);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
};

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
