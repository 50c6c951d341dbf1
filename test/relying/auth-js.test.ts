// Auth.js logs people in, refreshes and logs out.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { SERVER } from '../support/oauth.ts';
import { ADDRESSES, anApp, liveWithAuthJs, ORIGIN, sessionOf, signIn, userInfo } from './auth-js-flow.ts';
import { aPerson } from './person.ts';

const { secret, ...server } = SERVER;
/** Short enough to wait for its end. */
const ACCESS_TOKEN_SECONDS = 2;
const PUBLIC = { id: 'web', name: 'Web', ...ADDRESSES, accessTokenSeconds: ACCESS_TOKEN_SECONDS };
const service = useLocalService({
  clients: [PUBLIC, { ...server, ...ADDRESSES, accessTokenSeconds: ACCESS_TOKEN_SECONDS }],
});

it.each([
  ['a public client', { id: PUBLIC.id }],
  ['a client with a secret', { id: server.id, secret }],
])('logs in, refreshes and logs out: %s', async (_, client) => {
  const target = targetOf(service);
  await liveWithAuthJs({ target, client }, async (accessToken) => {
    await wait(ACCESS_TOKEN_SECONDS * 1000 + 1000);
    expect(await userInfo(target, accessToken)).toBe(401);
  });
});

it('lets nobody in by a callback of another browser', async () => {
  const target = targetOf(service);
  const app = anApp({ target, client: PUBLIC });
  let callback = '';
  const attacker = await aPerson(target, {
    [ORIGIN]: async (request) => {
      if (request.url.includes('/callback/')) callback = request.url;
      return callback ? new Response('kept') : app(request);
    },
  });
  await signIn(attacker);
  expect(callback).toContain('code=');
  const victim = await aPerson(target, { [ORIGIN]: app });
  expect((await victim.open(callback)).url.searchParams.get('error')).toBeTruthy();
  expect(await sessionOf(victim)).toBeNull();
});
