// The list of relying parties in docs/oauth.md has the versions that the lock files pin, and leaves none out.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCKS, RELYING_PARTIES, relyingPartiesTable } from '../../../bin/docs/relying-parties.ts';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

describe('the list of relying parties', () => {
  it('stands in docs/oauth.md', () => {
    expect(read('docs/oauth.md')).toContain(relyingPartiesTable());
  });

  it.each(RELYING_PARTIES)('has the version of $name that the lock file pins', ({ name, lock, packageName }) => {
    const row = relyingPartiesTable()
      .split('\n')
      .find((line) => line.startsWith(`| ${name} | `));
    const version = row?.split(' | ')[1] ?? '';
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const pin = {
      json: `"node_modules/${packageName}": {\n      "version": "${version}"`,
      txt: `\n${packageName}==${version}\n`,
      mod: `${packageName} v${version}`,
    }[lock.split('.').at(-1) ?? ''];
    expect(read(lock)).toContain(pin);
  });

  it('names all that test/relying installs to log people in or to verify tokens', () => {
    const named = new Set(RELYING_PARTIES.map(({ packageName }) => packageName));
    const { dependencies } = JSON.parse(read('test/relying/package.json'));
    const [, tool] = /^tool (\S+)$/m.exec(read('test/relying/oauth2-proxy/go.mod')) ?? [];
    const helpers = ['cryptography', 'requests'];
    const python = Object.keys(LOCKS['test/relying/requirements.txt']).filter((name) => !helpers.includes(name));
    const installed = [...Object.keys(dependencies), tool, ...python];
    expect(installed.filter((name) => !named.has(name ?? ''))).toEqual([]);
  });

  it('names tests that there are', () => {
    for (const { test } of RELYING_PARTIES)
      expect([test, existsSync(new URL(`../../../${test}`, import.meta.url))]).toEqual([test, true]);
  });
});
