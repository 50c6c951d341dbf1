// Signs a request to NAVER Cloud (signature v2): https://api.ncloud-docs.com/docs/common-ncpapi
import { createHmac } from 'node:crypto';

/** What the operator's secret holds: the API key of an account or sub account of NAVER Cloud. */
export interface SensCredentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** With its query, as it is sent. */
  readonly path: string;
  /** Epoch milliseconds; refused when more than 5 minutes off. */
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
