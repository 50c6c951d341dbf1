// Signs a request to NAVER Cloud (signature v2): https://api.ncloud-docs.com/docs/common-ncpapi
import { createHmac } from 'node:crypto';
import type { JsonRequest } from '../../https-json.ts';

/** The operator's secret: the API key of an account or sub account of NAVER Cloud. */
export interface SensCredentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

interface SignedRequest {
  readonly method: JsonRequest['method'];
  /** With the query, exactly as it is sent. */
  readonly path: string;
  /** Epoch milliseconds. Refused if it is wrong by more than 5 minutes. */
  readonly timestamp: number;
}

export const signatureOf = (
  { method, path, timestamp }: SignedRequest,
  { accessKey, secretKey }: SensCredentials,
): string => createHmac('sha256', secretKey).update(`${method} ${path}\n${timestamp}\n${accessKey}`).digest('base64');

/** https://api.ncloud-docs.com/docs/sens-overview */
export const signedHeaders = (request: SignedRequest, credentials: SensCredentials): Record<string, string> => ({
  'x-ncp-apigw-timestamp': String(request.timestamp),
  'x-ncp-iam-access-key': credentials.accessKey,
  'x-ncp-apigw-signature-v2': signatureOf(request, credentials),
});
