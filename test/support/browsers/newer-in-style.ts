// What a style sheet uses that the oldest browsers of the pages do not have: selectors, properties, functions, units, conditions.
import { DATA, entriesIn, verdictOn } from './support.ts';

type Identifier = Parameters<typeof verdictOn>[0];

const { css } = DATA;
/** The name of a feature, where the text has another. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/\d[dls]v(?:[hwib]|min|max)\b/, 'viewport_percentage_units_dynamic'],
  [/\dcq(?:[hwib]|min|max)\b/, 'container_query_length_units'],
];

/** Every entry of that name below another, at any depth. */
const namedIn = (entry: Identifier, name: string): readonly Identifier[] =>
  entriesIn(entry).flatMap(([key, below]) => [...(key === name ? [below] : []), ...namedIn(below, name)]);

const isNew = (entries: readonly Identifier[]): boolean => {
  const verdicts = entries.map(verdictOn);
  return verdicts.includes('new') && !verdicts.includes('old');
};

const TYPES = css?.['types'];

/** A rule of the minified style: what stands in front of `{`, and the declarations in it. */
const partsOf = (style: string): { readonly fronts: readonly string[]; readonly declarations: readonly string[] } => {
  const plain = style.replace(/\/\*.*?\*\//gs, '').replace(/"[^"]*"/g, '""');
  const fronts = [...plain.matchAll(/([^{};]+)\{/g)].map(([, front = '']) => front.trim());
  const declarations = [...plain.matchAll(/[{;]([\w-]+:[^{};]+)(?=[;}])/g)].map(([, declaration = '']) => declaration);
  return { fronts, declarations };
};

const newInFront = (front: string): readonly string[] => {
  const [, rule] = /^@([\w-]+)/.exec(front) ?? [];
  if (rule === undefined)
    return [...front.matchAll(/::?([\w-]+)/g)]
      .filter(([, name = '']) => isNew([css?.['selectors']?.[name]]))
      .map(([text]) => text);
  const at = css?.['at-rules']?.[rule];
  const conditions = rule === 'media' ? [...front.matchAll(/\(([\w-]+)/g)].map(([, name = '']) => name) : [];
  const found = conditions.filter((name) => isNew([at?.[name]])).map((name) => `(${name})`);
  return isNew([at]) ? [`@${rule}`, ...found] : found;
};

const newInDeclaration = (declaration: string): readonly string[] => {
  const [property = '', ...rest] = declaration.split(':');
  const value = rest.join(':');
  if (property.startsWith('--')) return newInValue(undefined, value);
  const known = css?.['properties']?.[property];
  return isNew([known]) ? [property] : newInValue(known, value);
};

const newInValue = (property: Identifier, value: string): readonly string[] => {
  const functions = [...value.matchAll(/([\w-]+)\(/g)].map(([, name = '']) => name);
  const words = (value.match(/(?<![\w-])[a-z-]+(?![\w(-])/g) ?? []).filter((word) => isNew([property?.[word]]));
  const units = UNITS.filter(([unit]) => unit.test(value)).filter(([, name]) => isNew(namedIn(TYPES, name)));
  return [
    ...functions.filter((name) => isNew(namedIn(TYPES, name))).map((name) => `${name}()`),
    ...words,
    ...units.map(([unit]) => unit.exec(value)?.[0].slice(1) ?? ''),
    ...(value.includes('/ ""') || value.includes('/""') ? ['content with alternative text'] : []),
  ];
};

/** Empty is good. */
export const newerInStyle = (style: string): readonly string[] => {
  const { fronts, declarations } = partsOf(style);
  const nested = /[{;][^{}@;]*&[^{}]*\{/.test(style) ? ['nesting'] : [];
  return [...new Set([...nested, ...fronts.flatMap(newInFront), ...declarations.flatMap(newInDeclaration)])];
};
