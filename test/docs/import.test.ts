// The guides to the import can be followed as they stand: their line is one that the importer takes, and their commands have its options.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportedAccountLine } from '#schemas/admin/imported-account.ts';
import { parseFields } from '#schemas/field-errors.ts';
import { readArguments } from '../../bin/import/arguments.ts';
import { SOURCES } from '../../bin/import/from/all.ts';
import { codeBlocksOf, documentAt } from '../support/markdown.ts';

const GUIDES = ['docs/import.md', 'docs/import.ko.md'] as const;
const HASH_CONFIG = 'base64_signer_key: aa, base64_salt_separator: Bw==, rounds: 8, mem_cost: 14';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-guide-'));
  writeFileSync(join(folder, 'hash-config.txt'), HASH_CONFIG);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const codeOf = (path: string, language: string): readonly string[] =>
  codeBlocksOf(documentAt(path)).flatMap((block) => (block.language === language ? [block.code] : []));

describe.each(GUIDES)('%s', (path) => {
  it('shows a line that can be imported', () => {
    const [line = ''] = codeOf(path, 'json');
    expect(parseFields(ImportedAccountLine, JSON.parse(line))).toMatchObject({ ok: true });
  });

  it('has a command for every service, and each can be read', () => {
    const commands = codeOf(path, 'sh')
      .flatMap((code) => code.split('\n'))
      .filter((line) => line.startsWith('npm run import -- '));
    const read = commands.map((command) => {
      const words = command.slice('npm run import -- '.length).match(/"[^"]*"|\S+/g) ?? [];
      const bare = words.map((word) => word.replaceAll('"', ''));
      const placed = bare.map((word) => (word === 'hash-config.txt' ? join(folder, word) : word));
      return readArguments(placed, {}).options?.from;
    });
    expect(new Set(read)).toEqual(new Set(Object.keys(SOURCES)));
  });
});

it('both have the same commands', () => {
  expect(codeOf(GUIDES[1], 'sh')).toEqual(codeOf(GUIDES[0], 'sh'));
  expect(codeOf(GUIDES[1], 'json')).toEqual(codeOf(GUIDES[0], 'json'));
});
