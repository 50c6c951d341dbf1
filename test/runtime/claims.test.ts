// The function for claims as a deployed function asks it: by the address and the credentials in its environment.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { deployedClaimsFunction } from '#runtime/aws/claims/claims.ts';
import { testSettings } from '../support/service.ts';

const FUNCTION = 'arn:aws:lambda:ap-northeast-2:111122223333:function:claims';
const REQUEST = { trigger: 'log-in', userId: 'u', email: 'a@b.example', scopes: ['account'] } as const;
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.headers.authorization?.split('/')[0]} ${request.url}`);
  response.end('{"role":"admin"}');
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close().closeAllConnections());
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the function for claims', () => {
  it('is none in a stage without one', () => {
    expect(deployedClaimsFunction(testSettings)).toBeUndefined();
    expect(deployedClaimsFunction({ ...testSettings, claims: { metadata: ['plan'] } })).toBeUndefined();
  });

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_LAMBDA'])(
    'is asked at %s, with the role of the asker',
    async (name) => {
      vi.stubEnv(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKID');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      const claims = deployedClaimsFunction({ ...testSettings, claims: { functionArn: FUNCTION } });
      expect([await claims?.ask(REQUEST), await claims?.ask(REQUEST)]).toEqual([{ role: 'admin' }, { role: 'admin' }]);
      const call = `AWS4-HMAC-SHA256 Credential=AKID /2015-03-31/functions/${encodeURIComponent(FUNCTION)}/invocations`;
      expect(asked.splice(0)).toEqual([call, call]);
    },
  );
});
