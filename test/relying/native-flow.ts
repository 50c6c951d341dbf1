// A person at a native app with AppAuth, at a service of any kind.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { eventually, request, type Target } from '../black-box/flows/target.ts';
import { freePort } from '../support/servers/free-port.ts';
import { createNativeApp, loopbackHandler, SchemeHandler } from './native-app.ts';
import { aPerson, type Person, PROTECTED } from './person.ts';

const SCHEME = 'com.example.app:';
/** Where the person arrives after a log-out. */
const SITE = 'http://127.0.0.1:51006';
/** To be among the clients of the service. */
export const PHONE = {
  id: 'phone',
  name: 'Phone',
  redirectUris: [`${SCHEME}/callback`, 'http://127.0.0.1/callback'],
  postLogoutRedirectUris: [`${SCHEME}/bye`, `${SITE}/`],
};
const SCOPE = 'openid email offline_access';

/** A system whose way to open the browser keeps the address for the test's person. Resolves to where the browser is in the end. */
export const useSystemBrowser = () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-system-'));
  const opened = join(folder, 'opened');
  const { PATH } = process.env;
  beforeAll(() => {
    const opener = join(folder, 'xdg-open');
    writeFileSync(opener, `#!/bin/sh\nprintf %s "$1" >'${opened}.part' && mv '${opened}.part' '${opened}'\n`);
    chmodSync(opener, 0o755);
    process.env['PATH'] = [folder, PATH].join(delimiter);
  });
  beforeEach(() => rmSync(opened, { force: true }));
  afterAll(() => {
    process.env['PATH'] = PATH;
    rmSync(folder, { recursive: true, force: true });
  });
  const read = async () => {
    try {
      return readFileSync(opened, 'utf8');
    } catch {
      return undefined;
    }
  };
  return async (person: Person) => person.open(await eventually(read, 'the address that the app opened'));
};
type InBrowser = ReturnType<typeof useSystemBrowser>;
type App = Awaited<ReturnType<typeof createNativeApp>>;

/** From the tokens of a log-in to its end, and back where the app says. */
const liveOn = async (
  target: Target,
  app: App,
  tokens: Awaited<ReturnType<App['logIn']>>,
  person: Person,
  bye: string,
) => {
  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  const answer = await request(target, '/userinfo', { headers });
  expect(answer.body).toMatchObject({ sub: person.userId, email: person.address });

  // AppAuth for JavaScript knows no nonce.
  const { nonce: _, ...protectedByAppAuth } = PROTECTED;
  expect(person.requests()[0]).toMatchObject(protectedByAppAuth);

  const next = await app.refresh(tokens.refreshToken);
  expect(next.accessToken).not.toBe(tokens.accessToken);
  expect(next.refreshToken).not.toBe(tokens.refreshToken);

  const query = new URLSearchParams({ id_token_hint: tokens.idToken ?? '', post_logout_redirect_uri: bye });
  const page = await person.open(`${app.configuration.endSessionEndpoint}?${query}`);
  expect(page.url.href).toBe(bye);
  await expect(app.refresh(next.refreshToken)).rejects.toThrow('Bad Request');
};

/** Logs in by a loopback address, refreshes and logs out. */
export const liveByLoopback = async (target: Target, inBrowser: InBrowser): Promise<void> => {
  const person = await aPerson(target, { [SITE]: async () => new Response('the site of the app') });
  const port = await freePort();
  const redirect = `http://127.0.0.1:${port}/callback`;
  const app = await createNativeApp(target, PHONE.id, redirect);
  const loggedIn = app.logIn(loopbackHandler(port), SCOPE);
  const page = await inBrowser(person);
  expect(page.url.href).toMatch(new RegExp(`^${redirect}\\?code=`));
  expect(page.text).toContain('Close your browser');
  await liveOn(target, app, await loggedIn, person, `${SITE}/`);
};

/** A log-in by the scheme of the app, whose answer may be changed on its way from the system to the app. */
export const answered = async (target: Target, inBrowser: InBrowser, change: (url: URL) => void = () => undefined) => {
  const person = await aPerson(target);
  const app = await createNativeApp(target, PHONE.id, `${SCHEME}/callback`);
  const handler = new SchemeHandler();
  const loggedIn = app.logIn(handler, SCOPE);
  const { url } = await inBrowser(person);
  expect(url.protocol).toBe(SCHEME);
  change(url);
  await handler.handOver(url);
  return { person, app, loggedIn };
};

/** Logs in by a scheme of the app's own, which the system hands over, refreshes and logs out. */
export const liveByScheme = async (target: Target, inBrowser: InBrowser): Promise<void> => {
  const { person, app, loggedIn } = await answered(target, inBrowser);
  await liveOn(target, app, await loggedIn, person, `${SCHEME}/bye`);
};
