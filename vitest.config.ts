// Four projects: `unit` needs nothing but Node; `store` runs against the store LATCHKEY_TEST_STORE names (dynalite by default);
// `cloud` deploys the stack into an emulator of AWS; `browser` drives the pages in Chromium.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig, type Plugin } from 'vitest/config';

const TEXT_FILE = /[\\/](?:templates|functions)[\\/].*\.(?:html|txt|css|client\.js)$/;
const TEXT_PREFIX = '\0text:';

/** Under a name of their own, because Vite would treat a style sheet as its own business and hand out nothing. */
const textImports: Plugin = {
  name: 'text-imports',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!/\.(?:html|txt|css|client\.js)$/.test(source)) return undefined;
    const file = (await this.resolve(source, importer, { skipSelf: true }))?.id.split('?')[0];
    return file && TEXT_FILE.test(file) ? `${TEXT_PREFIX}${file}.mjs` : undefined;
  },
  load(id) {
    if (!id.startsWith(TEXT_PREFIX)) return undefined;
    const file = id.slice(TEXT_PREFIX.length, -'.mjs'.length);
    return `export default ${JSON.stringify(readFileSync(file, 'utf8'))};`;
  },
};

const shared = {
  plugins: [textImports],
};

/** Half of the time a test waits: two at once, even where there are only two cores. */
const WORKERS = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/flows/**',
            'test/adapters/store/dynamodb-store.test.ts',
            'test/cloud/**',
            'test/browser/**',
            '**/node_modules/**',
          ],
          expect: { requireAssertions: true },
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'store',
          include: ['test/flows/**/*.test.ts', 'test/adapters/store/dynamodb-store.test.ts'],
          globalSetup: ['test/support/test-store-setup.ts'],
          expect: { requireAssertions: true },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'cloud',
          include: ['test/cloud/**/*.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'browser',
          include: ['test/browser/*.test.ts'],
          globalSetup: ['test/browser/browser-setup.ts'],
          expect: { requireAssertions: true, poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
