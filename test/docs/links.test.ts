// Every link of the documents points to a file that exists and to an anchor in it, and every source file they name exists.
import { existsSync, globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorsOf, documentAt, ROOT, relativeLinksOf } from '../support/markdown.ts';

const filesOf = (...patterns: readonly string[]): readonly string[] =>
  globSync(patterns, { cwd: fileURLToPath(ROOT) }).map((path) => path.replaceAll('\\', '/'));

const DOCUMENTS = filesOf('*.md', 'docs/**/*.md', 'examples/*/README.md').toSorted();
const SOURCES = filesOf('lib/**/*.ts', 'bin/**/*.ts', 'functions/**/*.ts', 'client/**/*.ts');

/** Source files in code spans, such as `lib/keys.ts`; not patterns with `*` or `<name>`. */
const sourcePathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:functions|lib|bin|test|templates)\/[\w./-]+\.\w+)[^`\n]*`/g)].map(([, path]) => path ?? '');

/** The fault of a link, if it has one. */
const faultOf = (from: string, target: string): string | undefined => {
  const { pathname, hash } = new URL(target, new URL(from, 'file:///'));
  const path = decodeURIComponent(pathname.slice(1));
  if (!existsSync(new URL(path, ROOT))) return `${target}: no such file`;
  if (hash === '' || !path.endsWith('.md')) return undefined;
  const isThere = anchorsOf(documentAt(path)).includes(decodeURIComponent(hash.slice(1)));
  return isThere ? undefined : `${target}: no such anchor`;
};

describe('documents', () => {
  it('are found', () => {
    expect(DOCUMENTS).toEqual(
      expect.arrayContaining(['CONTRIBUTING.md', 'README.ko.md', 'README.md', 'docs/alarms.md', 'docs/operations.md']),
    );
  });

  it('name source files', () => {
    expect(DOCUMENTS.flatMap((path) => sourcePathsIn(documentAt(path)))).toContain('functions/routes.ts');
  });

  it.each(DOCUMENTS)('%s names source files that exist', (path) => {
    const missing = sourcePathsIn(documentAt(path)).filter((named) => !existsSync(new URL(named, ROOT)));
    expect(missing).toEqual([]);
  });

  it.each(DOCUMENTS)('%s has links that work', (path) => {
    const faults = relativeLinksOf(documentAt(path)).map((target) => faultOf(path, target));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s has each anchor once', (path) => {
    const anchors = anchorsOf(documentAt(path));
    expect(anchors.filter((anchor, at) => anchors.indexOf(anchor) !== at)).toEqual([]);
  });
});

describe('the code', () => {
  it('names documents that exist', () => {
    const named = SOURCES.flatMap((path) =>
      [...documentAt(path).matchAll(/(?<![\w./-])docs\/[\w./-]+\.md(?:#[\w-]+)?/g)].map(([target]) => target),
    );
    expect(named).toContain('docs/alarms.md');
    expect(named.map((target) => faultOf('', target)).filter((fault) => fault !== undefined)).toEqual([]);
  });
});
