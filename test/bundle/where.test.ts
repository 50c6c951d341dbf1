// `npm run where`: a place that a stack of a bundle names, in the source.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../bin/bundle.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'latchkey-where-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const where = async (...words: readonly string[]) => {
  const node = ['--import', './bin/text-imports.ts', 'bin/where.ts', ...words];
  return promisify(execFile)(process.execPath, node, { cwd: ROOT }).catch(
    (error: { readonly stdout: string; readonly stderr: string }) => error,
  );
};

describe('npm run where', () => {
  it('finds the line of a place in the source', async () => {
    const { file } = await bundleFunction('feedback', folder);
    const lines = readFileSync(file, 'utf8').split('\n');
    const index = lines.findIndex((line) => line.includes('is missing: deploy the stack again'));
    const place = `index.mjs:${index + 1}:${lines[index]?.indexOf('is missing: deploy the stack again')}`;
    const source = readFileSync(join(ROOT, 'functions/runtime/env.ts'), 'utf8').split('\n');
    const expected = source.findIndex((line) => line.includes('is missing: deploy the stack again')) + 1;
    const { stdout } = await where('feedback', `at x (file:///var/task/${place})`);
    expect(stdout).toBe(`${place} functions/runtime/env.ts:${expected}\n`);
  });

  it.each([
    [['nothing', 'index.mjs:1:1'], /^Usage: npm run where/],
    [['feedback', 'somewhere'], /^Usage: npm run where/],
    [['feedback', 'other.mjs:1:1'], /^The bundle of feedback has no other\.mjs at this commit\.$/m],
  ])('says what is wrong with %j', async (words, message) => {
    expect((await where(...words)).stderr).toMatch(message);
  });
});
