// Signs one request to a service of AWS (Signature Version 4). The SDK's client of Lambda would make every function that issues
// tokens a tenth larger, with and without a function for claims.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface AwsRequest {
  /** Default: POST. */
  readonly method?: 'POST' | 'GET' | 'DELETE';
  readonly service: string;
  readonly region: string;
  readonly host: string;
  /** As it is sent: each of its parts is percent-encoded. It has no query. */
  readonly path: string;
  /** The operation, where the service takes it from `x-amz-target`. */
  readonly target?: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** The headers that carry the signature. */
export const signAwsRequest = (request: AwsRequest, credentials: AwsCredentials): Readonly<Record<string, string>> => {
  const { method = 'POST', service, region, host, path, target, body, now } = request;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const time = new Date(now).toISOString().replaceAll(/[:-]|\.\d{3}/g, '');
  const day = time.slice(0, 'YYYYMMDD'.length);
  // In the order of the alphabet.
  const headers = {
    host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
    ...(target !== undefined && { 'x-amz-target': target }),
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  // Every service but S3 encodes each part of the path a second time.
  const twice = path.split('/').map(encodeURIComponent).join('/');
  const canonical = [method, twice, '', lines.join(''), names, sha256(body)].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
};
