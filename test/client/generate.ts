// Writes docs/client.d.ts from docs/openapi.json, without the routes for administrators; `--check` fails when the committed one differs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutAdmin } from './without-admin.ts';

const ROOT = join(import.meta.dirname, '../..');
const FILE = join(ROOT, 'docs/client.d.ts');
const GENERATOR = join(import.meta.dirname, 'node_modules/openapi-typescript/bin/cli.js');
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const HEAD = `// The API's types for openapi-fetch and the like. Generated: run "npm run client" when docs/openapi.json has changed.
// biome-ignore-all lint: it is as its generator writes it.
`;

const generate = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-client-'));
  try {
    const [raw, document] = [join(folder, 'client.d.ts'), join(folder, 'openapi.json')];
    const whole = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8'));
    writeFileSync(document, JSON.stringify(withoutAdmin(whole)));
    execFileSync(process.execPath, [GENERATOR, document, '--output', raw], { stdio: 'pipe' });
    const input = `${HEAD}${readFileSync(raw, 'utf8')}`;
    const format = [BIOME, 'format', `--stdin-file-path=${FILE}`];
    return execFileSync(process.execPath, format, { cwd: ROOT, input, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const text = generate();
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, 'utf8') !== text) {
  console.error('docs/client.d.ts is not what docs/openapi.json gives. Run "npm run client" and commit it.');
  process.exit(1);
}
