// What must be so before a release: each fault says what to do.
import { execFileSync } from 'node:child_process';
import { readUnreleased } from './changelog.ts';
import { faultOfVersion } from './version.ts';

export interface Repository {
  readonly root: string;
  readonly changelog: string;
  /** Of package.json. */
  readonly current: string;
}

export const faultsOf = ({ root, changelog, current }: Repository, version: string): readonly string[] => {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trimEnd();
  const changed = git('status', '--porcelain');
  const branch = git('branch', '--show-current');
  const unreleased = readUnreleased(changelog);
  const wrongVersion = unreleased && faultOfVersion(version, { current, ...unreleased });
  return [
    ...(changed ? [`These files differ from the last commit. Commit or stash them:\n${changed}`] : []),
    ...(branch === 'main' ? [] : [`This is ${branch || 'no branch'}: git switch main.`]),
    ...(git('tag', '--list', `v${version}`) ? [`The tag v${version} exists: take the next version.`] : []),
    ...(unreleased?.lines.length
      ? []
      : ['CHANGELOG.md says nothing under "## [Unreleased]": write there what users can notice.']),
    ...(wrongVersion ? [wrongVersion] : []),
  ];
};
