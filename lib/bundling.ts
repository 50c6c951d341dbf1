// How every function is bundled: for the stack, and for the tests of the bundles.
import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

export const ROOT = join(import.meta.dirname, '..');

/** The file esbuild starts from. */
export const entryOf = (handler: string): string => join(ROOT, 'functions', 'handlers', `${handler}.ts`);

/** Avoids the ESM import of `node:http`, which loads a second HTTP client: see the file itself. */
const NODE_HTTP = join(ROOT, 'functions', 'runtime', 'node-http.ts');
export const ALIASES = { http: NODE_HTTP, 'node:http': NODE_HTTP } as const;

export const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  target: 'node24',
  minify: true,
  keepNames: true,
  // Run the SDK that was tested, not the one in the Lambda runtime.
  bundleAwsSDK: true,
  esbuildArgs: Object.fromEntries(Object.entries(ALIASES).map(([name, file]) => [`--alias:${name}`, file])),
};
