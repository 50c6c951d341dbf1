// The whole OpenAPI 3.1 document, from the route table and the schemas.

import { ROUTES, type Route } from '#routes.ts';
import manifest from '../../package.json' with { type: 'json' };
import { SCHEMAS } from './components.ts';
import { continuationCookieOf, operationOf } from './operation.ts';
import { GATEWAY_EXAMPLES, PROBLEM_ANSWERS, PROBLEM_EXAMPLES, PROBLEM_HEADERS } from './problems.ts';
import { SUCCESS_EXAMPLES } from './success-examples.ts';
import { DESCRIPTION, TAGS } from './texts.ts';

const pathsOf = () => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [key, route] of Object.entries<Route>(ROUTES)) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(key, route) };
  }
  return paths;
};

const CONTINUATION_COOKIES = Object.fromEntries(
  Object.values<Route>(ROUTES).flatMap(({ continuation }) =>
    continuation === undefined
      ? []
      : [
          [
            continuationCookieOf(continuation),
            {
              name: `__Host-latchkey-continuation-${continuation}`,
              in: 'cookie',
              description: 'In cookie mode, in the place of `continuation`.',
              schema: { type: 'string' },
            },
          ] as const,
        ],
  ),
);

const PARAMETERS = {
  Language: {
    name: 'lang',
    in: 'query',
    description: '`ko` or `en`. Anything else counts as left out: then `Accept-Language` decides, then Korean.',
    schema: { type: 'string' },
    example: 'en',
  },
  ClientIp: {
    name: 'x-client-ip',
    in: 'header',
    description:
      'From a trusted caller, which sends its key in `x-api-key`: the IP address of the person, without a port, which limits then count. Without a right key it is ignored.',
    schema: { type: 'string' },
    example: '203.0.113.77',
  },
  CallerKey: {
    name: 'x-api-key',
    in: 'header',
    description: 'The key of a trusted caller: a backend or proxy of the team, never a browser.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A new random UUID for each thing the user asks for. A repeat with the same key and body gets the same answer while the link or code works, and sends nothing.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{22,128}$', maxLength: 128 },
    example: '0b9f6c1e-3a57-4d1c-9a52-6f0f6a4f7c55',
  },
  ...CONTINUATION_COOKIES,
  RefreshCookie: {
    name: '__Host-latchkey-refresh',
    in: 'cookie',
    description: 'In cookie mode, in the place of `refreshToken`.',
    schema: { type: 'string' },
  },
};

const SET_COOKIE = {
  description:
    'In cookie mode only: `__Host-latchkey-refresh` or `__Host-latchkey-continuation-<purpose>`, set or ended; more than one header may come.',
  // The longest value is a continuation.
  schema: { type: 'string', maxLength: 2048 },
};

const SECURITY_SCHEMES = {
  iam: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    'x-amazon-apigateway-authtype': 'awsSigv4',
    description:
      'A signature of AWS (SigV4) for the service `execute-api`, by an identity of IAM that may `execute-api:Invoke` this path. A service on a laptop takes the key that it prints at its start, in `x-admin-key`, instead.',
  },
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      '`accessToken` of any answer that begins or goes on with a session. Verify it as RFC 9068 and RFC8725 say: algorithm, `typ`, `iss`, `aud` and `exp`.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description:
      'Of a trusted caller: a backend or proxy of the team, never a browser. For one-time codes, where the deployment asks for it.',
  },
};

export const createDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Latchkey',
    version: manifest.version,
    description: DESCRIPTION,
    // The document is the same for every deployment, so it knows no address.
    contact: { name: 'The team that runs this deployment' },
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    {
      url: '/',
      description: 'Where this document is served: a local service, or a stage such as sandbox or production.',
      'x-internal': false,
    },
  ],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: pathsOf(),
  components: {
    schemas: SCHEMAS,
    responses: PROBLEM_ANSWERS,
    examples: { ...SUCCESS_EXAMPLES, ...PROBLEM_EXAMPLES, ...GATEWAY_EXAMPLES },
    headers: { ...PROBLEM_HEADERS, SetCookie: SET_COOKIE },
    parameters: PARAMETERS,
    securitySchemes: SECURITY_SCHEMES,
  },
});
