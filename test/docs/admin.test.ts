// The guide to `npm run admin`: every command in it is one, every command is in it, and both languages tell the same.
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bin/admin/arguments.ts';
import { COMMANDS } from '../../bin/admin/commands/all.ts';
import { codeBlocksOf, documentAt, relativeLinksOf } from '../support/markdown.ts';

const GUIDES = ['docs/admin.md', 'docs/admin.ko.md'] as const;
const CALL = /^(?:printf .* \| )?npm run -s admin -- (.*)$/gm;

/** The words of a line of shell: plain, or in quotation marks. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? '');

const callsIn = (path: string): readonly (readonly string[])[] =>
  codeBlocksOf(documentAt(path)).flatMap(({ code }) => [...code.matchAll(CALL)].map(([, line = '']) => wordsOf(line)));

/** What may differ between languages: the reasons. */
const withoutReasons = (words: readonly string[]) => words.filter((_, index) => words[index - 1] !== '--reason');

describe.each(GUIDES)('%s', (path) => {
  const calls = callsIn(path);

  it.each(calls.map((words) => [words] as const))('has a command line that is taken: %j', async (words) => {
    const { ready } = await readArguments(words, {}, async () => 'someone@example.com');
    expect(ready).toBeDefined();
  });

  it('has an example and a row of each command', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect([...new Set(calls.map(([name]) => name))].toSorted()).toEqual(names.toSorted());
    const rows = [...documentAt(path).matchAll(/^\| `([a-z][a-z-]*)(?: [^`]*)?` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(names);
  });
});

it('the guides show the same commands and link the same', () => {
  const [ours, theirs] = GUIDES.map((path) => callsIn(path).map(withoutReasons));
  expect(theirs).toEqual(ours);
  const files = (path: string) => relativeLinksOf(documentAt(path)).filter((target) => !target.startsWith('#'));
  const [links, theirLinks] = GUIDES.map((path) =>
    files(path).map((target) => target.replace('admin.ko.md', 'admin.md')),
  );
  expect(theirLinks).toEqual(links);
  const [parts, theirParts] = GUIDES.map((path) => documentAt(path).match(/^(?:## |\*\*|\|)/gm));
  expect(theirParts).toEqual(parts);
});
