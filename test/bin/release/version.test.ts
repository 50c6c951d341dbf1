// Which version may follow which, and what CHANGELOG.md has to say for it.
import { describe, expect, it } from 'vitest';
import { readUnreleased, withRelease } from '../../../bin/release/changelog.ts';
import { faultOfVersion } from '../../../bin/release/version.ts';

const FIXES = { breaks: false, adds: false };
const NEWS = { breaks: false, adds: true };
const BREAKS = { breaks: true, adds: true };

describe('a version', () => {
  const fault = (last: string, version: string, change: typeof FIXES) =>
    faultOfVersion(version, { current: last, last, ...change });

  it.each([
    ['0.1.0', '0.1.1', FIXES],
    ['0.1.0', '0.1.1', NEWS],
    ['0.1.0', '0.2.0', NEWS],
    ['0.1.3', '0.2.0', BREAKS],
    ['0.9.0', '0.10.0', BREAKS],
    ['0.9.0', '1.0.0', NEWS],
    ['1.2.3', '1.2.4', FIXES],
    ['1.2.3', '1.3.0', NEWS],
    ['1.2.3', '2.0.0', BREAKS],
  ])('%s → %s is right', (last, version, change) => {
    expect(fault(last, version, change)).toBeUndefined();
  });

  it.each([
    ['0.1.0', '0.1.1', BREAKS, '0.2.0 or 1.0.0'],
    ['1.2.3', '1.2.4', NEWS, '1.3.0 or 2.0.0'],
    ['1.2.3', '1.3.0', BREAKS, '2.0.0'],
    ['0.1.0', '0.3.0', NEWS, '0.1.1 or 0.2.0 or 1.0.0'],
    ['0.2.0', '0.2.0', FIXES, '0.2.1'],
    ['0.2.0', '0.1.9', FIXES, '0.2.1'],
    ['0.2.0', '0.2.1-beta', FIXES, 'three numbers'],
    ['0.2.0', 'v0.2.1', FIXES, 'three numbers'],
    ['0.2.0', '0.02.1', FIXES, 'three numbers'],
  ])('%s → %s is refused, with what is right', (last, version, change, right) => {
    expect(fault(last, version, change)).toContain(right);
  });

  it('of the first release is that of package.json or more', () => {
    const first = { current: '0.1.0', last: undefined, ...BREAKS };
    expect(faultOfVersion('0.1.0', first)).toBeUndefined();
    expect(faultOfVersion('1.0.0', first)).toBeUndefined();
    expect(faultOfVersion('0.0.9', first)).toContain('0.1.0 or more');
  });

  it('is refused while package.json and CHANGELOG.md name two', () => {
    expect(faultOfVersion('0.2.1', { current: '0.1.0', last: '0.2.0', ...FIXES })).toContain('make them the same');
  });
});

describe('the change log', () => {
  const log = (part: string) =>
    `# Changelog\n\n## [Unreleased]\n${part}\n## [0.1.0] - 2026-01-02\n\n### Removed\n\n- **Breaking:** old\n`;

  it.each([
    ['\n### Fixed\n\n- a\n', FIXES],
    ['\n### Security\n\n- a\n', FIXES],
    ['\n### Added\n\n- a\n', NEWS],
    ['\n### Changed\n\n- a, which is no **Breaking:** line\n', NEWS],
    ['\n### Changed\n\n- **Breaking:** a\n', BREAKS],
    ['\n### Fixed\n\n- **Breaking:** a\n', { breaks: true, adds: false }],
    ['\n### Removed\n\n- a\n', { breaks: true, adds: false }],
  ])('%j', (part, expected) => {
    expect(readUnreleased(log(part))).toMatchObject({ ...expected, last: '0.1.0' });
  });

  it('may say nothing, or have no such part, or no release yet', () => {
    expect(readUnreleased(log('\n### Added\n\n'))?.lines).toEqual([]);
    expect(readUnreleased('# Changelog\n')).toBeUndefined();
    expect(readUnreleased('## [Unreleased]\n\n- a\n')).toMatchObject({ lines: ['- a'], last: undefined });
  });

  it('gets the version, and an empty part for the next one', () => {
    const after = withRelease(log('\n### Fixed\n\n- a\n'), '0.1.1', '2026-03-04');
    expect(after).toContain(
      '\n## [Unreleased]\n\n## [0.1.1] - 2026-03-04\n\n### Fixed\n\n- a\n\n## [0.1.0] - 2026-01-02\n',
    );
    expect(readUnreleased(after)).toMatchObject({ lines: [], last: '0.1.1' });
  });
});
