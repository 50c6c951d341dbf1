// The document without the routes for administrators, which no browser may use, and without what only they refer to.

export interface Document {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [field: string]: unknown;
}

export const withoutAdmin = ({ paths, components, ...rest }: Document): Document => {
  const kept = Object.fromEntries(Object.entries(paths).filter(([path]) => !path.startsWith('/admin/')));
  const wanted = referencesIn(kept, components);
  const all = referencesIn(paths, components);
  // What no route refers to, such as a security scheme, stays.
  const isKept = (reference: string): boolean => wanted.has(reference) || !all.has(reference);
  const parts = Object.entries(components).map(([kind, ones]) => [
    kind,
    Object.fromEntries(Object.entries(ones).filter(([name]) => isKept(`#/components/${kind}/${name}`))),
  ]);
  return { ...rest, paths: kept, components: Object.fromEntries(parts) };
};

/** All that `part` refers to, by however many steps. */
const referencesIn = (
  part: unknown,
  components: Document['components'],
  seen: Set<string> = new Set(),
): ReadonlySet<string> => {
  for (const [, reference = ''] of JSON.stringify(part).matchAll(/"\$ref":"([^"]+)"/g)) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const [kind = '', name = ''] = reference.split('/').slice(2);
    referencesIn(components[kind]?.[name] ?? {}, components, seen);
  }
  return seen;
};
