// Writes docs/openapi.json from the route table and the schemas; `--check` fails when the committed one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDocument } from './openapi/document.ts';
import { UserError } from './user-error.ts';

const FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

try {
  const text = `${JSON.stringify(createDocument(), null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text)
    throw new UserError('docs/openapi.json is out of date. Run "npm run openapi" and commit it.');
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
