// The suppression list of the SES account, asked as the client of the SDK asks.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSesSuppressions } from '#adapters/mail/ses-suppressions.ts';

const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/session+token==' };
const ADDRESS = "o'brien+a!b*c@example.com";
const NOW = Date.UTC(2026, 10, 27);

let asked: IncomingMessage[] = [];
let answer: { status: number; body: string } = { status: 200, body: '{}' };
const server = createServer((request, response) => {
  asked.push(request);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
});
let endpoint = '';

beforeEach(async () => {
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const suppressions = () =>
  createSesSuppressions({
    region: 'ap-northeast-2',
    endpoint,
    credentials: async () => CREDENTIALS,
    clock: { now: () => NOW },
    timeoutMilliseconds: 2000,
  });

describe('the list of the SES account', () => {
  it('tells why and since when an address is on it', async () => {
    const destination = { EmailAddress: ADDRESS, Reason: 'BOUNCE', LastUpdateTime: 1_764_201_600.123 };
    answer = { status: 200, body: JSON.stringify({ SuppressedDestination: destination }) };
    expect(await suppressions().find(ADDRESS)).toEqual({ reason: 'BOUNCE', at: 1_764_201_600_123 });
  });

  it('knows nothing of an address that is not on it', async () => {
    answer = { status: 404, body: '{"message":"not found"}' };
    expect(await suppressions().find(ADDRESS)).toBeUndefined();
    expect(await suppressions().lift(ADDRESS)).toBe(false);
  });

  it('takes an address off', async () => {
    answer = { status: 200, body: '{}' };
    expect(await suppressions().lift(ADDRESS)).toBe(true);
    expect(asked.map(({ method }) => method)).toEqual(['DELETE']);
  });

  it.each([
    [400, '{}'],
    [403, '{}'],
    [500, 'no JSON'],
    [200, '{"SuppressedDestination":{}}'],
  ])('is out of reach with the answer %i %s', async (status, body) => {
    answer = { status, body };
    await expect(suppressions().find(ADDRESS)).rejects.toMatchObject({ name: 'DependencyError', dependency: 'ses' });
  });

  it('is asked at the path that the client of the SDK uses', async () => {
    answer = { status: 200, body: JSON.stringify({ SuppressedDestination: { Reason: 'BOUNCE', LastUpdateTime: 1 } }) };
    const client = new SESv2Client({ region: 'ap-northeast-2', endpoint, credentials: CREDENTIALS });
    await client.send(new GetSuppressedDestinationCommand({ EmailAddress: ADDRESS }));
    await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: ADDRESS }));
    await suppressions().find(ADDRESS);
    await suppressions().lift(ADDRESS);
    const [get, remove, ownGet, ownRemove] = asked.map(({ method, url }) => `${method} ${url}`);
    expect([ownGet, ownRemove]).toEqual([get, remove]);
    expect(asked[2]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261127\/ap-northeast-2\/ses\/aws4_request/,
    );
  });
});
