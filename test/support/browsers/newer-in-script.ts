// What a built script uses that the oldest browsers of the pages do not have: syntax, parts of a regular expression, globals and
// their members. A member of something else counts as new when no interface of an old browser has that name.
import { type AnyNode, parse } from 'acorn';
import { DATA, entriesIn, verdictOn } from './support.ts';

type Identifier = Parameters<typeof verdictOn>[0];

const ECMASCRIPT = 2021;
const { api } = DATA;
const builtins = DATA.javascript['builtins'];
/** Looking behind, and flags for a part. */
const NEW_IN_EXPRESSIONS = /\(\?(?:<[=!]|[ims]*-?[ims]+:)/;
const NEW_FLAGS = /v/;

/** The interfaces of objects that are there from the start. */
const INSTANCES: Readonly<Record<string, string>> = {
  crypto: 'Crypto',
  document: 'Document',
  history: 'History',
  location: 'Location',
  navigator: 'Navigator',
  performance: 'Performance',
  sessionStorage: 'Storage',
  ...Object.fromEntries(['window', 'self', 'globalThis'].map((name) => [name, 'Window'])),
};

const nodesIn = (node: AnyNode): readonly AnyNode[] => {
  const children = Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof value?.type === 'string');
  return [node, ...children.flatMap(nodesIn)];
};

/** A new interface is found by its own name, or by the member that leads to it; an element is found in the page. */
const isReachable = (owner: string, entry: Identifier): boolean =>
  verdictOn(entry) !== 'new' || owner.startsWith('HTML');

/** The names of members, and whether an interface of an old browser has one of that name. */
const MEMBERS = new Map<string, boolean>();
for (const [owner, entry] of [...entriesIn(api), ...entriesIn(builtins)]) {
  if (!isReachable(owner, entry)) continue;
  for (const [name, member] of entriesIn(entry)) {
    const verdict = verdictOn(member);
    if (verdict !== 'unknown') MEMBERS.set(name, MEMBERS.get(name) === true || verdict === 'old');
  }
}

const globalOf = (name: string): Identifier =>
  [builtins?.[name], api?.[name], api?.['Window']?.[name], DATA.javascript['builtins']?.['globalThis']?.[name]].find(
    (entry) => entry?.__compat,
  );

const memberOf = (owner: string, name: string): Identifier => {
  const instance = INSTANCES[owner];
  if (instance === 'Window') return globalOf(name);
  if (instance !== undefined) return api?.[instance]?.[name];
  return builtins?.[owner]?.[name] ?? api?.[owner]?.[`${name}_static`];
};

const nameOf = (node: AnyNode, isComputed: boolean): string | undefined => {
  if (node.type === 'Identifier' && !isComputed) return node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
};

/** The names that the script gives to something of its own. A minifier gives none of them the name of a global it uses. */
const ownNames = (nodes: readonly AnyNode[]): ReadonlySet<string> => {
  const patterns = nodes.flatMap((node): readonly (AnyNode | null | undefined)[] => {
    if (node.type === 'VariableDeclarator' || node.type === 'ClassDeclaration') return [node.id];
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') return [node.id, ...node.params];
    if (node.type === 'ArrowFunctionExpression') return node.params;
    if (node.type === 'ImportDeclaration') return node.specifiers.map(({ local }) => local);
    return node.type === 'CatchClause' ? [node.param] : [];
  });
  return new Set(patterns.flatMap((pattern) => (pattern ? boundIn(pattern) : [])));
};

const boundIn = (pattern: AnyNode): readonly string[] => {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type === 'ObjectPattern')
    return pattern.properties.flatMap((part) => boundIn(part.type === 'Property' ? part.value : part.argument));
  if (pattern.type === 'ArrayPattern') return pattern.elements.flatMap((part) => (part ? boundIn(part) : []));
  if (pattern.type === 'AssignmentPattern') return boundIn(pattern.left);
  return pattern.type === 'RestElement' ? boundIn(pattern.argument) : [];
};

/** Empty is good. A member that is called has brackets: `.at()` is the method of a list, `.at` may be anybody's data. */
export const newerInScript = (source: string): readonly string[] => {
  let program: AnyNode;
  try {
    program = parse(source, { ecmaVersion: ECMASCRIPT, sourceType: 'module' });
  } catch (error) {
    return [`syntax: ${String(error)}`];
  }
  const nodes = nodesIn(program);
  const own = ownNames(nodes);
  const called = new Set(nodes.flatMap((node) => (node.type === 'CallExpression' ? [node.callee] : [])));
  const isGlobal = (node: AnyNode): node is AnyNode & { name: string } =>
    node.type === 'Identifier' && !own.has(node.name);
  const found = nodes.flatMap((node): readonly (string | undefined)[] => {
    if (isGlobal(node) && verdictOn(globalOf(node.name)) === 'new') return [node.name];
    if (node.type === 'MemberExpression') {
      const name = nameOf(node.property, node.computed);
      const found = name && newMember(isGlobal(node.object) ? node.object.name : undefined, name);
      return [found && called.has(node) ? `${found}()` : found];
    }
    if (node.type === 'ObjectPattern')
      return node.properties.flatMap((part) => {
        const name = part.type === 'Property' ? nameOf(part.key, part.computed) : undefined;
        return name === undefined ? [] : [newMember(undefined, name)];
      });
    return [newInText(node)];
  });
  return [...new Set(found.filter((name) => name !== undefined))];
};

const newMember = (owner: string | undefined, name: string): string | undefined => {
  const exact = owner === undefined ? 'unknown' : verdictOn(memberOf(owner, name));
  if (exact === 'old') return undefined;
  if (exact === 'new') return `${owner}.${name}`;
  return MEMBERS.get(name) === false ? `.${name}` : undefined;
};

/** In a regular expression, or in a text that may become one. */
const newInText = (node: AnyNode): string | undefined => {
  if (node.type === 'TemplateElement') return newInExpression(node.value.raw);
  if (node.type !== 'Literal') return undefined;
  if (node.regex && NEW_FLAGS.test(node.regex.flags)) return `flag ${node.regex.flags}`;
  return newInExpression(node.regex ? node.regex.pattern : String(node.value));
};

const newInExpression = (text: string): string | undefined => {
  const [part] = NEW_IN_EXPRESSIONS.exec(text) ?? [];
  return part === undefined ? undefined : `expression ${part}`;
};
