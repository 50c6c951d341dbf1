// Writes what was measured into docs/performance.md, each part between its own marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import own from '../../package.json' with { type: 'json' };
import peers from './peers/package.json' with { type: 'json' };

const DOCUMENT = new URL('../../docs/performance.md', import.meta.url);

/** @throws Error if the text has no place for the part. */
export const fillPart = (text: string, part: string, content: string): string => {
  const [start, end] = [`<!-- measured:${part} -->`, '<!-- /measured -->'];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no place for "${part}"`);
  return `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`;
};

export const writePart = (part: string, content: string): void =>
  writeFileSync(DOCUMENT, fillPart(readFileSync(DOCUMENT, 'utf8'), part, content));

/** Where, when and with what a part was measured. `packages`: those whose versions matter. */
export const describeMachine = (note: string, packages: readonly string[]): string => {
  const all = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const machine = `${all[0]?.model ?? 'unknown processor'}, ${all.length} cores, ${gigabytes} GB, ${process.platform}`;
  const versions = [`Node ${process.versions.node}`, ...packages.flatMap(versionOf)].join(', ');
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}; ${note}; ${versions}.`;
};

/** As the package files name it, which name exact versions. */
const versionOf = (name: string): readonly string[] => {
  const versions: Readonly<Record<string, string>> = {
    ...peers.dependencies,
    ...own.devDependencies,
    ...own.dependencies,
  };
  return versions[name] === undefined ? [] : [`${name} ${versions[name]}`];
};
