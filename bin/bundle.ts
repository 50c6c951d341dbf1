// Bundles functions as they are deployed: `node bin/bundle.ts <folder> [<function> …]`, and as a function for tests and tools.
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { type AnyFunctionName, FUNCTIONS } from '#routes.ts';
import { apart, apartEntries, isApart } from '../lib/bundling/apart.ts';
import { builtIns } from '../lib/bundling/built-ins.ts';
import { entryOf, OPTIONS, ROOT } from '../lib/bundling/options.ts';
import { replacements } from '../lib/bundling/replacements.ts';

export interface Bundle {
  /** The file that Lambda loads. */
  readonly file: string;
  /** Of all files together. */
  readonly bytes: number;
  /** Of `file` and of what it imports at once. */
  readonly startBytes: number;
  /** All files of the bundle. */
  readonly files: readonly string[];
  /** Those that are loaded at once. */
  readonly startFiles: readonly string[];
  /** The source files, as paths from the root of the project. */
  readonly inputs: readonly string[];
  /** Those that are loaded at once. */
  readonly startInputs: readonly string[];
  /** The modules outside the bundle that it imports at once, and those that it would import later. */
  readonly imports: readonly string[];
  readonly lateImports: readonly string[];
}

type Outputs = Metafile['outputs'];

/** Writes `<folder>/<name>/index.mjs` and the files that it loads later. `hasMaps`: with a source map beside each. */
export const bundleFunction = async (name: AnyFunctionName, folder: string, hasMaps = false): Promise<Bundle> => {
  const bundle = (entryPoints: Readonly<Record<string, string>>) =>
    build({
      ...OPTIONS,
      entryPoints: { ...entryPoints },
      outdir: join(folder, name),
      chunkNames: '[hash]',
      plugins: [builtIns, apart, replacements],
      ...(hasMaps && { sourcemap: 'external' }),
    });
  const { outputs } = (await bundle({ index: entryOf(name) })).metafile;
  const late = apartEntries(new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path))));
  // Each by itself: together they would share a file.
  const parts = await Promise.all(Object.entries(late).map(([part, entry]) => bundle({ [part]: entry })));
  return describe(Object.assign({}, outputs, ...parts.map(({ metafile }) => metafile.outputs)));
};

const describe = (outputs: Outputs): Bundle => {
  const entry = Object.keys(outputs).find((path) => path.endsWith('/index.mjs'));
  if (!entry) throw new Error('esbuild wrote no bundle');
  const start = startOf(outputs, entry);
  const all = Object.keys(outputs);
  const imports = Object.values(outputs).flatMap((output) =>
    output.imports.filter(({ path, external }) => external && !isApart(path)),
  );
  const importsOf = (isLate: boolean) =>
    [...new Set(imports.filter(({ kind }) => (kind === 'dynamic-import') === isLate).map(({ path }) => path))].sort();
  return {
    file: join(ROOT, entry),
    bytes: bytesOf(outputs, all),
    startBytes: bytesOf(outputs, start),
    files: all.map((path) => join(ROOT, path)),
    startFiles: start.map((path) => join(ROOT, path)),
    inputs: inputsOf(outputs, all),
    startInputs: inputsOf(outputs, start),
    imports: importsOf(false),
    lateImports: importsOf(true),
  };
};

/** The files that are loaded with the entry: what it imports statically. */
const startOf = (outputs: Outputs, entry: string): string[] => {
  const start = new Set([entry]);
  for (const path of start) {
    for (const { kind, path: imported, external } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && !external) start.add(imported);
  }
  return [...start];
};

const bytesOf = (outputs: Outputs, paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);

const inputsOf = (outputs: Outputs, paths: readonly string[]): string[] => {
  const inputs = paths.flatMap((path) => Object.entries(outputs[path]?.inputs ?? {}));
  return [...new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path))];
};

const isFunction = (name: string): name is AnyFunctionName => FUNCTIONS.some((known) => known === name);

if (import.meta.main) {
  const [folder = '', ...names] = process.argv.slice(2);
  const chosen = names.length > 0 ? names.filter(isFunction) : FUNCTIONS;
  await Promise.all(chosen.map((name) => bundleFunction(name, folder)));
}
