// The CORS headers that API Gateway adds on AWS: only for the origins that the team listed, and those of its clients.
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { originsOf } from '#domain/oauth/client.ts';
import type { Settings } from '#domain/settings.ts';

const corsOrigin = (request: IncomingMessage, settings: Settings): string | undefined => {
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  const allowed = [...settings.allowedOrigins, ...originsOf(settings.clients)];
  return allowed.includes(origin) ? origin : undefined;
};

/** The answer to a preflight of a listed origin. */
export const preflight = (
  request: IncomingMessage,
  settings: Settings,
): APIGatewayProxyStructuredResultV2 | undefined => {
  const origin = corsOrigin(request, settings);
  const isPreflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (!isPreflight || origin === undefined) return undefined;
  return {
    statusCode: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'authorization,content-type,idempotency-key',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
      'access-control-max-age': '600',
      vary: 'origin',
    },
  };
};

export const withCors = (
  result: APIGatewayProxyStructuredResultV2,
  request: IncomingMessage,
  settings: Settings,
): APIGatewayProxyStructuredResultV2 => {
  const origin = corsOrigin(request, settings);
  if (origin === undefined) return result;
  const vary = [result.headers?.['vary'], 'origin'].filter(Boolean).join(', ');
  const headers = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary };
  return { ...result, headers: { ...result.headers, ...headers } };
};
