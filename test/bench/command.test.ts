// The words of `npm run bench`, what it keeps when it is interrupted, and what it writes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { documentAt } from '../support/markdown.ts';
import { PARTS, readCommand } from './command.ts';
import { fillPart } from './document.ts';
import { openProgress } from './progress.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the command', () => {
  it('measures everything without a word', () => {
    expect(readCommand([])).toEqual({ parts: PARTS, only: [], isCheck: false });
  });

  it('takes parts, rounds and names', () => {
    const command = readCommand(['cold', '--rounds', '3', '--only', 'signup,reset', '--check']);
    expect(command).toEqual({ parts: ['cold'], rounds: 3, only: ['signup', 'reset'], isCheck: true });
  });

  it.each([[['tepid']], [['--rounds', 'many']], [['--rounds', '0']], [['--quick']]])(
    'refuses %j with its usage',
    (words) => {
      expect(() => readCommand(words)).toThrow(/^Usage: npm run bench/);
    },
  );
});

describe('an interrupted bench', () => {
  const file = join(folder, 'deep', 'cold.json');

  it('goes on with the rounds of the same bundles, and with no others', () => {
    const first = openProgress<number>(file, 'same');
    expect(first.rounds).toEqual([]);
    first.add(1);
    first.add(2);
    expect(openProgress<number>(file, 'same').rounds).toEqual([1, 2]);
    expect(openProgress<number>(file, 'another').rounds).toEqual([]);
    first.end();
    expect(openProgress<number>(file, 'same').rounds).toEqual([]);
  });
});

describe('the document', () => {
  const text = '# A\n\n<!-- measured:cold -->\n\nold\n\n<!-- /measured -->\n\nrest\n';

  it('gets a part between its marks, and keeps the rest', () => {
    const filled = fillPart(text, 'cold', 'new');
    expect(filled).toBe(text.replace('\nold', '\nnew'));
    expect(fillPart(filled, 'cold', 'new')).toBe(filled);
  });

  it('has a place for every part', () => {
    const written = documentAt('docs/performance.md');
    for (const part of PARTS) expect(fillPart(written, part, 'new')).toContain(`<!-- measured:${part} -->\n\nnew\n`);
  });

  it('must have a place for it', () => {
    expect(() => fillPart(text, 'warm', 'new')).toThrow('the document has no place for "warm"');
  });
});
