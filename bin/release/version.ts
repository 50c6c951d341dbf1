// Which version may follow which, by semantic versioning.

/** The steps, from the largest. */
const STEPS = ['major', 'minor', 'patch'] as const;
export type Step = (typeof STEPS)[number];

type Parts = readonly [major: number, minor: number, patch: number];

/** `undefined` for anything but three numbers, such as `1.2.0-beta`. */
const partsOf = (version: string): Parts | undefined => {
  const [, major, minor, patch] = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
};

const after = ([major, minor, patch]: Parts): Readonly<Record<Step, string>> => ({
  major: `${major + 1}.0.0`,
  minor: `${major}.${minor + 1}.0`,
  patch: `${major}.${minor}.${patch + 1}`,
});

/** Before 1.0 the minor version says that something breaks, so that `^0.1.0` of npm takes no such release. */
const leastStep = (last: Parts, breaks: boolean, adds: boolean): Step => {
  if (breaks) return last[0] === 0 ? 'minor' : 'major';
  return adds && last[0] > 0 ? 'minor' : 'patch';
};

const isBelow = (one: Parts, other: Parts): boolean => {
  const index = one.findIndex((part, at) => part !== other[at]);
  return index >= 0 && (one[index] ?? 0) < (other[index] ?? 0);
};

export interface Change {
  /** Of package.json. */
  readonly current: string;
  /** The newest in CHANGELOG.md; `undefined` before the first release. */
  readonly last: string | undefined;
  /** Whether something that others rely on changes or goes, and whether something is new. */
  readonly breaks: boolean;
  readonly adds: boolean;
}

/** What is wrong with `version` as the next one, and what would be right; `undefined` if nothing is. */
export const faultOfVersion = (version: string, { current, last, breaks, adds }: Change): string | undefined => {
  const next = partsOf(version);
  const seen = partsOf(current);
  if (!next) return `"${version}" is no version: write three numbers, such as 0.2.0.`;
  if (!seen) return `package.json has version "${current}": write three numbers there, and commit.`;
  if (last === undefined)
    return isBelow(next, seen)
      ? `${version} is below the version of package.json: take ${current} or more for the first release.`
      : undefined;
  if (last !== current)
    return `package.json has ${current}, and the newest version in CHANGELOG.md is ${last}: make them the same, and commit.`;
  const least = leastStep(seen, breaks, adds);
  const allowed = STEPS.slice(0, STEPS.indexOf(least) + 1).map((step) => after(seen)[step]);
  if (allowed.includes(version)) return undefined;
  const why = breaks ? 'something breaks' : adds ? 'something is new' : 'there are only fixes';
  return `${version} cannot follow ${last}: ${why}, so take ${allowed.toReversed().join(' or ')}.`;
};
