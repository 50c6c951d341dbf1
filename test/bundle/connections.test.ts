// A function connects while it starts, its first request uses that connection, and a service that is away harms neither.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../bin/bundle.ts';
import { makeCertificates } from '../../bin/local/mail/certificates.ts';
import { apiEvent } from '../support/api-event.ts';
import { testSettings } from '../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-connections-'));
const authorityFile = join(folder, 'authority.pem');
const { authority, certificate, key } = await makeCertificates();

let connections = 0;
let operations: string[] = [];
/** The connections that a request came over. */
let used = new Set<Duplex>();
const server = createServer({ cert: certificate, key }, async (request, response) => {
  const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
  operations.push(operation);
  used.add(request.socket);
  await text(request);
  const body = operation === 'UpdateItem' ? { Attributes: { total: { N: '1' }, h0: { N: '1' } } } : {};
  response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify(body));
});
server.on('secureConnection', () => connections++);

let file: string;
beforeAll(async () => {
  writeFileSync(authorityFile, authority);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  ({ file } = await bundleFunction('signup', folder));
}, 60_000);
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  connections = 0;
  operations = [];
  used = new Set();
});

const EVENT = apiEvent({
  method: 'POST',
  path: '/signup',
  body: { email: 'minji.kim@example.com', password: 'correct horse battery' },
});
const START = `
  const [file, event] = process.argv.slice(1);
  const { handler } = await import(file);
`;
/** Lambda takes a moment from the start of a function to its first event. */
const WAIT = 'await new Promise((resolve) => setTimeout(resolve, 200));';
const ASK = `
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 15_000 };
  const { statusCode } = await handler(JSON.parse(event), context);
  process.stdout.write(String(statusCode));
`;

/** The last thing that `script` writes. Resolves once the process has ended by itself. */
const run = async (script: string, variables: Readonly<Record<string, string>> = {}): Promise<string> => {
  const { port } = server.address() as AddressInfo;
  const env = {
    NODE_EXTRA_CA_CERTS: authorityFile,
    AWS_ENDPOINT_URL: `https://127.0.0.1:${port}`,
    AWS_LAMBDA_FUNCTION_NAME: 'signup',
    AWS_REGION: 'ap-northeast-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    LATCHKEY_SETTINGS: JSON.stringify(testSettings),
    VERIFICATIONS_TABLE: 'Verifications',
    ...variables,
  };
  const words = ['--input-type=module', '--eval', script, '--', pathToFileURL(file).href, JSON.stringify(EVENT)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { env });
  expect(stderr).toBe('');
  return stdout.split('\n').at(-1) ?? '';
};

describe('a function that starts', () => {
  it('connects before its first event', async () => {
    await run(START + WAIT);
    expect({ connections, operations }).toEqual({ connections: 1, operations: [] });
  });

  it('does not connect outside Lambda', async () => {
    await run(START + WAIT, { AWS_LAMBDA_FUNCTION_NAME: '' });
    expect(connections).toBe(0);
  });

  it('does not live longer for its connection', async () => {
    expect(await run(`${START} process.stdout.write('started');`)).toBe('started');
  });

  it.each([
    ['at once', START + ASK],
    ['after a moment', START + WAIT + ASK],
  ])('uses that connection for an event that comes %s', async (_, script) => {
    expect(await run(script)).toBe('202');
    expect(operations).toEqual(['UpdateItem', 'GetItem', 'UpdateItem', 'PutItem']);
    // Node opens another one if an answer is there before it has noted the end of its request, which only a service on the same
    // machine can bring about. None is opened for nothing.
    expect(used.size).toBe(connections);
  });

  it('starts and answers 503 while the service cannot be reached', async () => {
    const variables = { AWS_ENDPOINT_URL: 'https://127.0.0.1:1' };
    expect(await run(START + WAIT + ASK, variables)).toBe('503');
  });

  it('connects again if the service has closed the connection since', async () => {
    const closed = `${START} await new Promise((resolve) => setTimeout(resolve, 300)); ${ASK}`;
    server.once('secureConnection', (socket) => setTimeout(() => socket.destroy(), 50));
    expect(await run(closed)).toBe('202');
    expect(connections).toBeGreaterThanOrEqual(2);
  });
});
