// The JavaScript of the package. What it needs from our own tools is in it; the CDK and jose are those of the consumer.
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT } from '../../lib/bundling/options.ts';
import { ENTRIES, fileOf } from './manifest.ts';

/** The package has the bundles of the functions, and neither their sources nor esbuild. */
const prebuilt: Plugin = {
  name: 'prebuilt',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/source\.ts$/ }, () => ({ path: join(ROOT, 'lib/bundling/prebuilt.ts') }));
  },
};

/** The files that went into them, as paths from the root of the project. */
export const buildEntries = async (format: 'esm' | 'cjs', folder: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    entryPoints: Object.entries(ENTRIES).map(([name, source]) => ({ in: source, out: fileOf(name) })),
    outdir: folder,
    absWorkingDir: ROOT,
    format,
    bundle: true,
    // What two entries share is one file: an error of one is an instance of the class of the other.
    splitting: format === 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import'],
    external: ['aws-cdk-lib', 'constructs', 'jose', 'node:*'],
    target: 'es2023',
    chunkNames: 'shared-[hash]',
    legalComments: 'eof',
    logLevel: 'warning',
    metafile: true,
    plugins: [prebuilt],
    ...(format === 'cjs' && { define: { 'import.meta.dirname': '__dirname' } }),
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
};
