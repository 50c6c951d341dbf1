// The props of the construct as TypeScript, from the schema of cdk.json and the notes beside it: lib/construct/props.ts.
import * as z from 'zod/mini';
import { DEFAULTS } from '#domain/defaults.ts';
import { CONFIG_NOTES } from '../../lib/config/notes.ts';
import { STAGE_SCHEMAS, type StageKey } from '../../lib/config/schema.ts';
import { table } from './table.ts';

/** The stack of the construct says in which account it is. */
const LEFT_OUT: readonly StageKey[] = ['account'];
const REQUIRED: readonly StageKey[] = ['sesMode', 'brandName'];
/** Defaults that differ from those of cdk.json, which also reads stages of older releases. */
const OTHER_DEFAULTS: Readonly<Record<string, string>> = {
  sesMode: '',
  brandName: '',
  identityIds: '`name`',
};

interface Note {
  readonly means: string;
  readonly default?: string;
}

interface JsonSchema {
  readonly type?: string;
  /** Of a value that is any JSON. */
  readonly $ref?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}

interface Prop {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly note?: Note;
  /** Of an object that the configuration describes part by part. */
  readonly parts: readonly Prop[];
}

const notes: Readonly<Record<string, Note>> = Object.assign({}, ...Object.values(CONFIG_NOTES));

const STAGE: Prop = {
  name: 'stage',
  type: 'string',
  isRequired: false,
  note: {
    means:
      'names the service in its logs and metrics: 1 to 20 lower-case letters, digits and hyphens. It is part of every link and session: another name ends those that are live',
    default: 'a name from the path of the construct, so that moving the construct changes it',
  },
  parts: [],
};

const constructProps = (): readonly Prop[] => [
  STAGE,
  ...Object.entries<z.core.$ZodType>(STAGE_SCHEMAS)
    .filter(([key]) => !LEFT_OUT.includes(key as StageKey))
    .map(([key, schema]) => {
      const form = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
      return propOf(key, form, REQUIRED.includes(key as StageKey));
    }),
];

const propOf = (path: string, form: JsonSchema, isRequired: boolean): Prop => {
  const isDescribed = Object.keys(notes).some((key) => key.startsWith(`${path}.`));
  const note = noteOf(path);
  return {
    name: path.split('.').at(-1) ?? path,
    type: typeOf(form),
    isRequired,
    ...(note && { note }),
    parts: isDescribed ? partsOf(path, form) : [],
  };
};

const partsOf = (path: string, { properties = {}, required = [] }: JsonSchema): readonly Prop[] =>
  Object.entries(properties).map(([name, form]) => propOf(`${path}.${name}`, form, required.includes(name)));

const noteOf = (path: string): Note | undefined => {
  const note = notes[path];
  if (!note) return undefined;
  const [group = '', name = ''] = path.split('.');
  const numbers: Readonly<Record<string, number>> | undefined = DEFAULTS[group as keyof typeof DEFAULTS];
  const number = numbers?.[name];
  const fallback = OTHER_DEFAULTS[path] ?? note.default ?? (number === undefined ? undefined : String(number));
  return { means: note.means, ...(fallback && { default: fallback }) };
};

const typeOf = (form: JsonSchema): string => {
  if (form.anyOf) return form.anyOf.map(typeOf).join(' | ');
  if (form.const !== undefined) return `'${form.const}'`;
  if (form.enum) return form.enum.map((value) => `'${value}'`).join(' | ');
  if (form.items) return `readonly ${inBrackets(typeOf(form.items))}[]`;
  if (form.properties) {
    const members = Object.entries(form.properties).map(
      ([name, part]) => `readonly ${name}${form.required?.includes(name) ? '' : '?'}: ${typeOf(part)}`,
    );
    return `{ ${members.join('; ')} }`;
  }
  if (form.additionalProperties) return `Readonly<Record<string, ${typeOf(form.additionalProperties)}>>`;
  if (form.type === 'integer' || form.type === 'number') return 'number';
  if (form.type === 'string' || form.type === 'boolean') return form.type;
  if (form.$ref !== undefined) return 'unknown';
  throw new Error(`no type for ${JSON.stringify(form)}`);
};

const inBrackets = (type: string): string => (type.includes(' | ') ? `(${type})` : type);

/** Links of the documents, as somebody reads them who has only the types. */
const inText = (markdown: string): string =>
  markdown.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: docs/$2').replaceAll('*/', '* /');

const sentenceOf = (means: string): string => `${means.charAt(0).toUpperCase()}${means.slice(1)}.`;

const linesOf = ({ name, type, isRequired, note, parts }: Prop, indent: string): string => {
  const comment = note
    ? [
        sentenceOf(inText(note.means)),
        ...(note.default === undefined || isRequired ? [] : [`@default - ${inText(note.default)}`]),
      ]
    : [];
  const [first, ...others] = comment;
  const head =
    first === undefined
      ? ''
      : others.length === 0
        ? `${indent}/** ${first} */\n`
        : `${indent}/**\n${comment.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
  const body = parts.length === 0 ? type : `{\n${parts.map((part) => linesOf(part, `${indent}  `)).join('')}${indent}}`;
  return `${head}${indent}readonly ${name}${isRequired ? '' : '?'}: ${body};\n`;
};

/** The whole file. */
export const propsFile =
  (): string => `// Generated by "npm run docs" from lib/config/schema.ts and lib/config/notes.ts.

/** What may be said of a service. A wrong value fails the synthesis with the list of all that is wrong. */
export interface LatchkeyProps {
${constructProps()
  .map((prop) => linesOf(prop, '  '))
  .join('')}}
`;

/** For docs/construct.md: what the construct has beside the keys of the configuration, or otherwise than they. */
export const constructPropsTable = (): string => {
  const all = constructProps();
  const own = all.filter(({ name, isRequired }) => isRequired || name === STAGE.name || name in OTHER_DEFAULTS);
  const rows = own.map(({ name, type, note }) => [
    `\`${name}\``,
    type.replaceAll(' | ', ', ').replaceAll("'", '`'),
    note?.means ?? '',
    note?.default ?? 'must be given',
  ]);
  return table(['prop', 'type', 'means', 'default'], rows);
};

/** The names of all others, each described in docs/configuration.md. */
export const constructPropsList = (): string =>
  `${constructProps()
    .filter(({ name, isRequired }) => !isRequired && name !== STAGE.name && !(name in OTHER_DEFAULTS))
    .map(({ name }) => `\`${name}\``)
    .join(', ')}.`;
