// Writes docs/openapi.json from the route table and the schemas; `--check` fails when the committed one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDocument } from './openapi/document.ts';

const FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

const text = `${JSON.stringify(createDocument(), null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error('docs/openapi.json is not what the route table gives. Run "npm run openapi" and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync(FILE, text);
}
