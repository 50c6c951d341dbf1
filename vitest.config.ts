// Two projects: `unit` needs nothing but Node; `store` runs against the store LATCHKEY_TEST_STORE names (dynalite by default).
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';

const textImports: Plugin = {
  name: 'text-imports',
  enforce: 'pre',
  load(id) {
    const file = id.split('?')[0] ?? id;
    if (!/[\\/](templates|functions)[\\/].*\.(html|txt|css|client\.js)$/.test(file)) return undefined;
    return `export default ${JSON.stringify(readFileSync(file, 'utf8'))};`;
  },
};

const shared = {
  plugins: [textImports],
};

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/store/**', '**/node_modules/**'],
          expect: { requireAssertions: true },
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'store',
          include: ['test/store/**/*.test.ts'],
          globalSetup: ['test/support/test-store-setup.ts'],
          expect: { requireAssertions: true },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
