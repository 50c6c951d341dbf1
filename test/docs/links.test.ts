// Every link of the documents leads somewhere: to a file that exists, and to an anchor in it.
import { existsSync, globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anchorsOf, documentAt, ROOT, relativeLinksOf } from '../support/markdown.ts';

const filesOf = (...patterns: readonly string[]): readonly string[] =>
  globSync(patterns, { cwd: fileURLToPath(ROOT) }).map((path) => path.replaceAll('\\', '/'));

const DOCUMENTS = filesOf('*.md', 'docs/**/*.md').toSorted();
const SOURCES = filesOf('lib/**/*.ts', 'bin/**/*.ts', 'functions/**/*.ts');

/** What is wrong with a link, or nothing. */
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

  it.each(DOCUMENTS)('%s links to what is there', (path) => {
    const faults = relativeLinksOf(documentAt(path)).map((target) => faultOf(path, target));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it.each(DOCUMENTS)('%s names each anchor once', (path) => {
    const anchors = anchorsOf(documentAt(path));
    expect(anchors.filter((anchor, at) => anchors.indexOf(anchor) !== at)).toEqual([]);
  });
});

describe('the code', () => {
  it('names documents that are there', () => {
    const named = SOURCES.flatMap((path) =>
      [...documentAt(path).matchAll(/(?<![\w./-])docs\/[\w./-]+\.md(?:#[\w-]+)?/g)].map(([target]) => target),
    );
    expect(named).toContain('docs/alarms.md');
    expect(named.map((target) => faultOf('', target)).filter((fault) => fault !== undefined)).toEqual([]);
  });
});
