// AppAuth logs people in to a native app, refreshes and logs out.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { freePort } from '../support/servers/free-port.ts';
import { createNativeApp, loopbackHandler, SchemeHandler } from './native-app.ts';
import { aPerson, type Person, PROTECTED } from './person.ts';

const SCHEME = 'com.example.app:';
const PHONE = {
  id: 'phone',
  name: 'Phone',
  redirectUris: [`${SCHEME}/callback`],
  postLogoutRedirectUris: [`${SCHEME}/bye`],
};
/** Where the person arrives after a log-out. */
const SITE = 'http://127.0.0.1:51006';
const service = useLocalService({ clients: [...LOCAL_CLIENTS, PHONE] });
const SCOPE = 'openid email offline_access';

/** A system whose way to open the browser keeps the address for the test's person. */
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

const inBrowser = async (person: Person) => {
  const read = async () => {
    try {
      return readFileSync(opened, 'utf8');
    } catch {
      return undefined;
    }
  };
  return person.open(await service.until(read, 'the address that the app opened'));
};

type App = Awaited<ReturnType<typeof createNativeApp>>;

/** From the tokens of a log-in to its end, and back where the app says. */
const liveOn = async (app: App, tokens: Awaited<ReturnType<App['logIn']>>, person: Person, bye: string) => {
  const authorization = `Bearer ${tokens.accessToken}`;
  const answer = await service.get('/userinfo', { authorization });
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

it('logs in by a loopback address, refreshes and logs out', async () => {
  const person = await aPerson(targetOf(service), { [SITE]: async () => new Response('the site of the app') });
  const port = await freePort();
  const redirect = `http://127.0.0.1:${port}/callback`;
  const app = await createNativeApp(service.url, 'local', redirect);
  const loggedIn = app.logIn(loopbackHandler(port), SCOPE);
  const page = await inBrowser(person);
  expect(page.url.href).toMatch(new RegExp(`^${redirect}\\?code=`));
  expect(page.text).toContain('Close your browser');
  await liveOn(app, await loggedIn, person, `${SITE}/`);
});

it('logs in by a scheme of the app’s own, which the system hands over, refreshes and logs out', async () => {
  const person = await aPerson(targetOf(service));
  const app = await createNativeApp(service.url, PHONE.id, `${SCHEME}/callback`);
  const handler = new SchemeHandler();
  const loggedIn = app.logIn(handler, SCOPE);
  const { url } = await inBrowser(person);
  expect(url.protocol).toBe(SCHEME);
  await handler.handOver(url);
  await liveOn(app, await loggedIn, person, `${SCHEME}/bye`);
});

/** A log-in whose answer is changed on its way to the app. */
const answered = async (change: (url: URL) => void = () => undefined) => {
  const app = await createNativeApp(service.url, PHONE.id, `${SCHEME}/callback`);
  const handler = new SchemeHandler();
  const loggedIn = app.logIn(handler, SCOPE);
  const { url } = await inBrowser(await aPerson(targetOf(service)));
  change(url);
  await handler.handOver(url);
  return { app, loggedIn };
};

it('revokes', async () => {
  const { app, loggedIn } = await answered();
  const { refreshToken } = await loggedIn;
  expect(await app.revoke(refreshToken)).toBe(true);
  await expect(app.refresh(refreshToken)).rejects.toThrow('Bad Request');
});

it('takes no answer to another request', async () => {
  const { loggedIn } = await answered(({ searchParams }) => searchParams.set('state', 'another'));
  await expect(loggedIn).rejects.toThrow('another request');
});
