// Reads what CHANGELOG.md says about the next release, and moves it under its version.

const UNRELEASED = '## [Unreleased]';
/** How a line begins that a caller, an operator or a consumer of the package must act on. */
const BREAKING = '**Breaking:**';

export interface Unreleased {
  /** Its lines, without headings. */
  readonly lines: readonly string[];
  readonly breaks: boolean;
  readonly adds: boolean;
  /** The newest version below it. */
  readonly last: string | undefined;
}

/** `undefined` without the heading. */
export const readUnreleased = (changelog: string): Unreleased | undefined => {
  const all = changelog.split('\n');
  const start = all.indexOf(UNRELEASED);
  if (start < 0) return undefined;
  const end = all.findIndex((line, index) => index > start && line.startsWith('## '));
  const part = all.slice(start + 1, end < 0 ? undefined : end).filter((line) => line.trim() !== '');
  const lines = part.filter((line) => !line.startsWith('#'));
  const has = (heading: string) => part.includes(`### ${heading}`);
  return {
    lines,
    breaks: has('Removed') || lines.some((line) => line.startsWith(`- ${BREAKING}`)),
    adds: has('Added') || has('Changed') || has('Deprecated'),
    last: end < 0 ? undefined : /^## \[([^\]]+)\]/.exec(all[end] ?? '')?.[1],
  };
};

/** `day`: as 2026-11-27. */
export const withRelease = (changelog: string, version: string, day: string): string =>
  changelog.replace(`${UNRELEASED}\n`, `${UNRELEASED}\n\n## [${version}] - ${day}\n`);
