// The team's own function by Lambda's API: what is sent, and what counts as no answer. A server stands in for Lambda.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLambdaClaims } from '#adapters/claims/lambda-claims.ts';
import { NOW, USER_ID } from '../../support/builders.ts';

const ARN = 'arn:aws:lambda:ap-northeast-2:111122223333:function:claims:live';
const REQUEST = { trigger: 'log-in', userId: USER_ID, email: 'minji@example.com', scopes: ['account'] } as const;
const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' };

interface Received {
  readonly url: string | undefined;
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let received: Received[] = [];
let answer: (response: ServerResponse) => unknown;
const server = createServer(async (request, response) => {
  const { url, method, headers } = request;
  received.push({ url, method, headers, body: await text(request) });
  answer(response);
});
const answers =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end(body);

beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close().closeAllConnections());
beforeEach(() => {
  received = [];
});

const ask = (timeoutMilliseconds = 2000) =>
  createLambdaClaims({
    functionArn: ARN,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: async () => CREDENTIALS,
    clock: { now: () => NOW },
    timeoutMilliseconds,
  }).ask(REQUEST);

describe('the function', () => {
  it('gets the request as its event, signed, and its answer comes back as it is', async () => {
    answer = answers(200, '{"role":"admin","sub":"x"}');
    expect(await ask()).toEqual({ role: 'admin', sub: 'x' });
    const [{ url, method, headers, body } = { url: '', method: '', headers: {}, body: '' }] = received;
    expect([method, url]).toEqual(['POST', `/2015-03-31/functions/${encodeURIComponent(ARN)}/invocations`]);
    expect(JSON.parse(body)).toEqual(REQUEST);
    expect(headers).toMatchObject({ 'x-amz-date': '20260105T030405Z', 'x-amz-security-token': 'token' });
    expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/20260105\/ap-northeast-2\/lambda\//);
  });

  it.each([
    ['null', null],
    ['"text"', 'text'],
    ['', undefined],
    ['{', undefined],
  ])('may answer %j, which others judge', async (body, expected) => {
    answer = answers(200, body);
    expect(await ask()).toEqual(expected);
  });

  it.each([
    ['FunctionError', answers(200, '{"errorMessage":"minji"}', { 'x-amz-function-error': 'Unhandled' })],
    ['AccessDeniedException', answers(403, '{}', { 'x-amzn-errortype': 'AccessDeniedException:http://x' })],
    ['TooManyRequestsException', answers(429, '{}', { 'x-amzn-errortype': 'TooManyRequestsException' })],
    ['HTTP 500', answers(500, 'oh no')],
    ['TOO_LARGE', answers(200, `"${'a'.repeat(300_000)}"`)],
    ['ECONNRESET', (response: ServerResponse) => response.destroy()],
  ])('is of no use with %s', async (name, given) => {
    answer = given;
    await expect(ask()).rejects.toMatchObject({ name, message: 'no answer of the function for claims' });
  });

  it('is not waited for any longer than it may take', async () => {
    answer = () => undefined;
    await expect(ask(50)).rejects.toMatchObject({ name: 'ETIMEDOUT' });
  });
});
