// Fills the generated sections of the documents, draws their diagram and writes the props of the construct; `--check` fails when a committed document differs.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { propsFile } from './docs/construct-props.ts';
import { EVENT_SCHEMA_FILES } from './docs/event-schemas.ts';
import { fillSections } from './docs/fill-sections.ts';
import { importSchemaFile } from './docs/import-schema.ts';
import { drawQueue } from './docs/scale/draw.ts';
import { SECTIONS } from './docs/sections.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const documents = ['', 'docs/'].flatMap((folder) =>
  readdirSync(`${ROOT}${folder}`).flatMap((name) => (name.endsWith('.md') ? [`${folder}${name}`] : [])),
);
const stale = documents.flatMap((document) => {
  const text = readFileSync(`${ROOT}${document}`, 'utf8');
  const filled = fillSections(document, text, SECTIONS);
  return filled === text ? [] : [{ document, filled }];
});
const WHOLE = {
  'docs/images/courier-queue.svg': drawQueue,
  'docs/import.schema.json': importSchemaFile,
  'lib/construct/props.ts': propsFile,
  ...EVENT_SCHEMA_FILES,
};
for (const [document, make] of Object.entries(WHOLE)) {
  const filled = make();
  if (!existsSync(`${ROOT}${document}`) || readFileSync(`${ROOT}${document}`, 'utf8') !== filled)
    stale.push({ document, filled });
}
if (process.argv.includes('--check') && stale.length > 0) {
  const names = stale.map(({ document }) => document).join(', ');
  console.error(`Out of date: ${names}. Run "npm run docs" and commit what it writes.`);
  process.exit(1);
}
for (const { document, filled } of stale) {
  writeFileSync(`${ROOT}${document}`, filled);
  console.log(`wrote ${document}`);
}
