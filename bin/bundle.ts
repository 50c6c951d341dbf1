// Bundles one function into a folder with the options of the deployment, to run or measure it without deploying.
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import type { AnyFunctionName } from '#routes.ts';
import { ALIASES, BUNDLING, entryOf, ROOT } from '../lib/bundling.ts';

export interface Bundle {
  readonly file: string;
  readonly bytes: number;
  /** The source files, as paths from the root of the project. */
  readonly inputs: readonly string[];
  /** The modules it imports when it runs. */
  readonly imports: readonly string[];
}

export const bundleFunction = async (name: AnyFunctionName, folder: string): Promise<Bundle> => {
  const { mainFields, target, minify, keepNames } = BUNDLING;
  const file = join(folder, `${name}.mjs`);
  const { metafile } = await build({
    entryPoints: [entryOf(name)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { ...ALIASES },
    absWorkingDir: ROOT,
    metafile: true,
    logLevel: 'warning',
    ...(mainFields && { mainFields }),
    ...(target && { target }),
    ...(minify !== undefined && { minify }),
    ...(keepNames !== undefined && { keepNames }),
  });
  return { file, ...describe(metafile) };
};

const describe = ({ outputs }: Metafile): Omit<Bundle, 'file'> => {
  const [output] = Object.values(outputs);
  if (!output) throw new Error('esbuild wrote no bundle');
  const inputs = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    bytes: output.bytes,
    inputs: inputs.map(([path]) => path),
    imports: [...new Set(output.imports.map(({ path }) => path))].sort(),
  };
};
