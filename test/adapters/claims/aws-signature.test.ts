// The signature of requests to AWS, compared with that of the SDK for the same request.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it, vi } from 'vitest';
import { type AwsCredentials, signAwsRequest } from '#adapters/aws-signature.ts';

const CREDENTIALS: AwsCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const WITH_SESSION: AwsCredentials = { ...CREDENTIALS, sessionToken: 'a/session+token==' };
const FUNCTIONS = [
  'arn:aws:lambda:ap-northeast-2:111122223333:function:claims',
  'arn:aws:lambda:ap-northeast-2:111122223333:function:claims_for-tokens:live',
  'arn:aws:lambda:ap-northeast-2:111122223333:function:claims:$LATEST',
];

interface Sent {
  readonly hostname: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Options {
  readonly request: { headers: Record<string, string> };
}

interface Options {
  readonly request: { headers: Record<string, string> };
}

/** Both sign the same headers: the host, and what a signature brings itself. */
const onlyHost = (next: (options: Options) => unknown) => (options: Options) => {
  options.request.headers = { host: options.request.headers['host'] ?? '' };
  return next(options);
};

/** The request that the SDK would send. */
const sentBySdk = async (functionArn: string, body: string, credentials: AwsCredentials): Promise<Sent> => {
  const sent: Sent[] = [];
  const client = new LambdaClient({
    region: 'ap-northeast-2',
    credentials,
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: Sent) => {
        sent.push(request);
        throw new Error('nothing is sent');
      },
    },
  });
  client.middlewareStack.addRelativeTo(onlyHost as never, {
    relation: 'before',
    toMiddleware: 'httpSigningMiddleware',
  });
  await client.send(new InvokeCommand({ FunctionName: functionArn, Payload: body })).catch(() => undefined);
  const [request] = sent;
  if (!request) throw new Error('the SDK sent nothing');
  return request;
};

describe('the signature', () => {
  it.each(FUNCTIONS.flatMap((arn) => [CREDENTIALS, WITH_SESSION].map((credentials) => [arn, credentials] as const)))(
    'is that of the SDK for %s and %j',
    async (functionArn, credentials) => {
      const now = Date.UTC(2026, 0, 5, 3, 4, 5, 678);
      vi.useFakeTimers({ now, toFake: ['Date'] });
      const body = JSON.stringify({ trigger: 'log-in', name: '민지' });
      const { hostname: host, path, headers } = await sentBySdk(functionArn, body, credentials);
      vi.useRealTimers();
      const request = { service: 'lambda', region: 'ap-northeast-2', host, path, body, now };
      const ours = signAwsRequest(request, credentials);
      expect(path).toBe(`/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`);
      expect(ours['x-amz-date']).toBe(headers['x-amz-date']);
      expect(ours['x-amz-security-token']).toBe(credentials.sessionToken);
      expect(headers['authorization']).toContain('AWS4-HMAC-SHA256');
      expect(ours['authorization']).toBe(headers['authorization']);
    },
  );
});
