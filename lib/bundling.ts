// How every function is bundled, for the stack and for the tests that hold the bundles to their promises.
import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

export const ROOT = join(import.meta.dirname, '..');

/** The file esbuild starts from. */
export const entryOf = (handler: string): string => join(ROOT, 'functions', 'handlers', `${handler}.ts`);

/** See the file itself: an ESM import of `node:http` loads a second HTTP client. */
const NODE_HTTP = join(ROOT, 'functions', 'runtime', 'node-http.ts');
export const ALIASES = { http: NODE_HTTP, 'node:http': NODE_HTTP } as const;

export const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  mainFields: ['module', 'main'],
  target: 'node24',
  minify: true,
  keepNames: true,
  // What is tested is what runs: not the SDK that the runtime happens to bring.
  bundleAwsSDK: true,
  esbuildArgs: Object.fromEntries(Object.entries(ALIASES).map(([name, file]) => [`--alias:${name}`, file])),
};
