// What the bundles hold instead of the parts of the AWS SDK that no function needs, and that the rest works without them.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS, ROUTES, type Route } from '#routes.ts';
import { type Bundle, bundleFunction } from '../../bin/bundle.ts';
import { REPLACEMENTS } from '../../lib/bundling/replacements.ts';
import { apiEvent } from '../support/api-event.ts';
import { testSettings } from '../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-replacements-'));
let bundles: readonly Bundle[];
beforeAll(async () => {
  bundles = await Promise.all(FUNCTIONS.map((name) => bundleFunction(name, folder)));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const codeOf = ({ files }: Bundle) => files.map((file) => readFileSync(file, 'utf8')).join('\n');

/** A text of the part that is left out. */
const ABSENT: Readonly<Record<keyof typeof REPLACEMENTS, readonly string[]>> = {
  credentials: ['AssumeRoleWithWebIdentity', 'sso_session', 'credential_process'],
  configFiles: ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'],
  endpoints: ['PartitionResult', 'search-dynamodb'],
  partitions: ['dualStackDnsSuffix', 'aws-us-gov'],
  instanceRegion: ['169.254.169.254'],
  adaptiveRetries: ['measuredTxRate'],
  sha256: ['hashBuffer'],
  endpointDiscovery: ['AWS_ENABLE_ENDPOINT_DISCOVERY'],
  errorClasses: ['TableInUseException', 'CloudHsmClusterInUseException', 'QueueDeletedRecently'],
  streams: ['ReadableStream.name', 'Blob.name'],
  uuid: ['crypto.randomUUID=='],
  clientLog: ['overrideInputFilterSensitiveLog:', 'metadata:e.$metadata'],
  responses: ['LoggedOutResponse', 'id_token_signing_alg_values_supported:z'],
  adminRequests: ['must not contain an address or a phone number'],
  factorRequests: ['PasskeyLogInOptionsRequest:z'],
  factorRoutes: ['/login/passkey/options'],
  adminRoutes: ['/admin/users/find'],
  routesOfOthers: ['GET /verify"'],
  routes: ['errors:["same_address"'],
  requests: ['must be 1 to 64 letters, digits or any of'],
  passkeyIndexes: ['verifyMDSBlob', 'MDS blob'],
  passkeyCertificates: ['ctsProfileMatch', 'verifyAttestationWithMetadata'],
  bodyLength: ['Body Length computation failed'],
  packages: ['premove dist-es'],
};

describe('the bundles', () => {
  it.each(Object.entries(ABSENT))('have nothing of %s', (name, texts) => {
    const keepers: Readonly<Record<string, readonly string[]>> = {
      adminRequests: REPLACEMENTS.adminRequests.isKeptBy,
      factorRequests: REPLACEMENTS.factorRequests.isKeptBy,
      adminRoutes: REPLACEMENTS.adminRoutes.isKeptBy,
      factorRoutes: REPLACEMENTS.factorRoutes.isKeptBy,
      routesOfOthers: ['pages'],
      requests: ['otp'],
    };
    const isKept = (file: string) => keepers[name]?.some((keeper) => file.includes(`/${keeper}/`));
    for (const bundle of bundles.filter(({ file }) => !isKept(file))) {
      const code = codeOf(bundle);
      expect(
        texts.filter((part) => code.includes(part)),
        bundle.file,
      ).toEqual([]);
    }
  });

  it('have the rows of the routes of one function, and with the pages those of all', () => {
    for (const bundle of bundles) {
      const name = FUNCTIONS.find((one) => bundle.file.includes(`/${one}/`));
      const code = codeOf(bundle);
      const isNamed = ([key]: readonly [string, Route]) => code.includes(`"${key}":`);
      const own = Object.entries<Route>(ROUTES).filter(([, row]) => name === 'pages' || row.function === name);
      expect(Object.entries<Route>(ROUTES).filter(isNamed), name).toEqual(own);
      // Its handler is named by the key, too.
      const rows = own.filter(([key]) => code.includes(`"${key}":{function:"`) || code.includes(`"${key}":{...`));
      if (name !== 'pages') expect(rows, name).toEqual(own);
    }
  });

  it('hold every file that replaces one of the SDK', () => {
    const inputs = new Set(bundles.flatMap((bundle) => bundle.inputs));
    const ours = readdirSync(join(import.meta.dirname, '../../functions/runtime/sdk'));
    expect(ours.filter((file) => !inputs.has(`functions/runtime/sdk/${file}`))).toEqual([]);
  });

  it.each([
    ['dynamodb', 'DynamoDBServiceException', 'ConditionalCheckFailedException', 'TableInUseException'],
    ['ses', 'SESServiceException', undefined, 'MessageRejected'],
  ])('keep the base class of the errors of %s, and those that are asked for', (client, base, asked, other) => {
    const path = join(import.meta.dirname, `../../node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`);
    const source = REPLACEMENTS.errorClasses.write(readFileSync(path, 'utf8'));
    const registered = Array.from(source.matchAll(/registerError\((\w+)\$/g), ([, name]) => name);
    expect(registered).toEqual([base, ...(asked ? [asked] : [])]);
    expect(source).not.toContain(`export var ${other}$`);
  });

  it('give a reason for every replacement', () => {
    for (const { reason } of Object.values(REPLACEMENTS)) expect(reason).toMatch(/^.{20,}$/);
  });
});

const RUN = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 15_000 };
  const result = await handler(JSON.parse(event), context);
  process.stdout.write(JSON.stringify(result));
`;

/** Asks the sign-up bundle to sign up against a stand-in for DynamoDB that answers as `answer` says. */
const signUp = async (
  answer: (operation: string, call: number) => { status: number; body: object },
  env: object = {},
) => {
  const requests: { readonly operation: string; readonly headers: NodeJS.Dict<string | string[]> }[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    requests.push({ operation, headers: request.headers });
    await text(request);
    const { status, body } = answer(operation, requests.length);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const body = { email: 'minji.kim@example.com', password: 'correct horse battery' };
  const event = apiEvent({ method: 'POST', path: '/signup', body });
  const variables = {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'test-key',
    AWS_SECRET_ACCESS_KEY: 'test-secret',
    AWS_SESSION_TOKEN: 'test-token',
    LATCHKEY_SETTINGS: JSON.stringify(testSettings),
    VERIFICATIONS_TABLE: 'Verifications',
    ...env,
  };
  const file = pathToFileURL(join(folder, 'signup', 'index.mjs')).href;
  const words = ['--input-type=module', '--eval', RUN, '--', file, JSON.stringify(event)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { env: variables });
  server.close();
  const lines = stdout.split('\n').map((line) => JSON.parse(line));
  return { result: lines.at(-1), log: lines.slice(0, -1), requests };
};

/** Counts go up, and a row that is written may be there already. */
const answered = (operation: string) => ({
  status: 200,
  body: operation === 'UpdateItem' ? { Attributes: { total: { N: '1' }, h0: { N: '1' } } } : {},
});
const refused = (name: string, status = 400) => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'a message' },
});

describe('a call of the sign-up bundle', () => {
  it('is signed with the credentials of the environment', async () => {
    const { result, requests } = await signUp(answered);
    expect(result.statusCode).toBe(202);
    for (const { headers } of requests) {
      expect(headers['authorization']).toMatch(
        /^AWS4-HMAC-SHA256 Credential=test-key\/\d{8}\/ap-northeast-2\/dynamodb\/aws4_request, /,
      );
      expect(headers['x-amz-security-token']).toBe('test-token');
      expect(headers['user-agent']).toMatch(/^aws-sdk-js\/3\.\d+\.\d+ .*api\/dynamodb#3\.\d+\.\d+/);
    }
  });

  it.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ThrottlingException', 400],
    ['InternalServerError', 500],
  ])('is repeated after %s', async (name, status) => {
    const { result, requests } = await signUp((operation, call) =>
      call === 1 ? refused(name, status) : answered(operation),
    );
    expect(result.statusCode).toBe(202);
    expect(requests.map(({ operation }) => operation)).toEqual([
      'UpdateItem',
      'UpdateItem',
      'GetItem',
      'UpdateItem',
      'PutItem',
    ]);
  });

  it('is refused for good by an error without a class, which the log names', async () => {
    const { result, log, requests } = await signUp(() => refused('ResourceNotFoundException'));
    expect(result.statusCode).toBe(503);
    expect(log[0]).toMatchObject({ event: 'dependency_failed', error: 'ResourceNotFoundException' });
    expect(requests).toHaveLength(1);
  });

  it('knows a condition that did not hold', async () => {
    const { result } = await signUp((operation) =>
      operation === 'PutItem' ? refused('ConditionalCheckFailedException') : answered(operation),
    );
    expect(JSON.parse(result.body).code).toBe('try_again');
  });

  it('without credentials is a failure with a name', async () => {
    const { result, log } = await signUp(answered, { AWS_ACCESS_KEY_ID: '' });
    expect(result.statusCode).toBe(503);
    expect(log[0]).toMatchObject({ event: 'dependency_failed', error: 'CredentialsProviderError' });
  });
});
