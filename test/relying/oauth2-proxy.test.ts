// oauth2-proxy in front of a web server: it logs people in, tells the server who they are, refreshes and logs out.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { close, LOOPBACK, listen } from '../../bin/local/listen.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { SERVER } from '../support/oauth.ts';
import { freePort } from '../support/servers/free-port.ts';
import { buildOAuth2Proxy, type OAuth2Proxy, startOAuth2Proxy } from './oauth2-proxy/program.ts';
import { aPerson, fieldOf, type Person } from './person.ts';

const { secret, ...server } = SERVER;
/** Short enough to wait for its end. */
const ACCESS_TOKEN_SECONDS = 2;
const CLIENT = {
  ...server,
  redirectUris: ['http://127.0.0.1/oauth2/callback'],
  postLogoutRedirectUris: ['http://127.0.0.1/bye'],
  accessTokenSeconds: ACCESS_TOKEN_SECONDS,
};
const service = useLocalService({ clients: [CLIENT] });

/** The server behind the proxy: it answers with the headers that it got. */
const upstream: Server = createServer(({ headers }, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(headers));
});
let build: ReturnType<typeof buildOAuth2Proxy>;
let proxy: OAuth2Proxy | undefined;
let url = '';

beforeAll(async () => {
  build = buildOAuth2Proxy();
  if (build.missing !== undefined) {
    process.stderr.write(`oauth2-proxy is NOT TESTED: ${build.missing}\n`);
    return;
  }
  await listen(upstream, 0, 'the server behind the proxy');
  url = `http://${LOOPBACK}:${await freePort()}`;
  proxy = await startOAuth2Proxy(build.program, url, {
    provider: 'oidc',
    'oidc-issuer-url': service.url,
    'client-id': CLIENT.id,
    'client-secret': secret,
    'code-challenge-method': 'S256',
    'insecure-oidc-skip-nonce': 'false',
    scope: 'openid email profile offline_access',
    'redirect-url': `${url}/oauth2/callback`,
    upstream: `http://${LOOPBACK}:${(upstream.address() as AddressInfo).port}`,
    'email-domain': '*',
    'cookie-secret': '0123456789abcdef0123456789abcdef',
    'cookie-secure': 'false',
    'cookie-refresh': '1s',
    'pass-access-token': 'true',
    'skip-provider-button': 'true',
    // People come here after a log-out.
    'skip-auth-route': 'GET=^/bye$',
    // Its sign-out ends the session at the service, too.
    'backend-logout-url': `${service.url}/logout?id_token_hint={id_token}`,
    'whitelist-domain': new URL(service.url).host,
  });
}, 600_000);
beforeEach(({ skip, onTestFailed }) => {
  if (build.missing !== undefined) skip(build.missing);
  onTestFailed(() => void process.stderr.write(`oauth2-proxy said:\n${proxy?.output()}\n`));
});
afterAll(async () => {
  await proxy?.stop();
  if (upstream.listening) await close(upstream);
  build.remove();
});

/** What the server behind the proxy is told of the person. */
const toldBy = async (person: Person): Promise<IncomingHttpHeaders> => {
  const page = await person.open(`${url}/orders`);
  expect([page.url.href, page.status]).toEqual([`${url}/orders`, 200]);
  return JSON.parse(page.text);
};

it('logs a person in, tells who it is, refreshes and logs out', async () => {
  const person = await aPerson(service);
  const first = await toldBy(person);
  expect(first).toMatchObject({ 'x-forwarded-email': person.address, 'x-forwarded-user': person.userId });
  expect(person.logIns()).toBe(1);

  await wait(ACCESS_TOKEN_SECONDS * 1000 + 1000);
  const second = await toldBy(person);
  expect(second['x-forwarded-access-token']).not.toBe(first['x-forwarded-access-token']);
  const authorization = `Bearer ${second['x-forwarded-access-token']}`;
  expect(await service.get('/userinfo', { authorization })).toMatchObject({
    status: 200,
    body: { sub: person.userId },
  });
  // The session was refreshed behind the person's back, and nobody was asked.
  expect(person.logIns()).toBe(1);

  // Who took its cookie earlier gets as far as the end of the access token.
  const thief = person.copyAt(LOOPBACK);
  const logOut = new URLSearchParams({ client_id: CLIENT.id, post_logout_redirect_uri: `${url}/bye` });
  const question = await person.open(
    `${url}/oauth2/sign_out?${new URLSearchParams({ rd: `${service.url}/logout?${logOut}` })}`,
  );
  expect(question.url.href).toBe(`${service.url}/logout?${logOut}`);
  const fields = Object.fromEntries([...logOut.keys()].map((name) => [name, fieldOf(question, name)]));
  expect((await person.submit(`${service.url}/logout/confirm`, fields)).url.href).toBe(`${url}/bye`);
  await toldBy(person);
  expect(person.logIns()).toBe(2);
  await wait(ACCESS_TOKEN_SECONDS * 1000 + 1000);
  await toldBy(thief);
  expect(thief.logIns()).toBe(1);
});
