// Each JSON route of docs/openapi.json is a function of the client, or is left out for a reason.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CALLS } from '../../client/calls.ts';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
const document: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);

const LEFT_OUT = {
  'post /logout': 'logOut() of the session',
  'post /logout/all': 'logOutEverywhere(), which knows the refresh token',
  'post /token/refresh': 'the session does it',
  'post /token': 'the session does it',
  'post /revoke': 'logOut() of the session',
  'get /userinfo': 'OAuth has its own errors: latchkey.fetch() with the address',
  'post /userinfo': 'the same as GET',
  'post /introspect': 'for back ends with a secret',
  'get /.well-known/jwks.json': 'latchkey/server reads it',
  'get /.well-known/proof-jwks.json': 'latchkey/server reads it',
  'get /.well-known/openid-configuration': 'the endpoints are known',
  'get /.well-known/oauth-authorization-server': 'the endpoints are known',
  'get /.well-known/apple-app-site-association': 'phones read it',
  'get /.well-known/assetlinks.json': 'phones read it',
  'get /.well-known/webauthn': 'browsers read it',
  'post /invitation/confirm': 'the hosted page calls it: the link of an invitation leads there alone',
  'get /health': 'for monitors',
  'get /openapi.json': 'for tools',
};

it('is complete', () => {
  const answersJson = ({ responses }: Operation) =>
    Object.entries(responses).some(([status, { content = {} }]) => status < '300' && 'application/json' in content);
  // Those for administrators are for no browser.
  const paths = Object.entries(document.paths).filter(([path]) => !path.startsWith('/admin/'));
  const routes = paths.flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => (answersJson(operation) ? [`${method} ${path}`] : [])),
  );
  const called = Object.values(CALLS).map(([method, path]) => `${method} ${path}`);
  expect(routes.length).toBeGreaterThan(30);
  expect([...called, ...Object.keys(LEFT_OUT)].sort()).toEqual(routes.sort());
});
