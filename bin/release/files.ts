// The files of a release: the package as npm packs it, its bill of materials, and checksums.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bill, billOf, packageFolders } from './bill.ts';

export interface Makers {
  readonly root: string;
  readonly version: string;
  /** Makes the package in the folder. The files that went into it, as paths from `root`. */
  makePackage(folder: string, version: string): Promise<readonly string[]>;
  /** npm's bill of materials of the whole repository. */
  readBill(): Bill;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** In `folder` the package, in `folder`/release what is published of it: its file, its bill and their checksums. */
export const makeFiles = async (
  { root, version, makePackage, readBill }: Makers,
  folder: string,
): Promise<readonly string[]> => {
  const inputs = await makePackage(folder, version);
  const made = join(folder, 'release');
  mkdirSync(made, { recursive: true });
  const { name, dependencies = {}, peerDependencies = {} } = readManifest(folder);
  const refOf = (path: string): string => {
    const found = readManifest(join(root, path));
    return `${found.name}@${found.version}`;
  };
  const bill = billOf(readBill(), {
    name,
    version,
    bundled: packageFolders(inputs).map(refOf),
    installed: Object.keys(dependencies).map((one) => refOf(`node_modules/${one}`)),
    peers: Object.keys(peerDependencies).map((one) => refOf(`node_modules/${one}`)),
  });
  const tarball = join(made, `${name}-${version}.tgz`);
  execFileSync('npm', ['pack', folder, '--pack-destination', made, '--offline'], { stdio: 'ignore' });
  const billFile = join(made, `${name}-${version}.cdx.json`);
  writeFileSync(billFile, `${JSON.stringify(bill, null, 2)}\n`);
  const sums = [tarball, billFile].map((file) => `${sha256(file)}  ${file.slice(made.length + 1)}\n`);
  const sumsFile = join(made, 'SHA256SUMS');
  writeFileSync(sumsFile, sums.join(''));
  return [tarball, billFile, sumsFile];
};

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
