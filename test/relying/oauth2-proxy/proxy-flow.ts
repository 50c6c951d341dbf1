// oauth2-proxy in front of a small web server, at a service of any kind.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, type TestContext } from 'vitest';
import { close, LOOPBACK, listen } from '../../../bin/local/listen.ts';
import { SERVER } from '../../support/oauth.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { fieldOf, type Person, PROTECTED } from '../person.ts';
import { buildOAuth2Proxy, type OAuth2Proxy, startOAuth2Proxy } from './program.ts';

const { secret, ...server } = SERVER;
/** To be among the clients of the service. */
export const PROXY_CLIENT = {
  ...server,
  redirectUris: ['http://127.0.0.1/oauth2/callback'],
  postLogoutRedirectUris: ['http://127.0.0.1/bye'],
};

/** The first build on a machine compiles all modules. */
export const BUILD_AND_RUN_MILLISECONDS = 600_000;

interface Proxied {
  /** Of the proxy. */
  readonly url: string;
  /** What the server behind the proxy is told of the person. */
  toldBy(person: Person): Promise<IncomingHttpHeaders>;
}

/** `endpoints`: the options that say where the service is. Where the proxy cannot be built the test is skipped, loudly. */
export const withOAuth2Proxy = async (
  { skip, onTestFailed }: TestContext,
  issuer: string,
  endpoints: Readonly<Record<string, string>>,
  use: (proxied: Proxied) => Promise<void>,
): Promise<void> => {
  const build = buildOAuth2Proxy();
  if (build.missing !== undefined) {
    process.stderr.write(`oauth2-proxy is NOT TESTED: ${build.missing}\n`);
    return skip(build.missing);
  }
  const upstream = createServer(({ headers }, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(headers));
  });
  await listen(upstream, 0, 'the server behind the proxy');
  const url = `http://${LOOPBACK}:${await freePort()}`;
  let proxy: OAuth2Proxy | undefined;
  try {
    proxy = await startOAuth2Proxy(build.program, url, {
      provider: 'oidc',
      'oidc-issuer-url': issuer,
      ...endpoints,
      'client-id': PROXY_CLIENT.id,
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
      // People come here after a log-out, and browsers ask for the picture by themselves.
      'skip-auth-route': 'GET=^/(bye|favicon\\.ico)$',
      'whitelist-domain': new URL(issuer).host,
    });
    onTestFailed(() => void process.stderr.write(`oauth2-proxy said:\n${proxy?.output()}\n`));
    const toldBy = async (person: Person) => {
      const page = await person.open(`${url}/orders`);
      expect([page.url.href, page.status]).toEqual([`${url}/orders`, 200]);
      return JSON.parse(page.text);
    };
    await use({ url, toldBy });
  } finally {
    await proxy?.stop();
    await close(upstream);
  }
};

/** The server behind the proxy is told who the person is, and the person stays logged in over `seconds`. Resolves to the access tokens before and after. */
export const useForAWhile = async ({ toldBy }: Proxied, person: Person, seconds: number) => {
  const first = await toldBy(person);
  expect(first).toMatchObject({ 'x-forwarded-email': person.address, 'x-forwarded-user': person.userId });
  expect(person.logIns()).toBe(1);
  expect(person.requests()[0]).toMatchObject(PROTECTED);
  await wait(seconds * 1000);
  const second = await toldBy(person);
  expect(second['x-forwarded-access-token']).not.toBe(first['x-forwarded-access-token']);
  // It was refreshed, and nobody was asked.
  expect(person.logIns()).toBe(1);
  return [first, second].map((headers) => String(headers['x-forwarded-access-token']));
};

const logOutQuery = (url: string) =>
  new URLSearchParams({ client_id: PROXY_CLIENT.id, post_logout_redirect_uri: `${url}/bye` });

/** Where a person leaves the proxy at `url`, and goes on to the log-out of the service. */
export const logOutAddress = (url: string, issuer: string): string =>
  `${url}/oauth2/sign_out?${new URLSearchParams({ rd: `${issuer}/logout?${logOutQuery(url)}` })}`;

/** Out of the proxy, and of the service, which asks whether the person wants to. */
export const signOut = async ({ url, toldBy }: Proxied, person: Person, issuer: string): Promise<void> => {
  const question = await person.open(logOutAddress(url, issuer));
  const query = logOutQuery(url);
  expect(question.url.href).toBe(`${issuer}/logout?${query}`);
  const fields = Object.fromEntries([...query.keys()].map((name) => [name, fieldOf(question, name)]));
  expect((await person.submit(`${issuer}/logout/confirm`, fields)).url.href).toBe(`${url}/bye`);
  const before = person.logIns();
  await toldBy(person);
  expect(person.logIns()).toBe(before + 1);
};
