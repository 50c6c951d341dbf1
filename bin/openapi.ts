// Writes docs/openapi.json from the route table and the schemas; `--check` fails when the committed one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { ERRORS, type ErrorCode } from '../functions/domain/errors.ts';
import { BODY_ERRORS, ROUTES, type Route } from '../functions/routes.ts';
import { ProblemResponse } from '../functions/schemas/responses.ts';

const FILE = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));

const schemaOf = (schema: z.ZodMiniType): object => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return rest;
};

const contentOf = ({ body }: Route['success']) =>
  typeof body === 'string' ? { [body]: {} } : { 'application/json': { schema: schemaOf(body) } };

/** One answer per status; its codes stand in the description. */
const problemsOf = (codes: readonly ErrorCode[]) => {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERRORS[code].title}`).join('\n\n'),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const operationOf = (key: string, route: Route) => {
  const parameters = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const codes = [...(route.request ? BODY_ERRORS : []), ...route.errors, 'internal_error' as const];
  return {
    operationId: key
      .replace(/^(\w+) /, (_, method: string) => method.toLowerCase())
      .replace(/[^a-zA-Z]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? ''),
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.request && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.request) } } },
    }),
    responses: {
      [route.success.status]: { description: 'Success', content: contentOf(route.success) },
      ...problemsOf(codes),
    },
  };
};

const toPaths = () => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [key, route] of Object.entries<Route>(ROUTES)) {
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(key, route) };
  }
  return paths;
};

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Latchkey',
    version: '0.1.0',
    description:
      'Sign-up and verification. Errors are RFC 9457 problem details with a stable `code`. What API Gateway answers itself (throttling, bodies over 10 MB, its own 5xx) is `{"message": …}` instead.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: toPaths(),
  components: { schemas: { Problem: schemaOf(ProblemResponse) } },
};

const text = `${JSON.stringify(document, null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== text) {
    console.error('docs/openapi.json is not what the route table gives. Run "npm run openapi" and commit it.');
    process.exit(1);
  }
} else {
  writeFileSync(FILE, text);
}
