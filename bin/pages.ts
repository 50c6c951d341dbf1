// Writes templates/pages/built/; `--check` fails when the committed files are out of date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_FOLDER, buildPages } from './pages/build.ts';

const readBuilt = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/** esbuild has already printed the error and its place. */
const sources = await buildPages().catch(() => process.exit(1));
const built = [...sources].map(([name, text]) => ({ file: join(BUILT_FOLDER, name), text }));
const stale = built.filter(({ file, text }) => readBuilt(file) !== text);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error('templates/pages/built/ is out of date. Run "npm run pages" and commit it.');
  process.exit(1);
}
if (stale.length > 0) mkdirSync(BUILT_FOLDER, { recursive: true });
for (const { file, text } of stale) {
  writeFileSync(file, text);
  console.log(`wrote templates/pages/built/${file.slice(BUILT_FOLDER.length + 1)}`);
}
