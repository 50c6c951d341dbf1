// The tests that mutants meet; run.ts names the folder: the pure ones for the domain, the flows for the use-cases.
import { defineConfig } from 'vitest/config';
import { textImports } from '../../vitest.config.ts';

export default defineConfig({
  plugins: [textImports],
  test: {
    include: ['**/*.test.ts'],
    // For the few flows that need a database.
    globalSetup: ['test/support/test-store-setup.ts'],
    expect: { requireAssertions: true },
    testTimeout: 20_000,
  },
});
