// How the admin API is found, called and, when there is no answer, what is said.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adminApi } from '../../../bin/admin/api.ts';
import type { PlaceOptions, Surroundings } from '../../../bin/admin/place.ts';
import { UserError } from '../../../bin/user-error.ts';
import { ACCESS_KEY, ADMIN_KEY, type AdminServer, problem, startAdminServer } from '../../support/servers/admin-api.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { awsError } from '../doctor/world.ts';
import { aFolder, stackAt, surroundings } from './world.ts';

const FIND = '/admin/users/find';
const DELETE = '/admin/users/delete';
const BODY = { email: 'ada@example.com' };
const OK = { status: 200, body: { users: [] } };

const { folder, remove } = aFolder();
let server: AdminServer;
beforeAll(async () => {
  server = await startAdminServer(() => OK);
});
beforeEach(() => {
  server.calls.length = 0;
  server.answer = () => OK;
});
afterAll(async () => {
  await server.stop();
  remove();
});

const apiAt = (options: Partial<PlaceOptions>, around: Surroundings = surroundings(folder)) =>
  adminApi({ local: false, ...options }, around);
const callAt = async (path: string, options: Partial<PlaceOptions> = { url: server.url }, around?: Surroundings) =>
  (await apiAt(options, around)).call(path, BODY);

/** What is said in English. */
const said = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  const { ko, en } = (error as UserError).words;
  expect(ko).not.toBe('');
  return en;
};

describe('a call', () => {
  it('to a stage goes to the address of its stack, signed for its region', async () => {
    const around = surroundings(folder, {}, { stack: stackAt(`${server.url}/`) });
    const api = await apiAt({ stage: 'sandbox' }, around);
    expect(await api.call(FIND, BODY)).toEqual({ ok: true, body: { users: [] } });
    expect(api.name.en).toBe(`stage sandbox (${server.url})`);
    const [call] = server.calls;
    expect(call).toMatchObject({ path: FIND, body: BODY });
    expect(call?.scope).toMatch(/^\d{8}\/ap-northeast-2\/execute-api\/aws4_request$/);
  });

  it('to an address of one’s own is signed for the region that is named', async () => {
    await callAt(FIND, { url: `${server.url}/prefix/$default/`, region: 'eu-west-1' });
    expect(server.calls[0]?.path).toBe(`/prefix/$default${FIND}`);
    expect(server.calls[0]?.scope).toContain('/eu-west-1/');
  });

  it('to this machine carries its key', async () => {
    const around = surroundings(folder, { PORT: String(server.port) });
    const api = await apiAt({ local: true }, around);
    expect(await api.call(FIND, BODY)).toMatchObject({ ok: true });
    expect(api.isLocal).toBe(true);
    expect(server.calls[0]?.scope).toBeUndefined();
  });

  it('that is refused is a value, with its faults', async () => {
    server.answer = () => problem(400, 'invalid_request', { errors: [{ path: 'email', message: 'must be one' }] });
    expect(await callAt(FIND)).toMatchObject({
      ok: false,
      status: 400,
      code: 'invalid_request',
      words: { en: 'The service does not take what was entered:\n  email: must be one' },
    });
  });
});

describe('what is sent again', () => {
  it.each([502, 503, 504])('a read that was answered %i', async (status) => {
    server.answer = (_, times) => (times < 3 ? { status, body: { message: 'x' } } : OK);
    expect(await callAt(FIND)).toMatchObject({ ok: true });
    expect(server.calls.length).toBe(3);
  });

  it('a read whose connection broke', async () => {
    server.answer = (_, times) => (times === 1 ? undefined : OK);
    expect(await callAt(FIND)).toMatchObject({ ok: true });
  });

  it('an act that was throttled, which nothing has seen', async () => {
    server.answer = (_, times) => (times === 1 ? { status: 429, body: { message: 'Too Many Requests' } } : OK);
    expect(await callAt(DELETE)).toMatchObject({ ok: true });
  });

  it('no act that may have been done, and this is said', async () => {
    server.answer = () => undefined;
    expect(await said(callAt(DELETE))).toMatch(/gave no answer .* look with "audit" before you repeat it/);
    server.answer = () => ({ status: 504, body: { message: 'Endpoint request timed out' } });
    expect(await said(callAt(DELETE))).toMatch(/could not answer \(504\).*before you repeat/);
    expect(server.calls.length).toBe(2);
  });

  it('nothing that must wait long', async () => {
    server.answer = () => ({ ...problem(429, 'too_many_requests'), headers: { 'retry-after': '600' } });
    expect(await callAt(FIND)).toMatchObject({ ok: false, code: 'too_many_requests' });
    expect(server.calls.length).toBe(1);
  });
});

describe('what is said', () => {
  const refusals: string[] = [];
  afterEach(() => {
    // No key, no secret, no stack of an error.
    for (const text of refusals) expect(text).not.toMatch(new RegExp(`${ADMIN_KEY}|AKID|wJal|\\n +at `));
  });
  const tell = async (work: Promise<unknown>) => {
    const text = await said(work);
    refusals.push(text);
    return text;
  };
  const stack = (name: string, message: string) => async () => {
    throw awsError(name, message);
  };

  it('without a stack', async () => {
    const none = stack('ValidationError', 'Stack with id Latchkey-sandbox does not exist');
    const around = surroundings(folder, {}, { stack: none });
    expect(await tell(apiAt({}, around))).toBe('Latchkey-sandbox is not deployed: npx cdk deploy');
  });

  it.each([
    ['AccessDenied', '', 'cloudformation:DescribeStacks'],
    ['CredentialsProviderError', 'Could not load credentials from any providers', 'aws configure'],
    ['ExpiredToken', 'The security token included in the request is expired', 'aws sso login'],
    ['CredentialsProviderError', 'The SSO session has expired or is invalid', 'aws sso login'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid', 'get-caller-identity'],
    ['SignatureDoesNotMatch', 'Signature not yet current: 2026 is still later than 2025', 'clock'],
    ['TimeoutError', '', 'network'],
  ])('when CloudFormation answers %s (%s)', async (name, message, part) => {
    const around = surroundings(folder, {}, { stack: stack(name, message) });
    expect(await tell(apiAt({}, around))).toContain(part);
  });

  it('without credentials for an address', async () => {
    const credentials = async () => {
      throw awsError('CredentialsProviderError');
    };
    const around = surroundings(folder, {}, { credentials });
    expect(await tell(callAt(FIND, { url: server.url }, around))).toContain('aws configure');
  });

  it('with credentials that have expired', async () => {
    const credentials = async () => ({ ...ACCESS_KEY, expiration: new Date(Date.now() - 1000) });
    const around = surroundings(folder, {}, { credentials });
    expect(await tell(callAt(FIND, { url: server.url }, around))).toContain('have expired');
  });

  it.each([
    ['User is not authorized to perform: execute-api:Invoke', 'docs/admin-support-policy.json'],
    ['Forbidden', 'docs/admin-support-policy.json'],
    ['The security token included in the request is expired', 'aws sso login'],
    ['The security token included in the request is invalid', 'does not know these credentials'],
    ['Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z', 'clock'],
    ["Credential should be scoped to a valid region, not 'us-east-1'", '--region'],
  ])('when API Gateway answers "%s"', async (message, part) => {
    server.answer = () => ({ status: 403, body: { message } });
    expect(await tell(callAt(FIND))).toContain(part);
  });

  it('when a bare refusal was dated at another time', async () => {
    const date = new Date(Date.now() - 20 * 60_000).toUTCString();
    server.answer = () => ({ status: 403, body: { message: 'Forbidden' }, headers: { date } });
    expect(await tell(callAt(FIND))).toContain('The clock of this machine');
  });

  it('when there is no such route, or no such service', async () => {
    server.answer = () => ({ status: 404, body: { message: 'Not Found' } });
    expect(await tell(callAt(FIND))).toContain('no admin API');
    server.answer = () => ({ status: 200, body: '<html>Log in to the Wi-Fi</html>' });
    expect(await tell(callAt(FIND))).toContain('is not the admin API');
  });

  it('when nothing runs on this machine, at once', async () => {
    const port = await freePort();
    const around = surroundings(folder, { PORT: String(port) });
    expect(await tell(callAt(FIND, { local: true }, around))).toMatch(/No service is running at .*npm start/);
  });

  it('when an address cannot be reached', async () => {
    expect(await tell(callAt(FIND, { url: `http://127.0.0.1:${await freePort()}` }))).toContain('cannot be reached');
  });

  it('when this machine has no key, or another', async () => {
    const none = surroundings(folder, { DATA_DIR: join(folder, 'nowhere') });
    expect(await tell(apiAt({ local: true }, none))).toMatch(/admin-key cannot be read \(ENOENT\): run npm start once/);
    writeFileSync(join(folder, 'admin-key'), 'another');
    const other = surroundings(folder, { DATA_DIR: folder, PORT: String(server.port) });
    expect(await callAt(FIND, { local: true }, other)).toMatchObject({ ok: false, code: 'admin_required' });
  });

  it.each<[string, Partial<PlaceOptions>]>([
    ['--local and --stage', { local: true, stage: 'sandbox' }],
    ['--url and --stage', { url: 'https://auth.example.com', stage: 'sandbox' }],
    ['--local and --region', { local: true, region: 'eu-west-1' }],
    ['--region goes with --url', { region: 'eu-west-1' }],
    ['--url must be', { url: 'auth.example.com' }],
    ['--url must be an address of this machine', { local: true, url: 'https://auth.example.com' }],
  ])('of options: %s', async (part, options) => {
    expect(await tell(apiAt(options))).toContain(part);
  });
});
