// Describes the faults of a configuration: each names its key and what would be right, never the value.
import type * as z from 'zod/mini';

export interface ConfigFault {
  /** Such as `sandbox.apiDomain.name`. */
  readonly path: string;
  /** Follows the path: "must be …", "is missing: …". */
  readonly message: string;
}

/** All faults of one configuration, one line each. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  /** `where`: what was read. */
  constructor(faults: readonly ConfigFault[], where = 'cdk.json') {
    const lines = faults.map(({ path, message }) => `  ${path}: ${message}`);
    super([`${where} has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:`, ...lines].join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** `knownPaths`: every key there is, with dots. An unknown key gets a hint from them. */
export const toFaults = (path: string, error: z.core.$ZodError, knownPaths: readonly string[]): ConfigFault[] =>
  error.issues.flatMap((issue) => {
    const issuePath = [path, ...issue.path].join('.');
    if (issue.code !== 'unrecognized_keys') return [{ path: issuePath, message: issue.message }];
    return issue.keys.map((key) => unknownKey(`${issuePath}.${key}`, knownPaths));
  });

export const unknownKey = (path: string, knownPaths: readonly string[]): ConfigFault => {
  const nearest = nearestPath(path, knownPaths);
  const advice = nearest === undefined ? 'leave it out' : `did you mean "${nearest}"?`;
  return { path, message: `is not a key Latchkey knows: ${advice}` };
};

/** The key that was most likely meant: one with a similar name, preferably in the same object. */
const nearestPath = (path: string, knownPaths: readonly string[]): string | undefined => {
  const { parent, name } = split(path);
  const maximumDistance = Math.ceil(name.length / 3);
  const [nearest] = knownPaths
    .map((known) => {
      const candidate = split(known);
      const distance = editDistance(name.toLowerCase(), candidate.name.toLowerCase());
      return { known, distance, isElsewhere: Number(candidate.parent !== parent) };
    })
    .filter(({ distance }) => distance <= maximumDistance)
    .sort((left, right) => left.distance - right.distance || left.isElsewhere - right.isElsewhere);
  return nearest?.known;
};

/** The name that was most likely meant: at most a third of its letters differ. */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.ceil(name.length / 3))
    .sort((left, right) => left.distance - right.distance);
  return nearest?.candidate;
};

const split = (path: string): { parent: string; name: string } => {
  const dot = path.lastIndexOf('.');
  return { parent: path.slice(0, Math.max(0, dot)), name: path.slice(dot + 1) };
};

/** Levenshtein distance: how many letters must be added, removed or changed. */
const editDistance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...right].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
