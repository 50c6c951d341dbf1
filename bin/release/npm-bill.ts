// npm's bill of materials of the whole repository, from the lock file.
import { execFileSync } from 'node:child_process';
import { ROOT } from '../../lib/bundling/options.ts';
import type { Bill } from './bill.ts';

/** With the tools: `--omit dev` also leaves out what ships, where a tool needs it, too. */
export const readWholeBill = (): Bill =>
  JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    }),
  );
