// Replaces API Gateway on this machine: turns HTTP requests into payload-v2 events, and results into HTTP responses.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { isSameText } from '#domain/crypto.ts';
import { matchRoute, routeOf } from '#routes.ts';
import { preflight, withCors } from './cors.ts';
import type { ApiFor } from './open-origins.ts';

/** API Gateway refuses larger bodies itself. */
const MAXIMUM_BYTES = 10 * 1024 * 1024;
const TOO_LARGE: APIGatewayProxyStructuredResultV2 = {
  statusCode: 413,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Request Entity Too Large"}',
};

/** `adminKey`: what stands in for a signature of IAM. */
export const createGateway =
  (apiFor: ApiFor, adminKey: string) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(request);
    if (!body) return answer(response, TOO_LARGE);
    const { handlers, settings } = apiFor(request);
    const early = preflight(request, settings);
    if (early) return answer(response, early);
    const route = matchRoute(request.method ?? '', targetOf(request).path);
    const event = signed(toEvent(request, body, route), request, adminKey);
    const handler = handlers[(route && routeOf(route.key)?.function) ?? 'pages'];
    const result = await handler(event, contextOf(event.requestContext.requestId));
    answer(response, withCors(result, request, settings));
  };

const readAll = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= MAXIMUM_BYTES) chunks.push(chunk);
  }
  return size <= MAXIMUM_BYTES ? Buffer.concat(chunks) : undefined;
};

/** Not a URL parser: it would take `name` in `//name/signup` for a host. */
const targetOf = ({ url = '/' }: IncomingMessage): { readonly path: string; readonly query: string } => {
  const [path = '/', ...query] = url.split('?');
  return { path, query: query.join('?') };
};

const toEvent = (
  request: IncomingMessage,
  bytes: Buffer,
  route: ReturnType<typeof matchRoute>,
): APIGatewayProxyEventV2 => {
  const { cookie, ...headers } = request.headers;
  const { path, query } = targetOf(request);
  const routeKey = route?.key ?? '$default';
  const now = new Date();
  const body = encodeBody(bytes);
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie && { cookies: cookie.split('; ') }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(route && Object.keys(route.parameters).length > 0 && { pathParameters: route.parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method: request.method ?? '',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(bytes.length > 0 && { body: body.text }),
    isBase64Encoded: body.isBase64,
  };
};

/** As API Gateway tells of an identity of IAM. A wrong key is told by the function. */
const signed = (
  event: APIGatewayProxyEventV2,
  { headers }: IncomingMessage,
  adminKey: string,
): APIGatewayProxyEventV2 => {
  if (!isSameText(String(headers['x-admin-key']), adminKey)) return event;
  const authorizer = { iam: { userArn: 'laptop' } };
  return { ...event, requestContext: { ...event.requestContext, ...{ authorizer } } };
};

/** Text is passed on as it is. A body that is not UTF-8 is passed in base64, as for binary media types. */
const encodeBody = (bytes: Buffer): { readonly text: string; readonly isBase64: boolean } => {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes)
    ? { text, isBase64: false }
    : { text: bytes.toString('base64'), isBase64: true };
};

const contextOf = (requestId: string): Context => ({
  awsRequestId: requestId,
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'local',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-northeast-2:000000000000:function:local',
  logGroupName: 'local',
  logStreamName: 'local',
  memoryLimitInMB: '512',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

const answer = (response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void => {
  response.statusCode = result.statusCode ?? 200;
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  if (result.cookies) response.setHeader('set-cookie', result.cookies);
  response.end(result.isBase64Encoded ? Buffer.from(result.body ?? '', 'base64') : result.body);
};
