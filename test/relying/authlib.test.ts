// Authlib logs people in to an application in Python, refreshes and logs out.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { SERVER } from '../support/oauth.ts';
import { aPerson, PROTECTED } from './person.ts';

const { secret, ...server } = SERVER;
const SITE = 'http://127.0.0.1:51007';
/** Less than the minute that is left of an access token when Authlib refreshes it. */
const accessTokenSeconds = 30;
const [local] = LOCAL_CLIENTS;
if (!local) throw new Error('there is no local client');
const { redirectUris, postLogoutRedirectUris = [] } = local;
const CLIENTS = [
  { ...local, accessTokenSeconds },
  { ...server, redirectUris, postLogoutRedirectUris, accessTokenSeconds },
];
const service = useLocalService({ clients: CLIENTS });

/** One line of JSON to it, and one back. */
const startApp = () => {
  const child = spawn('python3', [join(import.meta.dirname, 'log_in.py')], { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    complaints += chunk;
  });
  return {
    ask: async (value: object) => {
      child.stdin.write(`${JSON.stringify(value)}\n`);
      const { done, value: line } = await lines.next();
      if (done) throw new Error(`log_in.py ended (pip install -r test/relying/requirements.txt): ${complaints}`);
      return JSON.parse(line);
    },
    stop: () => child.kill('SIGKILL'),
  };
};

it.each([
  ['a public client', 'local', undefined],
  ['a client with a secret', server.id, secret],
])('logs in, refreshes, revokes and logs out: %s', async (_, clientId, clientSecret) => {
  const person = await aPerson(targetOf(service), { [SITE]: async () => new Response('the application') });
  const app = startApp();
  try {
    const { url } = await app.ask({
      ...{ issuer: service.url, clientId, clientSecret, redirectUri: `${SITE}/callback` },
      scope: 'openid email offline_access',
    });
    const back = await person.open(url);
    expect(person.requests()[0]).toMatchObject(PROTECTED);
    const { idToken, ...answer } = await app.ask({ url: back.url.href });
    expect(answer).toEqual({
      ...{ sub: person.userId, email: person.address },
      ...{ rotated: true, revocation: 200, afterwards: 'invalid_grant' },
    });
    const query = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: `${SITE}/` });
    expect((await person.open(`${service.url}/logout?${query}`)).url.href).toBe(`${SITE}/`);
    await person.open(url);
    expect(person.logIns()).toBe(2);
  } finally {
    app.stop();
  }
});
