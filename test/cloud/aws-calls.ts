// Calls to MiniStack's services without an installed SDK client. MiniStack only reads the scope of the signature.
import { type MiniStack, REGION } from './ministack.ts';

export interface AwsCall {
  readonly service: 'apigateway' | 'cloudformation' | 'events' | 'logs' | 'route53';
  readonly method?: 'GET' | 'POST' | 'PATCH';
  readonly path?: string;
  /** `X-Amz-Target`, of the services that speak JSON. */
  readonly target?: string;
  /** A form, or text of the services that speak XML, goes out as it is; anything else as JSON. */
  readonly body?: unknown;
}

/** Resolves to the body's text. */
export const callAws = async ({ endpoint }: MiniStack, call: AwsCall): Promise<string> => {
  const { service, method = 'POST', path = '/', target, body } = call;
  const isReady = body instanceof URLSearchParams || typeof body === 'string';
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(!isReady && { 'content-type': target ? 'application/x-amz-json-1.1' : 'application/json' }),
      ...(target && { 'x-amz-target': target }),
    },
    ...(body !== undefined && { body: isReady ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${service} ${target ?? path} answered ${response.status} ${text}`);
  return text;
};
