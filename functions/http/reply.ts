// What a route answers, before it is turned into the shape that API Gateway expects.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ERRORS, type Refusal } from '#domain/errors.ts';
import type { EncodedBody } from './compress.ts';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  /** Whether `body` is bytes in base64. */
  readonly isBase64?: boolean;
}

export const json = (status: number, body: unknown, cookies: readonly string[] = []): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies,
  body: JSON.stringify(body),
});

/** An answer in the encoding that the client accepts. `Vary` keeps a cache from giving it to a client that does not. */
export const encodedReply = (
  { encoding, body, isBase64 }: EncodedBody,
  headers: Readonly<Record<string, string>>,
): Reply => ({
  status: 200,
  headers: {
    ...headers,
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    vary: ['accept-encoding', headers['vary']].filter(Boolean).join(', '),
  },
  body,
  isBase64,
});

/** The authentication scheme to use, with the one parameter that RFC 6750, section 3, asks for. */
export const CHALLENGE = 'Bearer realm="account"';

/** RFC 9457 problem details with a stable `code`. */
export const problem = (refusal: Refusal): Reply => {
  const { status, title } = ERRORS[refusal.code];
  const { retryAfterSeconds } = refusal;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(refusal.code === 'unauthenticated' && { 'www-authenticate': CHALLENGE }),
    },
    body: JSON.stringify({ type: `urn:latchkey:problem:${refusal.code}`, title, status, ...refusal }),
  };
};

export const toResult = (reply: Reply): APIGatewayProxyStructuredResultV2 => ({
  statusCode: reply.status,
  headers: { ...reply.headers },
  ...(reply.cookies?.length && { cookies: [...reply.cookies] }),
  body: reply.body,
  ...(reply.isBase64 && { isBase64Encoded: true }),
});
