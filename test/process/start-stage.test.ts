// `npm start -- --stage …` as a process: the stage and sentences it takes, its clock, and a faulty cdk.json with all its faults.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type LocalProcess, startProcess, untilReady } from '../support/local/local-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
const started: LocalProcess[] = [];
afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  rmSync(folder, { recursive: true, force: true });
});

const start = (sandbox: object, words: readonly string[] = [], data = 'data', env = {}): LocalProcess => {
  const production = { brandName: 'Production', brandColor: '#0f766e', otp: 'off' };
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { stage: 'sandbox', sandbox, production } }));
  const one = startProcess(join(folder, data), env, { words, folder });
  started.push(one);
  return one;
};

const JSON_BODY = { 'content-type': 'application/json' };
const setClock = (url: string, body: object) =>
  fetch(`${url}/_local/clock`, { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) });

/** The next process, with the data that the one before has left. */
const startedAnew = async ({ child, exited }: LocalProcess): Promise<LocalProcess> => {
  child.kill('SIGINT');
  await exited;
  const next = start({ brandName: 'Sandbox' }, [], 'clock');
  await untilReady(next);
  return next;
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

  it('says the sentences of the stage on pages and in mails', async () => {
    const texts = { en: { 'page.signup.heading': 'Join the club', 'mail.verification.subject': 'Hello from {brand}' } };
    const { url } = await untilReady(start({ brandName: 'Sandbox', texts }, ['--stage', 'sandbox'], 'texts'));
    expect(await (await fetch(`${url}/signup?lang=en`)).text()).toContain('>Join the club</h1>');
    const body = JSON.stringify({ email: 'minji@example.com', password: 'correct horse battery', locale: 'en' });
    await fetch(`${url}/signup`, { method: 'POST', headers: JSON_BODY, body });
    const messages = async () => (await fetch(`${url}/_local/messages`)).text();
    await vi.waitFor(async () => expect(await messages()).toContain('Hello from Sandbox'), { timeout: 10_000 });
  });

  it('says whether the function for claims of the stage is asked, or a file in its place', async () => {
    const functionArn = 'arn:aws:lambda:ap-northeast-2:111122223333:function:claims';
    const stage = { brandName: 'Sandbox', claims: { functionArn } };
    const without = start(stage, [], 'without');
    await untilReady(without);
    expect(without.output.stdout).toMatch(/Claims +without claims\.functionArn: .*CLAIMS=/);
    writeFileSync(join(folder, 'claims.mjs'), 'export const handler = () => ({ role: "admin" });');
    const withFile = start(stage, [], 'with', { CLAIMS: './claims.mjs' });
    await untilReady(withFile);
    expect(withFile.output.stdout).toMatch(/Claims +asked of \.\/claims\.mjs, in place of claims\.functionArn/);
    const wrong = start(stage, [], 'wrong', { CLAIMS: './nowhere.mjs' });
    expect(await wrong.exited).toBe(1);
    expect(wrong.output.stderr).toMatch(/^CLAIMS cannot be loaded: /);
  });

  it('asks for a person where the stage does, and says where a token for curl is', async () => {
    const secretArn = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:turnstile-AbCdEf';
    const humanCheck = { provider: 'turnstile', mode: 'on', siteKey: '0x4AAAAAAAsitekey', secretArn };
    const one = start({ brandName: 'Sandbox', humanCheck }, [], 'human');
    const { url } = await untilReady(one);
    const signUp = async (more: object) => {
      const body = JSON.stringify({ email: 'minji@example.com', password: 'correct horse battery', ...more });
      const response = await fetch(`${url}/signup`, { method: 'POST', headers: JSON_BODY, body });
      return { status: response.status, body: await response.json() };
    };
    const asked = { code: 'human_check_required', siteKey: humanCheck.siteKey, action: 'signup' };
    expect(await signUp({})).toMatchObject({ status: 403, body: { ...asked, reason: 'missing' } });
    const [, solveUrl = ''] = /A humanToken for curl: curl -s -X POST '(\S+)'/.exec(one.output.stdout) ?? [];
    const { token } = (await (await fetch(solveUrl, { method: 'POST' })).json()) as { readonly token: string };
    expect(await signUp({ humanToken: `${token}x` })).toMatchObject({ status: 403, body: { reason: 'refused' } });
    expect(await signUp({ humanToken: token })).toMatchObject({ status: 202, body: { status: 'sent' } });
    const again = await signUp({ humanToken: token, email: 'other@example.com' });
    expect(again).toMatchObject({ status: 403, body: { reason: 'refused' } });
    await vi.waitFor(async () => expect(await (await fetch(`${url}/_local/messages`)).text()).toContain('minji@'), {
      timeout: 10_000,
    });
  });

  it('says that the clock is ahead, and how to put it back', async () => {
    const first = start({ brandName: 'Sandbox' }, [], 'clock');
    const { url } = await untilReady(first);
    expect(first.output.stdout).not.toContain('clock is');
    await setClock(url, { advanceSeconds: 3600 });
    const second = await startedAnew(first);
    expect(second.output.stdout).toMatch(/The clock is 60 minutes ahead of this machine/);
    const [, address = '', json = ''] =
      /curl -s (\S+) -H 'content-type: application\/json' -d '(\{"reset":true\})'/.exec(second.output.stdout) ?? [];
    expect((await fetch(address, { method: 'POST', headers: JSON_BODY, body: json })).status).toBe(200);
    expect((await startedAnew(second)).output.stdout).not.toContain('clock is');
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
