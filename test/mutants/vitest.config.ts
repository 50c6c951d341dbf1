// The tests that mutants meet; run.ts names the folder: the pure ones for the domain, the flows for the use-cases.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { textImports } from '../../vitest.config.ts';

/** One failed test is enough: those of a room come before those that sweep through all of them, or through faults and races. */
class RoomsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSweep = ({ moduleId }: TestSpecification) => /test\/flows\/[^/]+$|races|pacing/.test(moduleId);
    return files.toSorted((one, other) => Number(isSweep(one)) - Number(isSweep(other)));
  }
}

export default defineConfig({
  plugins: [textImports],
  test: {
    include: ['**/*.test.ts'],
    // Sweeps through every fault take long where a mutant lives; the others need a database. Both are held by `npm test`.
    exclude: ['**/faults*.test.ts', '**/operations.test.ts', '**/pacing.test.ts'],
    // Every mutant has a worker of its own, which loads each module once.
    isolate: false,
    sequence: { sequencer: RoomsFirst },
    expect: { requireAssertions: true },
    testTimeout: 20_000,
  },
});
