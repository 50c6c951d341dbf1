// Installs what is measured beside this service, from a lock file of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'peers');
const INSTALLED = join(FOLDER, 'node_modules', '.package-lock.json');

/** Whether the peers can be measured. Installs them if they are missing or differ from the lock file. */
export const installPeers = (): boolean => {
  if (isInstalled()) return true;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--prefix', FOLDER], {
    stdio: ['ignore', 2, 2],
  });
  return status === 0;
};

/** npm notes in `node_modules` what it installed. */
const isInstalled = (): boolean => {
  if (!existsSync(INSTALLED)) return false;
  const installed = packagesIn(INSTALLED);
  const wanted = packagesIn(join(FOLDER, 'package-lock.json'));
  return Object.entries(wanted).every(([path, version]) => installed[path] === version);
};

/** Versions by path, without the root and without what another platform needs. */
const packagesIn = (file: string): Readonly<Record<string, string>> => {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
  };
  return Object.fromEntries(
    Object.entries(packages).flatMap(([path, { version, optional }]) =>
      path === '' || optional || version === undefined ? [] : [[path, version]],
    ),
  );
};
