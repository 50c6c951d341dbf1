// Makes a new browser an old one: a script that removes what the oldest browsers of the pages do not have.
import { DATA, entriesIn, verdictOn } from './support.ts';

/** The way to something from the global object, such as `['AbortSignal', 'timeout']`. */
type Path = readonly string[];

const GLOBAL = /^(?:Window|globalThis)$/;

const newIn = (table: Parameters<typeof verdictOn>[0]): readonly Path[] =>
  entriesIn(table).flatMap(([owner, entry]): readonly Path[] => {
    if (verdictOn(entry) === 'new') return [[owner]];
    return entriesIn(entry)
      .filter(([name, member]) => verdictOn(member) === 'new' && !name.endsWith('_event'))
      .flatMap(([name]): readonly Path[] => {
        if (GLOBAL.test(owner)) return [[name]];
        if (name.endsWith('_static')) return [[owner, name.slice(0, -'_static'.length)]];
        return [
          [owner, 'prototype', name],
          [owner, name],
        ];
      });
  });

const PATHS: readonly Path[] = [...newIn(DATA.api), ...newIn(DATA.javascript['builtins'])];

/** To run in a page before its own scripts. */
export const MAKE_OLD = `
for (const path of ${JSON.stringify(PATHS)}) {
  const name = path.pop();
  const owner = path.reduce((from, step) => from?.[step], globalThis);
  if (owner) Reflect.deleteProperty(owner, name);
}`;
