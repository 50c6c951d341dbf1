// A person at an application with Authlib, at a service of any kind.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { addressAt, request, type Target } from '../black-box/flows/target.ts';
import { aPerson, PROTECTED } from './person.ts';

const SITE = 'http://127.0.0.1:51007';
/** To be in the clients of the application. Authlib refreshes an access token in its last minute. */
export const OF_AUTHLIB = {
  redirectUris: [`${SITE}/callback`],
  postLogoutRedirectUris: [`${SITE}/`],
  accessTokenSeconds: 60,
};

/** One line of JSON to it, and one back. */
const startApp = () => {
  const child = spawn('python3', [join(import.meta.dirname, 'python/log_in.py')], { stdio: ['pipe', 'pipe', 'pipe'] });
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

/** What discovery says, with where its endpoints are reached. The person's browser knows where the others are. */
const discover = async (target: Target): Promise<Readonly<Record<string, unknown>>> => {
  const { body } = await request(target, '/.well-known/openid-configuration');
  const names = ['token_endpoint', 'userinfo_endpoint', 'revocation_endpoint', 'jwks_uri'];
  return { ...body, ...Object.fromEntries(names.map((name) => [name, addressAt(target, body[name])])) };
};

/** Logs in, refreshes, revokes and logs out. */
export const liveWithAuthlib = async (
  target: Target,
  { id, secret }: { readonly id: string; readonly secret?: string },
): Promise<void> => {
  const person = await aPerson(target, { [SITE]: async () => new Response('the application') });
  const app = startApp();
  try {
    const { url } = await app.ask({
      ...{ server: await discover(target), clientId: id, clientSecret: secret, redirectUri: `${SITE}/callback` },
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
    expect((await person.open(`${target.issuer}/logout?${query}`)).url.href).toBe(`${SITE}/`);
    await person.open(url);
    expect(person.logIns()).toBe(2);
  } finally {
    app.stop();
  }
};
