// The tables of docs/configuration.md: the keys and their forms from the schema, their meanings from the notes beside it.
import * as z from 'zod/mini';
import { DEFAULTS } from '#domain/defaults.ts';
import { CONFIG_NOTES, type ConfigTopic } from '../../lib/config/notes.ts';
import { STAGE_SCHEMAS } from '../../lib/config/schema.ts';
import { table } from './table.ts';

type NumberGroup = keyof typeof DEFAULTS;
type TableTopic = Exclude<ConfigTopic, NumberGroup>;

export const configTable = (topic: TableTopic): string => {
  const rows = Object.entries<{ means: string; default?: string }>(CONFIG_NOTES[topic]).map(([path, note]) => [
    `\`${path}\``,
    formOf(path),
    note.means,
    note.default ?? '',
  ]);
  return table(['key', 'must be', 'means', 'default'], rows);
};

export const numbersTable = (group: NumberGroup): string => {
  const notes = Object.entries<{ means: string }>(CONFIG_NOTES[group]);
  const defaults: Readonly<Record<string, number>> = DEFAULTS[group];
  const rows = notes.map(([path, { means }]) => {
    const value = defaults[path.slice(group.length + 1)] ?? 0;
    return [`\`${path}\``, means, path.endsWith('Seconds') ? inWords(value) : String(value)];
  });
  return table(['key', 'means', 'default'], rows);
};

/** What the schema says about an invalid value: `must be …`. */
const formOf = (path: string): string => {
  const [key = '', ...rest] = path.split('.');
  const schema = rest.reduce<z.core.$ZodType | undefined>(
    (outer, name) => shapeOf(outer)?.[name],
    STAGE_SCHEMAS[key as keyof typeof STAGE_SCHEMAS],
  );
  const message = schema && z.safeParse(schema, Symbol('no value')).error?.issues[0]?.message;
  if (!message?.startsWith('must be ')) throw new Error(`the schema of "${path}" does not say what it must be`);
  return message.slice('must be '.length).replaceAll('<', '&lt;');
};

const shapeOf = (schema: z.core.$ZodType | undefined): z.core.$ZodShape | undefined => {
  const inner = schema instanceof z.ZodMiniExactOptional ? schema.def.innerType : schema;
  return inner instanceof z.ZodMiniObject ? inner.shape : undefined;
};

const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
] as const;

/** `1800 (30 minutes)`; up to a minute only the number. */
const inWords = (seconds: number): string => {
  const unit = UNITS.find((one) => seconds > 60 && seconds % one.seconds === 0);
  if (!unit) return String(seconds);
  const count = seconds / unit.seconds;
  return `${seconds} (${count} ${unit.name}${count === 1 ? '' : 's'})`;
};
