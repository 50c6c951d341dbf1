// The types of the package: the declarations that its entries reach, and no others.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../../lib/bundling/options.ts';

const IMPORTED = /(from |import\()(["'])(\.[^"']+)\2/g;

/** Copies them from `emitted`, where tsc has written them as in the repository. `entries`: sources, such as `client/api.ts`. */
export const typesOf = (entries: readonly string[], emitted: string, folder: string, format: 'esm' | 'cjs'): void => {
  const declarations = new Set(entries.map((source) => source.replace(/\.ts$/, '.d.ts')));
  for (const path of declarations) {
    const text = readFileSync(existsSync(join(emitted, path)) ? join(emitted, path) : join(ROOT, path), 'utf8');
    const rewritten = text.replaceAll(IMPORTED, (_whole, word: string, quote: string, specifier: string) => {
      const target = relative(emitted, join(emitted, dirname(path), specifier));
      declarations.add(target.replace(/(\.d)?\.ts$/, '.d.ts'));
      // Consumers may not import a name that ends in `.ts`.
      return `${word}${quote}${specifier.replace(/(\.d)?\.ts$/, '.js')}${quote}`;
    });
    if (/["']#/.test(rewritten)) throw new Error(`the types of ${path} need the rest of the repository`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), format === 'esm' ? rewritten : withModules(rewritten));
  }
};

/** A declaration of CommonJS must say that it takes types of an ES module (TypeScript before 5.8). */
const withModules = (declaration: string): string =>
  declaration.replaceAll(/^(import type .* from 'jose');$/gm, "$1 with { 'resolution-mode': 'import' };");
