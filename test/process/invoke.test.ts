// `npm run invoke` on every sample event: each function runs as it is bundled, with nothing but Node around it.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '#routes.ts';
import { parseSettings } from '#schemas/settings.ts';

const ROOT = join(import.meta.dirname, '../..');
const START = ['--import', './bin/text-imports.ts', 'bin/invoke.ts'];

/** Without the AWS variables of this machine, which would override the samples. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_')));

const run = promisify(execFile);
const invoke = (...words: readonly string[]) =>
  run(process.execPath, [...START, ...words], { cwd: ROOT, env: environment }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
const event = (name: string) => `test/events/${name}.json`;

describe('npm run invoke', () => {
  it.each([
    ['pages', 'get-health', { statusCode: 200, body: '{"status":"ok"}' }],
    ['pages', 'get-verify', { statusCode: 200, body: expect.stringMatching(/^<!doctype html>\n<html lang="ko">/) }],
    ['signup', 'post-signup', { statusCode: 503, body: expect.stringContaining('"code":"unavailable"') }],
    ['verify', 'post-verify', { statusCode: 503, body: expect.stringContaining('"code":"unavailable"') }],
    ['reset', 'post-reset', { statusCode: 503, body: expect.stringContaining('"code":"unavailable"') }],
    ['session', 'post-login', { statusCode: 503, body: expect.stringContaining('"code":"unavailable"') }],
    ['factors', 'post-login-passkey-options', { statusCode: 404, body: expect.stringContaining('"code":"not_found"') }],
    ['authorize', 'get-authorize', { statusCode: 404, body: expect.stringContaining('"code":"not_found"') }],
    ['account', 'get-me', { statusCode: 503, body: expect.stringContaining('"code":"unavailable"') }],
    ['otp', 'post-otp-check', { statusCode: 503, body: expect.stringContaining('"code":"unavailable"') }],
    ['courier', 'stream-pending', { batchItemFailures: [{ itemIdentifier: '100000000000000000001' }] }],
    ['courier', 'queue-retry', { batchItemFailures: [{ itemIdentifier: '11111111-2222-4333-8444-555555555555' }] }],
  ])('runs %s on %s and prints its result alone, with no AWS in reach', async (name, sample, result) => {
    const { code, stdout, stderr } = await invoke(name, event(sample));
    expect(JSON.parse(stdout)).toMatchObject(result);
    expect(code).toBe(0);
    for (const line of stderr.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('event');
  });

  it('runs the self-check of the sign-up function, which asks no AWS and logs nothing', async () => {
    const { code, stdout, stderr } = await invoke('signup', event('self-check'));
    expect(JSON.parse(stdout)).toEqual({ hashMilliseconds: expect.any(Number), node: process.version });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([[[]], [['pages']], [['nothing', event('get-health')]]])(
    'tells how it is used when asked with %j',
    async (words) => {
      const { code, stdout, stderr } = await invoke(...words);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(
        /^Usage: npm run invoke <function> <event>\n {2}<function> {2}signup, verify, reset, session, account, factors, authorize, otp, admin, pages, courier, feedback, events, webhooks, purge\n/,
      );
    },
  );

  it('says which file is not an event', async () => {
    const { code, stderr } = await invoke('pages', event('none'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^test\/events\/none\.json cannot be read as JSON: .*\n$/);
  });
});

describe('the samples', () => {
  const samples = readdirSync(join(ROOT, 'test/events')).filter((file) => /^(?:get|post)-/.test(file));

  it('have one or more for every function behind the API, each of a route as it is in the table', () => {
    const called = samples.map((file) => {
      const { routeKey, rawPath, requestContext } = JSON.parse(readFileSync(join(ROOT, 'test/events', file), 'utf8'));
      const { method, path } = requestContext.http;
      expect([file, `${method} ${path}`, rawPath]).toEqual([file, routeKey, path]);
      return ROUTES[routeKey as keyof typeof ROUTES].function;
    });
    expect(new Set(called)).toEqual(new Set(Object.values(ROUTES).map((route) => route.function)));
  });
});

describe('the environment of the samples', () => {
  const { Parameters } = JSON.parse(readFileSync(join(ROOT, event('env')), 'utf8'));

  it('has settings as functions read them', () => {
    expect(parseSettings(JSON.parse(Parameters.LATCHKEY_SETTINGS))).toMatchObject({ stage: 'sample' });
  });

  it('points at nothing: a closed port of this machine', () => {
    expect(Parameters.AWS_ENDPOINT_URL).toBe('http://127.0.0.1:9');
    for (const value of Object.values(Parameters)) expect(value).not.toMatch(/amazonaws\.com/);
  });
});
