// Writes what was measured into docs/performance.md, each part between its own marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

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

/** Where and when a part was measured. */
export const describeMachine = (note: string): string => {
  const all = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const machine = `${all[0]?.model ?? 'unknown processor'}, ${all.length} cores, ${gigabytes} GB, ${process.platform}`;
  return `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}; Node ${process.versions.node}; ${note}.`;
};
