// A folder for code that CDK copies, gone when the process ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const makeFolder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'latchkey-bundles-'));
  process.once('exit', () => rmSync(made, { recursive: true }));
  return made;
};
