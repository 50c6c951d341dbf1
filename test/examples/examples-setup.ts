// Builds the Next.js app once for the `examples` project, if `npm run test:examples` has installed its packages.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../examples/nextjs');
const PROGRAM = 'node_modules/next/dist/bin/next';

const setUp = (): void => {
  if (!existsSync(join(FOLDER, PROGRAM))) return;
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' } as const;
  execFileSync(process.execPath, [PROGRAM, 'build'], { cwd: FOLDER, env, stdio: 'pipe' });
};

export default setUp;
