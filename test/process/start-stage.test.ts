// `npm start -- --stage …` as a process: the stage it takes, and a faulty cdk.json with all its faults.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { type LocalProcess, startProcess, untilReady } from '../support/local/local-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
const started: LocalProcess[] = [];
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

const start = (sandbox: object, words: readonly string[] = []): LocalProcess => {
  const production = { brandName: 'Production', brandColor: '#0f766e', otp: 'off' };
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { stage: 'sandbox', sandbox, production } }));
  const one = startProcess(join(folder, 'data'), {}, { words, folder });
  started.push(one);
  return one;
};

describe('npm start', () => {
  it('takes the stage that is named, takes calls from every port, and needs nothing that only AWS has', async () => {
    const one = start({ brandName: 'Sandbox' }, ['--stage', 'production']);
    const { url } = await untilReady(one);
    expect(one.output.stdout).toContain('production');
    expect(await (await fetch(`${url}/signup`)).text()).toContain('Production');
    const origin = 'http://localhost:5199';
    const headers = { origin, 'access-control-request-method': 'POST' };
    const preflight = await fetch(`${url}/signup`, { method: 'OPTIONS', headers });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  });

  it('loads nothing of the CDK, which takes seconds', async () => {
    const code = `
      const { registerHooks } = require('node:module');
      registerHooks({ resolve: (name, context, next) => (/^(?:aws-cdk-lib|constructs)/.test(name) && console.log(name), next(name, context)) });
      import('./bin/local/stage/stage.ts').then(({ readLocalStage }) => console.log(readLocalStage('cdk.json').name));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', './bin/text-imports.ts', '-e', code]);
    expect(stdout).toBe('sandbox\n');
  });

  it.each([
    [
      'a faulty stage',
      { brandName: '', brandColour: '#123456' },
      [],
      /^cdk\.json has 2 faults:\n {2}sandbox\.brandName: must be .*\n {2}sandbox\.brandColour: .*"brandColor"\?\n$/,
    ],
    [
      'a stage that is not there',
      { brandName: 'A' },
      ['--stage', 'team'],
      /^cdk\.json has 1 fault:\n {2}team: is missing: .*\n$/,
    ],
    ['an unknown option', { brandName: 'A' }, ['--port', '1'], /^Usage: npm start \[-- --stage <name>\]\n/],
  ] as const)('refuses %s', async (_what, sandbox, words, message) => {
    const one = start(sandbox, words);
    expect([await one.exited, one.output.stdout]).toEqual([1, '']);
    expect(one.output.stderr).toMatch(message);
  });
});
