// A person at an application with Auth.js, at a service of any kind.
import { expect } from 'vitest';
import { fetchAt, request, type Target } from '../black-box/flows/target.ts';
import { createAuthJsApp } from './auth-js-app.ts';
import { aPerson, fieldOf, type Person, PROTECTED } from './person.ts';

export const ORIGIN = 'http://127.0.0.1:51005';
/** To be in the clients of the application. */
export const ADDRESSES = {
  redirectUris: [`${ORIGIN}/api/auth/callback/latchkey`],
  postLogoutRedirectUris: [`${ORIGIN}/`],
};

interface Place {
  readonly target: Target;
  readonly client: { readonly id: string; readonly secret?: string };
  /** The clock of the application. Default: that of the machine. */
  readonly now?: () => number;
}

export const anApp = ({ target, client: { id, secret }, now = Date.now }: Place) =>
  createAuthJsApp({
    ...{ issuer: target.issuer, origin: ORIGIN, clientId: id, now },
    fetch: fetchAt(target) as typeof fetch,
    ...(secret !== undefined && { clientSecret: secret }),
  });

export const signIn = async (person: Person) => {
  const page = await person.open(`${ORIGIN}/api/auth/signin`);
  const csrfToken = fieldOf(page, 'csrfToken');
  return person.submit(`${ORIGIN}/api/auth/signin/latchkey`, { csrfToken, callbackUrl: `${ORIGIN}/` });
};

export const sessionOf = async (person: Person) => JSON.parse((await person.open(`${ORIGIN}/api/auth/session`)).text);

/** The service's word on an access token. */
export const userInfo = async (target: Target, accessToken: string): Promise<number> =>
  (await request(target, '/userinfo', { headers: { authorization: `Bearer ${accessToken}` } })).status;

/** Logs in, refreshes and logs out. `outlive`: resolves when the application takes its access token for ended. */
export const liveWithAuthJs = async (place: Place, outlive: (accessToken: string) => Promise<void>): Promise<void> => {
  const { target } = place;
  const person = await aPerson(target, { [ORIGIN]: anApp(place) });
  expect(await sessionOf(person)).toBeNull();

  expect((await signIn(person)).url.href).toBe(`${ORIGIN}/`);
  expect(person.requests()[0]).toMatchObject(PROTECTED);
  const first = await sessionOf(person);
  expect(first.user.email).toBe(person.address);
  expect(await userInfo(target, first.accessToken)).toBe(200);

  await outlive(first.accessToken);
  const second = await sessionOf(person);
  expect(second.error).toBeUndefined();
  expect(second.accessToken).not.toBe(first.accessToken);
  expect(await userInfo(target, second.accessToken)).toBe(200);

  const thief = person.copyAt('127.0.0.1');
  const query = new URLSearchParams({ id_token_hint: first.idToken, post_logout_redirect_uri: `${ORIGIN}/` });
  const csrfToken = fieldOf(await person.open(`${ORIGIN}/api/auth/signout`), 'csrfToken');
  const callbackUrl = `${target.issuer}/logout?${query}`;
  const out = await person.submit(`${ORIGIN}/api/auth/signout`, { csrfToken, callbackUrl });
  expect(out.url.href).toBe(`${ORIGIN}/`);
  expect(await sessionOf(person)).toBeNull();
  await outlive(second.accessToken);
  expect((await sessionOf(thief)).error).toBe('invalid_grant');

  const before = person.logIns();
  await signIn(person);
  expect(person.logIns()).toBe(before + 1);
};
