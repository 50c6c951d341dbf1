// Auth.js logs people in, refreshes and logs out.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { SERVER } from '../support/oauth.ts';
import { createAuthJsApp } from './auth-js-app.ts';
import { aPerson, fieldOf, type Person, PROTECTED } from './person.ts';

const { secret, ...server } = SERVER;
const ORIGIN = 'http://127.0.0.1:51005';
const [local] = LOCAL_CLIENTS;
if (!local) throw new Error('there is no local client');
const { redirectUris, postLogoutRedirectUris = [] } = local;

/** Short enough to wait for its end. */
const ACCESS_TOKEN_SECONDS = 2;
const CLIENTS = [
  { ...local, accessTokenSeconds: ACCESS_TOKEN_SECONDS },
  { ...server, redirectUris, postLogoutRedirectUris, accessTokenSeconds: ACCESS_TOKEN_SECONDS },
];
const service = useLocalService({ clients: CLIENTS });

const anApp = (clientId: string, clientSecret?: string) =>
  createAuthJsApp({
    issuer: service.url,
    origin: ORIGIN,
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
  });

const signIn = async (person: Person) => {
  const page = await person.open(`${ORIGIN}/api/auth/signin`);
  const csrfToken = fieldOf(page, 'csrfToken');
  return person.submit(`${ORIGIN}/api/auth/signin/latchkey`, { csrfToken, callbackUrl: `${ORIGIN}/` });
};

const sessionOf = async (person: Person) => JSON.parse((await person.open(`${ORIGIN}/api/auth/session`)).text);

/** The service's word on an access token. */
const userInfo = async (accessToken: string) =>
  (await service.get('/userinfo', { authorization: `Bearer ${accessToken}` })).status;

it.each([
  ['a public client', 'local', undefined],
  ['a client with a secret', server.id, secret],
])('logs in, refreshes and logs out: %s', async (_, clientId, clientSecret) => {
  const person = await aPerson(targetOf(service), { [ORIGIN]: anApp(clientId, clientSecret) });
  expect(await sessionOf(person)).toBeNull();

  expect((await signIn(person)).url.href).toBe(`${ORIGIN}/`);
  expect(person.requests()[0]).toMatchObject(PROTECTED);
  const first = await sessionOf(person);
  expect(first.user.email).toBe(person.address);
  expect(await userInfo(first.accessToken)).toBe(200);

  await wait(ACCESS_TOKEN_SECONDS * 1000 + 1000);
  expect(await userInfo(first.accessToken)).toBe(401);
  const second = await sessionOf(person);
  expect(second.error).toBeUndefined();
  expect(second.accessToken).not.toBe(first.accessToken);
  expect(await userInfo(second.accessToken)).toBe(200);

  const thief = person.copyAt('127.0.0.1');
  const query = new URLSearchParams({ id_token_hint: first.idToken, post_logout_redirect_uri: `${ORIGIN}/` });
  const csrfToken = fieldOf(await person.open(`${ORIGIN}/api/auth/signout`), 'csrfToken');
  const callbackUrl = `${service.url}/logout?${query}`;
  const out = await person.submit(`${ORIGIN}/api/auth/signout`, { csrfToken, callbackUrl });
  expect(out.url.href).toBe(`${ORIGIN}/`);
  expect(await sessionOf(person)).toBeNull();
  await wait(ACCESS_TOKEN_SECONDS * 1000 + 1000);
  expect((await sessionOf(thief)).error).toBe('invalid_grant');

  const before = person.logIns();
  await signIn(person);
  expect(person.logIns()).toBe(before + 1);
});

it('lets nobody in by a callback of another browser', async () => {
  const apps = { [ORIGIN]: anApp('local') };
  let callback = '';
  const attacker = await aPerson(targetOf(service), {
    [ORIGIN]: async (request) => {
      if (request.url.includes('/callback/')) callback = request.url;
      return callback ? new Response('kept') : apps[ORIGIN](request);
    },
  });
  await signIn(attacker);
  expect(callback).toContain('code=');
  const victim = await aPerson(targetOf(service), apps);
  expect((await victim.open(callback)).url.searchParams.get('error')).toBeTruthy();
  expect(await sessionOf(victim)).toBeNull();
});
