// Proves the signature against another implementation: OpenSSL's.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { signatureOf, signedHeaders } from '#adapters/sms/sens/sens-signature.ts';

const byOpenSsl = (message: string, key: string): string =>
  execFileSync('openssl', ['dgst', '-sha256', '-hmac', key, '-binary'], { input: message }).toString('base64');

const credentials = { accessKey: 'ncp_iam_BPASKR0000000000', secretKey: 'ncp_iam_BPKSKR1111111111+/=' };
const path = '/sms/v2/services/ncp:sms:kr:123456789012:modu/messages';

describe('signature v2', () => {
  it.each([
    { method: 'POST', path, timestamp: 1_793_678_706_789 },
    { method: 'GET', path: `${path}?requestId=RSSA-1793678706789-7b1c%2F%2B`, timestamp: 1_793_678_706_790 },
    { method: 'GET', path: `${path}?requestStartTime=2026-11-03%2013%3A05%3A06`, timestamp: 0 },
  ] as const)('of $method $path at $timestamp is what OpenSSL makes of method, path, time and key', (request) => {
    const message = `${request.method} ${request.path}\n${request.timestamp}\n${credentials.accessKey}`;
    const expected = byOpenSsl(message, credentials.secretKey);
    expect(signatureOf(request, credentials)).toBe(expected);
    expect(signedHeaders(request, credentials)).toEqual({
      'x-ncp-apigw-timestamp': String(request.timestamp),
      'x-ncp-iam-access-key': credentials.accessKey,
      'x-ncp-apigw-signature-v2': expected,
    });
  });

  it('is another for another method, path, time, access key and secret key', () => {
    const request = { method: 'POST', path, timestamp: 1 } as const;
    const signatures = [
      signatureOf(request, credentials),
      signatureOf({ ...request, method: 'GET' }, credentials),
      signatureOf({ ...request, path: `${path}?` }, credentials),
      signatureOf({ ...request, timestamp: 2 }, credentials),
      signatureOf(request, { ...credentials, accessKey: 'other' }),
      signatureOf(request, { ...credentials, secretKey: 'other' }),
    ];
    expect(new Set(signatures).size).toBe(signatures.length);
  });
});
