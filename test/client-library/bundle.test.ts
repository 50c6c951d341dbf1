// What an app has to load for `latchkey/client`, and that nothing of the service comes with it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const bundle = async (contents: string, external: string[] = []) => {
  const stdin = { contents, resolveDir: ROOT, loader: 'ts' } as const;
  const options = {
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
  } as const;
  const { outputFiles, metafile } = await build({ stdin, external, ...options });
  const inputs = Object.keys(metafile.inputs).filter((path) => path !== '<stdin>');
  return { bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length, inputs };
};
const isOwn = (path: string) => path.startsWith('client/');

it('needs at most 15 lines of a single-page app, as the guide shows them', () => {
  const guide = readFileSync(`${ROOT}docs/integrate/spa.md`, 'utf8');
  const [, code = ''] = /```ts\n(.*?)```/s.exec(guide) ?? [];
  const lines = code.split('\n').filter((line) => line.trim() !== '');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.length).toBeLessThanOrEqual(15);
});

describe('the client', () => {
  it.each([
    ['the session', "export { createLatchkey } from './client/index.ts';", 4.3],
    ['the session and the JSON routes', "export * from './client/index.ts'; export * from './client/api.ts';", 6],
  ])('is small: %s', async (_, contents, kilobytes) => {
    const { bytes, inputs } = await bundle(contents);
    expect(bytes).toBeLessThanOrEqual(kilobytes * 1024);
    expect(inputs.filter((path) => !isOwn(path))).toEqual([]);
  });

  it('has its sentences in a module of their own', async () => {
    const { inputs } = await bundle("export * from './client/sentences.ts';");
    expect(inputs.filter((path) => !isOwn(path))).toEqual([
      'functions/texts/en/errors.ts',
      'functions/texts/ko/errors.ts',
    ]);
  });

  it('for servers needs jose only', async () => {
    const { inputs } = await bundle("export * from './client/server/index.ts';", ['jose']);
    expect(inputs.every((path) => path.startsWith('client/server/'))).toBe(true);
  });
});
