// The deployed bundles: their sizes, what must not be in them, and that Node can run them.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADVICE, ADVICE_IN_KOREAN } from '#domain/delivery/reasons.ts';
import { createAssets } from '#pages/assets.ts';
import { type AnyFunctionName, FUNCTIONS } from '#routes.ts';
import { type Bundle, bundleFunction } from '../../bin/bundle.ts';
import { BUILT_FOLDER } from '../../bin/pages/build.ts';
import { withContent } from '../../lib/bundling/content.ts';
import { NOT_BUNDLED } from '../../lib/bundling/options.ts';
import { foreignSamples } from '../adapters/passwords/foreign-hashes/read-hashes.ts';
import { apiEvent, type TestRequest } from '../support/api-event.ts';
import { decodeBody } from '../support/decode-body.ts';
import { createDevice, PASSKEY_DOMAIN } from '../support/passkeys.ts';
import { testSettings } from '../support/service.ts';
import { sesEvent } from '../support/ses-events.ts';

/** What is loaded at once: the measured size and a little more. More has a new dependency, and slows cold starts. */
const MAXIMUM_KILOBYTES: Readonly<Record<AnyFunctionName, number>> = {
  signup: 254,
  verify: 270,
  reset: 278,
  session: 288,
  account: 323,
  factors: 284,
  authorize: 268,
  otp: 258,
  admin: 329,
  pages: 226,
  courier: 860,
  feedback: 228,
  webhooks: 200,
  purge: 240,
  events: 240,
};
const NAMES = Object.keys(MAXIMUM_KILOBYTES) as AnyFunctionName[];

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bundle-'));
const bundles = new Map<AnyFunctionName, Bundle>();
const bundleOf = (name: AnyFunctionName): Bundle => {
  const bundle = bundles.get(name);
  if (!bundle) throw new Error(`${name} was not bundled`);
  return bundle;
};
const packagesOf = (name: AnyFunctionName): Set<string> =>
  new Set(bundleOf(name).inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'ours'));

const BUILT_FILES = readdirSync(BUILT_FOLDER)
  .filter((name) => !name.endsWith('.json'))
  .map((name) => `templates/pages/built/${name}`);

/** Stands in for AWS: answers like empty tables. */
const calls: string[] = [];
const stub = createServer(async (request, response) => {
  const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
  calls.push(operation);
  const names = JSON.parse(await text(request)).ExpressionAttributeNames ?? {};
  const counters = Object.entries<string>(names).filter(([name]) => name !== '#ttl');
  const attributes = Object.fromEntries(counters.map(([, attribute]) => [attribute, { N: '1' }]));
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.end(JSON.stringify(operation === 'UpdateItem' ? { Attributes: attributes } : {}));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => void stub.listen(0, '127.0.0.1', resolve));
  await Promise.all(FUNCTIONS.map(async (name) => void bundles.set(name, await bundleFunction(name, folder))));
}, 60_000);
afterAll(() => {
  stub.close();
  rmSync(folder, { recursive: true });
});

const RUN = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 15_000 };
  const outcome = await handler(JSON.parse(event), context).catch((error) => ({ failed: error.message }));
  process.stdout.write(JSON.stringify(outcome ?? null) + '\\n');
`;
const TABLES = { VERIFICATIONS_TABLE: 'Verifications' };
const KEY = 'arn:aws:kms:ap-northeast-2:000000000000:key/test';
const OF_ACCOUNTS = {
  ...{ ...TABLES, USERS_TABLE: 'Users', SESSIONS_TABLE: 'Sessions', AUDIT_TABLE: 'Audit' },
  ...{ MASTER_KEY: KEY, SIGNING_KEYS: KEY },
};
const OF_CODES = { ...TABLES, OTP_KEY: KEY, PROOF_SIGNING_KEYS: KEY };
const OF_PAGES = { SIGNING_KEYS: KEY, PROOF_SIGNING_KEYS: KEY };

/** Runs a bundle in a Node with no environment but `variables`. The result is the last line it writes. */
const runBundle = async (
  name: AnyFunctionName,
  request: TestRequest | { readonly detail: object },
  variables: Readonly<Record<string, string>>,
  file = bundleOf(name).file,
) => {
  const event = 'detail' in request ? request : apiEvent(request);
  const { port } = stub.address() as AddressInfo;
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    LATCHKEY_SETTINGS: JSON.stringify(testSettings),
    ...variables,
  };
  const words = [pathToFileURL(file).href, JSON.stringify(event)];
  const node = ['--input-type=module', '--eval', RUN, '--', ...words];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, node, { env });
  return { result: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''), stderr };
};

describe('bundles', () => {
  it('are made of every function there is', () => {
    expect(FUNCTIONS.toSorted()).toEqual(NAMES.toSorted());
  });
});

describe('size', () => {
  it.each(NAMES)('of %s stays within its bound, and the bound near its size', (name) => {
    const kilobytes = bundleOf(name).startBytes / 1000;
    expect(kilobytes).toBeLessThan(MAXIMUM_KILOBYTES[name]);
    expect(kilobytes).toBeGreaterThan(MAXIMUM_KILOBYTES[name] * 0.9);
  });
});

describe('what asks the function of a team for claims', () => {
  const FILES = ['functions/adapters/claims/lambda-claims.ts', 'functions/adapters/aws-signature.ts'];

  it.each(NAMES)('is loaded late, and only by those that issue tokens: %s', (name) => {
    const { inputs, startInputs } = bundleOf(name);
    const issuesTokens = ['verify', 'reset', 'session', 'account', 'factors', 'authorize'].includes(name);
    // They sign requests of their own.
    const others = name === 'admin' || name === 'events' ? FILES.slice(1) : [];
    expect(FILES.filter((file) => inputs.includes(file))).toEqual(issuesTokens ? FILES : others);
    expect(FILES.filter((file) => startInputs.includes(file))).toEqual(others);
    expect(packagesOf(name)).not.toContain('@aws-sdk/client-lambda');
  });
});

describe('what asks whether a password has leaked', () => {
  const FILE = 'functions/adapters/passwords/leaked-passwords.ts';

  it.each(NAMES)('is loaded late, and only where a password is chosen: %s', (name) => {
    const { inputs, startInputs } = bundleOf(name);
    expect(inputs.includes(FILE)).toBe(['signup', 'verify', 'reset', 'account'].includes(name));
    expect(startInputs).not.toContain(FILE);
  });
});

describe('what asks Cloudflare whether a person is there', () => {
  const FILES = [
    'functions/adapters/human-check/turnstile.ts',
    'functions/adapters/secrets-manager.ts',
    'functions/schemas/turnstile.ts',
  ];

  it.each(NAMES)('is loaded late, and only by those that send messages to anybody: %s', (name) => {
    const { inputs, startInputs } = bundleOf(name);
    const sends = ['signup', 'reset', 'session', 'otp'].includes(name);
    // Those that have secrets of their own.
    const others = name === 'courier' || name === 'webhooks' ? [FILES[1]] : [];
    expect(FILES.filter((file) => inputs.includes(file))).toEqual(sends ? FILES : others);
    expect(FILES.filter((file) => startInputs.includes(file))).toEqual(others);
    const client = startInputs.filter((path) => path.includes('client-secrets-manager'));
    expect(client.length > 0).toBe(others.length > 0);
  });
});

describe('what compares passwords with hashes of other systems', () => {
  const FILES = [
    'functions/adapters/passwords/verify-foreign.ts',
    'functions/domain/account/foreign-hash.ts',
    'node_modules/bcryptjs/index.js',
  ];

  it.each(NAMES)('is loaded late, and only by those that ask for the password of an account: %s', (name) => {
    const { inputs, startInputs } = bundleOf(name);
    const asksForPassword = ['session', 'account', 'factors'].includes(name);
    // An import reads hashes, and compares none.
    const reads = name === 'admin' ? ['functions/domain/account/foreign-hash.ts'] : [];
    expect(FILES.filter((file) => inputs.includes(file))).toEqual(asksForPassword ? FILES : reads);
    expect(FILES.filter((file) => startInputs.includes(file))).toEqual(reads);
  });

  it('compares them as it does from its sources', async () => {
    const file = bundleOf('session').files.find((path) => path.endsWith('/foreign.mjs'));
    const { verifyForeign } = await import(pathToFileURL(file ?? '').href);
    const inLane = (compute: () => Promise<unknown>) => compute();
    for (const { password, hash } of foreignSamples.cheap.slice(0, 17)) {
      expect(await verifyForeign(inLane, password, hash), hash).toBe('right');
      expect(await verifyForeign(inLane, `x${password}`, hash), hash).toBe('wrong');
    }
  });
});

describe('what verifies passkeys', () => {
  const OURS = 'functions/adapters/passkeys/verify.ts';
  const fileOfPasskeys = () => bundleOf('factors').files.find((path) => path.endsWith('/passkeys.mjs')) ?? '';

  it.each(NAMES)('is loaded late, and only by the function of passkeys: %s', (name) => {
    const { inputs, startInputs } = bundleOf(name);
    const isTheirs = name === 'factors';
    expect(inputs.includes(OURS)).toBe(isTheirs);
    expect(packagesOf(name).has('@simplewebauthn/server')).toBe(isTheirs);
    expect(startInputs.filter((path) => /simplewebauthn|peculiar|passkeys\/verify/.test(path))).toEqual([]);
    for (const unwanted of ['reflect-metadata', '@peculiar/x509', 'tsyringe'])
      expect(packagesOf(name)).not.toContain(unwanted);
  });

  it('asks nobody, and verifies as it does from its sources', async () => {
    expect(readFileSync(fileOfPasskeys(), 'utf8')).not.toMatch(/\bfetch\b/);
    const { verifyNew, verifyUse }: typeof import('#adapters/passkeys/verify.ts') = await import(
      pathToFileURL(fileOfPasskeys()).href
    );
    const [origin, rpId] = ['https://api.example', PASSKEY_DOMAIN];
    const expected = { challenge: 'AAAA', origins: [origin], rpId };
    for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
      const device = createDevice({ algorithm });
      const made = device.createJSON(origin, {
        ...{ rp: { id: rpId, name: 'A' }, user: { id: 'AAAA', name: 'a', displayName: 'a' }, challenge: 'AAAA' },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true },
      });
      const passkey = await verifyNew(made, expected);
      if (!passkey) throw new Error('no passkey');
      const used = device.getJSON(origin, { challenge: 'AAAA', rpId });
      const known = { ...passkey, name: 'a', createdAt: 0 };
      expect(await verifyUse(used, known, expected)).toMatchObject({ isUserVerified: true });
      expect(await verifyUse(used, known, { ...expected, challenge: 'AAAB' })).toBeUndefined();
      expect(await verifyNew(made, { ...expected, rpId: 'other.example' })).toBeUndefined();
    }
  });
});

/** A Node as it was before 24.7. */
const WITHOUT_ARGON2 = `data:text/javascript,${encodeURIComponent(`
  import crypto from 'node:crypto';
  import { syncBuiltinESMExports } from 'node:module';
  delete crypto.argon2;
  syncBuiltinESMExports();
`)}`;

describe('a Node without argon2', () => {
  it.each(['signup', 'verify', 'reset', 'session', 'account', 'factors'] as const)(
    'ends the start of %s with one clear sentence',
    async (name) => {
      const load = `await import(process.argv[1]).catch((error) => process.stdout.write(error.message))`;
      const words = ['--import', WITHOUT_ARGON2, '--input-type=module', '--eval', load, '--'];
      const file = pathToFileURL(bundleOf(name).file).href;
      const { stdout } = await promisify(execFile)(process.execPath, [...words, file], { env: {} });
      expect(stdout).toBe(
        `crypto.argon2 is missing in Node ${process.version}: this function needs Node 24.7 or later`,
      );
    },
  );
});

describe('contents', () => {
  it.each(NAMES)('of %s are functions, templates, documents and their packages only', (name) => {
    const own = bundleOf(name).inputs.filter((path) => !/node_modules\/|^built-in:/.test(path));
    expect(own.length).toBeGreaterThan(10);
    for (const path of own) expect(path).toMatch(/^(?:functions|templates)\/|^docs\/openapi\.json$/);
    expect(own.filter((path) => /memory-store|local/.test(path.replace('locale', '')))).toEqual([]);
  });

  it.each(NAMES)('of %s hold nothing of the CDK or of the tests', (name) => {
    const packages = packagesOf(name);
    for (const unwanted of ['aws-cdk-lib', 'constructs', 'dynalite', 'aws-ses-v2-local', 'vitest', 'undici'])
      expect(packages).not.toContain(unwanted);
  });

  it.each(NAMES)('of %s import nothing at once, and never node:http, which loads undici', (name) => {
    const { imports, lateImports } = bundleOf(name);
    expect(imports).toEqual([]);
    const known = [...NOT_BUNDLED, 'node:async_hooks', 'node:http'];
    expect(lateImports.filter((path) => !known.includes(path))).toEqual([]);
  });

  it('give each function the clients of what it may call, and no other', () => {
    const clients = (name: AnyFunctionName) =>
      [...packagesOf(name)].filter((path) => path.startsWith('@aws-sdk/client-')).sort();
    const secrets = '@aws-sdk/client-secrets-manager';
    expect(clients('feedback')).toEqual(['@aws-sdk/client-dynamodb']);
    expect(clients('signup')).toEqual(['@aws-sdk/client-dynamodb', secrets]);
    for (const name of ['verify', 'account', 'factors', 'authorize'] as const)
      expect(clients(name), name).toEqual(['@aws-sdk/client-dynamodb', '@aws-sdk/client-kms']);
    for (const name of ['reset', 'session', 'otp'] as const)
      expect(clients(name), name).toEqual(['@aws-sdk/client-dynamodb', '@aws-sdk/client-kms', secrets]);
    expect(clients('pages')).toEqual(['@aws-sdk/client-kms']);
    expect(clients('webhooks')).toEqual(['@aws-sdk/client-secrets-manager', '@aws-sdk/client-sqs']);
    expect(clients('courier')).toEqual(
      ['dynamodb', 'kms', 'secrets-manager', 'ses', 'sns', 'sqs'].map((client) => `@aws-sdk/client-${client}`),
    );
  });

  it.each([
    ['jose', ['account', 'authorize', 'factors']],
    ['libphonenumber-js', ['account', 'admin', 'courier', 'otp']],
    ['handlebars', ['courier']],
    ['nodemailer', ['courier']],
  ])('have %s in %j alone', (wanted, holders) => {
    expect(NAMES.filter((name) => packagesOf(name).has(wanted)).toSorted()).toEqual(holders);
  });

  it('have the advice on delivery reasons in English where it is logged, and in Korean where administrators read it', () => {
    const holders = (sentence: string) =>
      NAMES.filter((name) => {
        const code = bundleOf(name).files.map((file) => readFileSync(file, 'utf8'));
        return code
          .join('\n')
          .replaceAll(/\\u([\da-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
          .includes(sentence);
      }).toSorted();
    expect(holders(ADVICE.nothing_to_open[0])).toEqual(['admin', 'courier', 'feedback']);
    expect(holders(ADVICE_IN_KOREAN.nothing_to_open[0])).toEqual(['admin']);
  });

  it('have the common passwords where passwords are chosen, and the document with the pages', () => {
    const holders = (file: string) => NAMES.filter((name) => bundleOf(name).inputs.includes(file)).toSorted();
    expect(holders('functions/adapters/passwords/common-passwords.txt')).toEqual([
      'account',
      'reset',
      'signup',
      'verify',
    ]);
    expect(holders('docs/openapi.json')).toEqual(['pages']);
    for (const file of BUILT_FILES) expect(holders(file), file).toEqual(['pages']);
  });

  // Each file that it shares with a late one is one more to read, 2 ms of 40.
  it('begin with one file where a person chooses a password, or logs in with one', () => {
    const filesAtStart = (name: AnyFunctionName) => bundleOf(name).startFiles.length;
    for (const name of ['signup', 'verify', 'session', 'account', 'admin'] as const)
      expect(filesAtStart(name), name).toBe(1);
    expect(filesAtStart('reset')).toBe(2);
  });

  it('have the scripts and the style of the pages late: a page names them only', () => {
    const { startInputs } = bundleOf('pages');
    expect(startInputs.filter((path) => BUILT_FILES.includes(path))).toEqual([]);
  });
});

describe('a bundle in a Node of its own', () => {
  it('reads the words of the team from the file beside it', async () => {
    const [parent, get] = [mkdtempSync(join(folder, 'content-')), { method: 'GET', path: '/health' }];
    const code = dirname(bundleOf('pages').file);
    const run = (content: object) => {
      const copy = withContent(code, JSON.stringify(content), parent);
      return runBundle('pages', get, OF_PAGES, join(copy, 'index.mjs'));
    };
    expect((await run({ consents: [] })).result).toMatchObject({ statusCode: 200 });
    const { result } = await run({ consents: [{ key: '' }] });
    expect(result.failed).toMatch(/^the settings are wrong at consents\.0\./);
  });

  it.each([
    ['/health', 'application/json', '{"status":"ok"}'],
    ['/signup', 'text/html; charset=utf-8', '<!doctype html>'],
    [createAssets(testSettings.brand).addresses.styleHref, 'text/css; charset=utf-8', ''],
    [createAssets(testSettings.brand).addresses.scriptHref, 'text/javascript; charset=utf-8', ''],
  ])('pages answers GET %s without a call to AWS', async (path, contentType, start) => {
    calls.length = 0;
    const { result, stderr } = await runBundle('pages', { method: 'GET', path }, OF_PAGES);
    expect(result).toMatchObject({ statusCode: 200, headers: { 'content-type': contentType } });
    expect(result.body.startsWith(start)).toBe(true);
    expect(result.body.length).toBeGreaterThan(10);
    expect({ calls, stderr }).toEqual({ calls: [], stderr: '' });
  });

  it('pages answers a browser with compressed bytes', async () => {
    const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' };
    const { result, stderr } = await runBundle('pages', { method: 'GET', path: '/signup', headers }, OF_PAGES);
    expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: true, headers: { 'content-encoding': 'br' } });
    expect(decodeBody(Buffer.from(result.body, 'base64'), 'br')).toMatch(/^<!doctype html>/);
    expect(stderr).toBe('');
  });

  it.each([
    ['verify', { path: '/verify', body: {} }, OF_ACCOUNTS, 'invalid_request'],
    ['reset', { path: '/reset', body: {} }, OF_ACCOUNTS, 'invalid_request'],
    ['session', { path: '/token/refresh', body: {} }, OF_ACCOUNTS, 'session_ended'],
    ['account', { path: '/me/phone', body: { phone: '010' } }, OF_ACCOUNTS, 'unauthenticated'],
    ['otp', { path: '/otp/check', body: { code: '123456' } }, OF_CODES, 'continuation_required'],
  ] as const)('%s refuses %j without a call to AWS', async (name, request, variables, code) => {
    calls.length = 0;
    const { result, stderr } = await runBundle(name, { method: 'POST', ...request }, variables);
    expect(JSON.parse(result.body).code).toBe(code);
    expect({ calls, stderr }).toEqual({ calls: [], stderr: '' });
  });

  it('authorize refuses a code of nobody without a call to AWS, and loads no library for tokens at its start', async () => {
    calls.length = 0;
    const body = 'grant_type=authorization_code&client_id=shop&code=x';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const clients = [{ id: 'shop', name: 'Shop', redirectUris: ['https://shop.example/'] }];
    const settings = { LATCHKEY_SETTINGS: JSON.stringify({ ...testSettings, clients }) };
    const request = { method: 'POST', path: '/token', body, headers };
    const { result, stderr } = await runBundle('authorize', request, { ...OF_ACCOUNTS, ...settings });
    expect([result.statusCode, JSON.parse(result.body).error]).toEqual([400, 'invalid_grant']);
    expect({ calls, stderr }).toEqual({ calls: [], stderr: '' });
  });

  it('otp sends a code with the tables of challenges alone', async () => {
    calls.length = 0;
    const request = { method: 'POST', path: '/otp', body: { channel: 'email', to: 'minji.kim@example.com' } };
    const { result, stderr } = await runBundle('otp', request, OF_CODES);
    expect({ status: result.statusCode, stderr }).toEqual({ status: 202, stderr: '' });
    expect(calls.toSorted()).toEqual(['GetItem', 'PutItem', 'UpdateItem', 'UpdateItem']);
  });

  it.each([
    ['delivered', ['GetItem']],
    ['bouncedForGood', ['GetItem', 'PutItem', 'UpdateItem', 'UpdateItem']],
  ] as const)('feedback takes in that a mail was %s with the tables of challenges alone', async (name, expected) => {
    calls.length = 0;
    const tags = { purpose: 'signup', challenge: '01KE5VYW8EABCDEFGHJKMNPQRS', seq: '1' };
    const detail = sesEvent(name, { to: 'minji.kim@example.com', tags });
    const { result, stderr } = await runBundle('feedback', { detail }, TABLES);
    expect({ result, stderr }).toEqual({ result: null, stderr: '' });
    expect(calls.toSorted()).toEqual(expected);
  });

  const body = { email: 'minji.kim@example.com', password: 'correct horse battery' };

  it('signup begins a sign-up with the tables alone', async () => {
    calls.length = 0;
    const { result, stderr } = await runBundle('signup', { method: 'POST', path: '/signup', body }, TABLES);
    expect(result.statusCode).toBe(202);
    expect(stderr).toBe('');
    expect(calls.sort()).toEqual(['GetItem', 'PutItem', 'UpdateItem', 'UpdateItem']);
  });

  it.each(Object.keys(TABLES))('signup without %s fails by its name', async (missing) => {
    const variables = { ...TABLES, [missing]: '' };
    const { result } = await runBundle('signup', { method: 'POST', path: '/signup', body }, variables);
    expect(result).toEqual({ failed: `the environment variable ${missing} is missing: deploy the stack again` });
  });
});
