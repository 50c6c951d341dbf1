// What a change of each key does to a running stage, from the committed list that test/lib/changes holds against the templates.
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { table } from './table.ts';

const names = z.exactOptional(z.array(z.string()));

const Line = z.strictObject({
  key: z.string(),
  change: z.string(),
  made: names,
  changed: names,
  replaced: names,
  deleted: names,
  released: names,
  retained: names,
  notRetained: names,
  /** Said by `note`. */
  loses: names,
  note: z.exactOptional(z.string()),
});
type Line = z.infer<typeof Line>;

const LIST = new URL('../../test/lib/changes/stage-changes.jsonl', import.meta.url);

const readLines = (): readonly Line[] =>
  readFileSync(LIST, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));

/** The rights of a function change with what it uses. */
const isOfFunctions = (name: string): boolean => name === 'every function' || name.endsWith('RoleDefaultPolicy');

const EFFECTS = [
  ['made', 'made'],
  ['replaced', 'replaced'],
  ['deleted', 'deleted'],
  ['released', 'leaves the stack and stays in the account'],
  ['retained', 'stays, from now on, when the stack is deleted'],
  ['notRetained', 'goes, from now on, when the stack is deleted'],
] as const;

const isSettings = (line: Line): boolean =>
  EFFECTS.every(([effect]) => !line[effect]) && (line.changed ?? []).every(isOfFunctions) && !line.note;

/** Keys whose changes give the functions other settings or rights, and do nothing else. */
export const settingsOnly = (): string => {
  const lines = readLines();
  const keys = new Set(lines.map(({ key }) => key));
  const only = [...keys].filter((key) => lines.every((line) => line.key !== key || isSettings(line)));
  const isWhole = (object: string) => [...keys].every((key) => !key.startsWith(`${object}.`) || only.includes(key));
  const objectOf = (key: string): string => {
    const [object = '', ...rest] = key.split('.');
    return rest.length > 0 && isWhole(object) ? `all of \`${object}\`` : `\`${key}\``;
  };
  return `${[...new Set(only.map(objectOf))].join(', ')}.`;
};

/** All other changes. */
export const changesTable = (): string => {
  const rows = readLines()
    .filter((line) => !isSettings(line))
    .map((line) => [`\`${line.key}\``, line.change, [...effectsOf(line), ...noteOf(line)].join('<br>')]);
  return table(['key', 'change', 'in a running stage'], rows);
};

const effectsOf = (line: Line): readonly string[] => {
  const changed = (line.changed ?? []).filter((name) => !isOfFunctions(name));
  return [
    ...EFFECTS.flatMap(([effect, phrase]) => (line[effect] ? [`${phrase}: ${listOf(line[effect])}`] : [])),
    ...(changed.length > 0 ? [`changed in place: ${listOf(changed)}`] : []),
  ];
};

const noteOf = ({ note }: Line): readonly string[] => (note === undefined ? [] : [`(${note})`]);

const listOf = (items: readonly string[]): string =>
  items.map((item) => (item.startsWith('every ') ? item : item.replace(/^\w+/, '`$&`'))).join(', ');
