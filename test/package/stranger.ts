// An app of somebody else that has installed the package: files in a folder of their own, and the packages that it needs by links.
import { execFile } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = join(import.meta.dirname, '../..');
export const DIST = join(ROOT, 'dist');
/** What a consumer installs beside the package; neither esbuild nor TypeScript. */
const INSTALLED = ['aws-cdk-lib', 'constructs', 'jose', '@types/node', 'undici-types'];
const run = promisify(execFile);

/** The package as npm packs it. */
export const pack = async (folder: string): Promise<string> => {
  const { stdout } = await run('npm', ['pack', DIST, '--pack-destination', folder, '--json', '--offline']);
  const [{ filename }] = JSON.parse(stdout);
  return join(folder, filename);
};

/** What is in it, by paths. */
export const filesIn = async (tarball: string): Promise<readonly string[]> => {
  const { stdout } = await run('tar', ['-tf', tarball]);
  return stdout
    .trim()
    .split('\n')
    .map((path) => path.replace('package/', ''));
};

export interface Stranger {
  readonly folder: string;
  /** Runs a file of the app by this Node. What it prints. */
  node(file: string): Promise<string>;
  /** Checks its types by a compiler. What it says about them. */
  check(compiler: string, options: object): Promise<string>;
}

export const createStranger = async (
  folder: string,
  tarball: string,
  type: 'module' | 'commonjs',
  files: Readonly<Record<string, string>>,
): Promise<Stranger> => {
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, 'latchkey'), { recursive: true });
  await run('tar', ['-xf', tarball, '--strip-components=1', '-C', join(packages, 'latchkey')]);
  for (const name of INSTALLED) {
    mkdirSync(dirname(join(packages, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true, type }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return {
    folder,
    node: async (file) => (await run(process.execPath, [file], { cwd: folder })).stdout,
    check: async (compiler, compilerOptions) => {
      const options = { noEmit: true, strict: true, target: 'es2022', types: ['node'], ...compilerOptions };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
      return run(process.execPath, [compiler, '-p', '.'], { cwd: folder }).then(
        ({ stdout }) => stdout,
        ({ stdout }) => stdout,
      );
    },
  };
};
