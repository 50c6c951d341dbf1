// The guides of docs/integrate/ can be followed as they stand: configuration, routes, imports and code are those of the service.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type CodeBlock, codeBlocksOf, documentAt, ROOT, relativeLinksOf } from '../support/markdown.ts';
import { type Keys, sandbox } from '../support/stack/config.ts';
import { READERS_APP } from './readers-app.ts';

const MAXIMUM_LINES = 120;
const root = fileURLToPath(ROOT);
const guidesOf = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();

const ENGLISH = guidesOf('docs/integrate/*.md').filter((path) => !path.endsWith('.ko.md'));
const KOREAN = guidesOf('docs/integrate/*.ko.md');
const GUIDES = [...ENGLISH, ...KOREAN];
const SETTINGS_OF_EXAMPLES = ['examples/express/settings.ts', 'examples/nextjs/settings.ts'];
const blocksIn = (path: string, ...languages: readonly string[]): readonly CodeBlock[] =>
  codeBlocksOf(documentAt(path)).filter(({ language }) => languages.includes(language));

it('are found', () => {
  expect(ENGLISH).toContain('docs/integrate/spa.md');
});

describe.each(GUIDES)('%s', (path) => {
  it('is short', () => {
    expect(documentAt(path).trimEnd().split('\n').length).toBeLessThanOrEqual(MAXIMUM_LINES);
  });

  it('is linked from the README of its language', () => {
    const links = relativeLinksOf(documentAt(path.endsWith('.ko.md') ? 'README.ko.md' : 'README.md'));
    expect(links.map((link) => link.split('#')[0])).toContain(path);
  });
});

describe.each(ENGLISH)('%s and its Korean guide', (path) => {
  const korean = path.replace('.md', '.ko.md');
  const texts = [documentAt(path), KOREAN.includes(korean) ? documentAt(korean) : ''] as const;

  it('link each other at the top', () => {
    const tops = texts.map((text) => text.split('\n').slice(0, 3).join('\n'));
    expect(tops[0]).toContain(`[한국어](${korean.split('/').at(-1)})`);
    expect(tops[1]).toContain(`[English](${path.split('/').at(-1)})`);
  });

  it('have the same parts and the same code, but for comments', () => {
    const [ours, theirs] = texts.map((text) => codeBlocksOf(text).map(withoutComments));
    expect(theirs).toEqual(ours);
    const [parts, theirParts] = texts.map((text) => text.match(/^## /gm)?.length);
    expect(theirParts).toBe(parts);
  });
});

const withoutComments = ({ language, code }: CodeBlock): CodeBlock => ({
  language,
  code: code.replaceAll(/\/\*\*.*?\*\//gs, '').replaceAll(/(^|\s+)(?:\/\/|#) .*$/gm, ''),
});

describe('configuration', () => {
  const examples = GUIDES.flatMap((path) => blocksIn(path, 'jsonc').map(({ code }) => [path, code] as const));

  it('is shown', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('of %s can be deployed as it stands', (_, code) => {
    const json = code.replaceAll(/^ *\/\/.*$/gm, '').replaceAll('certificate/…', 'certificate/1234abcd');
    const keys: Keys = JSON.parse(`{${json}}`);
    expect(sandbox(keys).brand.name).toBe(keys['brandName'] ?? 'Example');
  });
});

describe('names', () => {
  const { paths }: { paths: Record<string, object> } = JSON.parse(documentAt('docs/openapi.json'));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const spansOf = (path: string) => [...documentAt(path).matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);

  it.each(GUIDES)('of routes in %s are those of the service', (path) => {
    const named = spansOf(path).filter((span) => /^(?:GET|POST|PUT|PATCH|DELETE) \//.test(span));
    expect(named.filter((route) => !operations.includes(route))).toEqual([]);
    const called = [...documentAt(path).matchAll(/(?:\$\{AUTH\}|https:\/\/auth\.example\.com)(\/[\w./-]+)/g)];
    const wellKnown = spansOf(path).filter((span) => span.startsWith('/.well-known/'));
    const addresses = [...called.map(([, address = '']) => address), ...wellKnown];
    const known = [...Object.keys(paths), '/.well-known/change-password'];
    expect(addresses.filter((address) => !known.includes(address))).toEqual([]);
  });

  it.each(GUIDES)('of codes, claims and parameters in %s are those of the service', (path) => {
    const named = spansOf(path).filter((span) => /^[a-z]+(?:_[a-z]+)+$/.test(span));
    const told = documentAt('docs/openapi.json') + documentAt('docs/oauth.md') + documentAt('docs/api.md');
    expect(named.filter((name) => !told.includes(name))).toEqual([]);
  });

  it.each(GUIDES)('of variables in %s are those of `npm start` and of the examples', (path) => {
    const named = spansOf(path).flatMap((span) => /^[A-Z]+(?:_[A-Z]+)+(?==|$)/.exec(span) ?? []);
    const read = ['bin/local/environment.ts', ...SETTINGS_OF_EXAMPLES].map(documentAt).join('\n');
    expect(named.filter((name) => !read.includes(name))).toEqual([]);
  });
});

it.each(GUIDES)('%s starts programs that exist', (path) => {
  const started = blocksIn(path, 'sh').flatMap(({ code }) => code.match(/(?<=^node )\S+/gm) ?? []);
  expect(started.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

describe('docs/integrate/nextjs.md', () => {
  const guide = documentAt('docs/integrate/nextjs.md');

  it('names files and functions of the examples', () => {
    const files = [...guide.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, cell = '']) => cell.match(/[\w/.-]+/g) ?? []);
    const isThere = (file: string) =>
      ['examples/express', 'examples/nextjs'].some((folder) => existsSync(join(root, folder, file)));
    expect(files).toContain('proxy.ts');
    expect(files.filter((file) => !isThere(file))).toEqual([]);
    const exported = documentAt('examples/nextjs/log-in.ts').match(/(?<=^export const )\w+/gm) ?? [];
    expect(exported.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  });

  it('shows a page as the example has it', () => {
    const [block] = blocksIn('docs/integrate/nextjs.md', 'ts');
    const lines = block?.code.trim().split('\n') ?? [];
    const page = documentAt('examples/nextjs/app/account/page.tsx');
    expect(lines.filter((line) => !page.includes(line))).toEqual([]);
  });
});

/** Blocks of one guide share their names, as those of one file. */
it('have TypeScript that compiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-guides-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const files = ENGLISH.flatMap((path) => {
      const code = blocksIn(path, 'ts').map((block) => block.code);
      const file = join(folder, `${path.split('/').at(-1)?.replace('.md', '')}.mts`);
      writeFileSync(file, [...code, 'export {};'].join('\n'));
      return code.length > 0 ? [file] : [];
    });
    writeFileSync(join(folder, 'readers-app.d.mts'), READERS_APP);
    const client = (file: string) => [join(root, 'client', file)];
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        lib: ['es2024', 'dom', 'dom.iterable'],
        noUnusedLocals: false,
        paths: {
          'latchkey/client': client('index.ts'),
          'latchkey/client/api': client('api.ts'),
          'latchkey/client/link': client('link.ts'),
          'latchkey/client/sentences': client('sentences.ts'),
          'latchkey/server': client('server/index.ts'),
        },
      },
      files: [...files, join(folder, 'readers-app.d.mts')],
      include: [],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
    expect(files.length).toBeGreaterThan(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
