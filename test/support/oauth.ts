// An application that logs people in by the code flow, and the browser of a person, against the test service.
import { createHash } from 'node:crypto';
import type { Client } from '#domain/oauth/client.ts';
import { type Answer, createTestService, type ServiceOptions, type TestService } from './service.ts';
import { account, PASSWORD } from './sign-up.ts';

export const SPA: Client = {
  id: 'spa',
  name: '모두의 앱',
  redirectUris: ['https://spa.example/callback'],
  postLogoutRedirectUris: ['https://spa.example/bye'],
};
const SECRET = 'S3CR3T+of/the=server';
export const SERVER: Client & { readonly secret: string } = {
  id: 'server',
  name: '모두의 상점',
  redirectUris: ['https://server.example/callback?from=latchkey', 'https://server.example/callback'],
  secretSha256: createHash('sha256').update(SECRET).digest('hex'),
  accessTokenSeconds: 300,
  secret: SECRET,
};
export const NATIVE: Client = {
  id: 'native',
  name: '모두의 폰',
  redirectUris: ['com.example.native:/callback', 'http://127.0.0.1/callback'],
};

export const VERIFIER = 'a-verifier-of-43-characters-or-more-as-RFC-7636-says';
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

const { secret: _secret, ...STORED_SERVER } = SERVER;
export const CLIENTS = [SPA, STORED_SERVER, NATIVE];

export const createOAuthService = (options: ServiceOptions = {}) =>
  createTestService({ ...options, settings: { clients: CLIENTS, ...options.settings } });

type Fields = Readonly<Record<string, string | undefined>>;

const queryOf = (fields: Fields): URLSearchParams => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, value);
  return query;
};

const requestOf = (client: Client): Fields => ({
  client_id: client.id,
  redirect_uri: client.redirectUris[0],
  response_type: 'code',
  scope: 'openid',
  state: 'the state',
  nonce: 'the nonce',
  code_challenge: challengeOf(VERIFIER),
  code_challenge_method: 'S256',
});

/** The path that a client sends a person to. A field of `undefined` is left out. */
export const authorizePath = (client: Client, fields: Fields = {}): string =>
  `/authorize?${queryOf({ ...requestOf(client), ...fields })}`;

/** A person whose browser is logged in to the hosted pages. */
export interface Person {
  readonly address: string;
  readonly id: string;
  readonly cookies: readonly string[];
}

const COOKIE_MODE = { headers: { origin: 'https://api.example' } };
export const logInToPages = async (service: TestService, address: string): Promise<readonly string[]> => {
  const body = { email: address, password: PASSWORD, credentials: 'cookie' };
  const { cookies } = await service.post('/login', body, COOKIE_MODE);
  return cookies.map((cookie) => cookie.split(';')[0] ?? '');
};

export const aPerson = async (service: TestService, address = 'minji@example.com'): Promise<Person> => {
  const { body } = await account(service, address);
  return { address, id: body.user.id, cookies: await logInToPages(service, address) };
};

export const visit = (service: TestService, path: string, cookies: readonly string[] = []): Promise<Answer> =>
  service.request({ method: 'GET', path, cookies });

/** What the redirect of an answer carries. */
export const redirectOf = (answer: Answer) => {
  const location = answer.headers['location'] ?? '';
  const start = location.indexOf('?');
  const query = start < 0 ? '' : location.slice(start + 1);
  return {
    status: answer.status,
    to: start < 0 ? location : location.slice(0, start),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
};

/** The code that the person's browser brings to the client. */
export const codeFor = async (service: TestService, person: Person, client: Client, fields: Fields = {}) => {
  const answer = await visit(service, authorizePath(client, fields), person.cookies);
  const { code } = redirectOf(answer).query;
  if (code === undefined) throw new Error(`no code: ${answer.status} ${answer.headers['location']}`);
  return code;
};

export const postForm = (service: TestService, path: string, fields: Fields, headers = {}): Promise<Answer> => {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return service.post(path, queryOf(fields), { headers: { ...type, ...headers } });
};

export const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

export const codeFields = (client: Client, code: string): Fields => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: client.redirectUris[0],
  code_verifier: VERIFIER,
  client_id: client.id,
});

export const swapCode = (service: TestService, client: Client, code: string, fields: Fields = {}): Promise<Answer> =>
  postForm(service, '/token', { ...codeFields(client, code), ...fields });

/** The tokens of a public client that logged the person in. */
export const tokensFor = async (
  service: TestService,
  person: Person,
  client = SPA,
  scope = 'openid offline_access',
) => {
  const { body } = await swapCode(service, client, await codeFor(service, person, client, { scope }));
  return body;
};

export const refreshFor = (service: TestService, client: Client, refreshToken: string, fields: Fields = {}) =>
  postForm(service, '/token', {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: client.id,
    ...fields,
  });

export const claimsOfToken = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
