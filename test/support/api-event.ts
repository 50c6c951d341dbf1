// API Gateway payload-v2 events as the handlers get them, built from the few values a test needs.
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { matchRoute } from '#routes.ts';

export interface TestRequest {
  readonly method: string;
  /** Includes the query. */
  readonly path: string;
  /** Any value that is not a string is sent as JSON, parameters of a URL as a form. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly ip?: string;
  /** The ARN of the identity of IAM that signed it, as API Gateway tells. */
  readonly admin?: string;
}

let requests = 0;

export const apiEvent = ({ method, path, body, headers, cookies, ip, admin }: TestRequest): APIGatewayProxyEventV2 => {
  const url = new URL(path, 'https://api.example');
  const route = matchRoute(method, url.pathname);
  const routeKey = route?.key ?? '$default';
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { ...(body !== undefined && { 'content-type': mediaTypeOf(body) }), ...headers },
    ...(cookies && { cookies: [...cookies] }),
    ...(url.search && { queryStringParameters: Object.fromEntries(url.searchParams) }),
    ...(route && { pathParameters: route.parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: ip ?? '198.51.100.7', userAgent: 'test' },
      requestId: `request-${++requests}`,
      routeKey,
      stage: '$default',
      time: '05/Jan/2026:03:04:05 +0000',
      timeEpoch: 0,
      ...(admin !== undefined && { authorizer: { iam: { userArn: admin } } }),
    },
    ...(body !== undefined && { body: textOf(body) }),
    isBase64Encoded: false,
  };
};

const mediaTypeOf = (body: unknown): string =>
  body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json';

const textOf = (body: unknown): string =>
  typeof body === 'string' || body instanceof URLSearchParams ? String(body) : JSON.stringify(body);

/** Handlers only use what Lambda always provides. The remaining time is long, because some tests run 1,000 requests at once. */
export const lambdaContext = { awsRequestId: 'test', getRemainingTimeInMillis: () => 1_200_000 } as unknown as Context;
