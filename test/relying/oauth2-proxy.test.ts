// oauth2-proxy logs people in, tells the server behind it who they are, refreshes and logs out.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LOOPBACK } from '../../bin/local/listen.ts';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import {
  BUILD_AND_RUN_MILLISECONDS,
  PROXY_CLIENT,
  signOut,
  useForAWhile,
  withOAuth2Proxy,
} from './oauth2-proxy/proxy-flow.ts';
import { aPerson } from './person.ts';

/** Short enough to wait for its end. */
const accessTokenSeconds = 2;
const AFTER_ITS_END = accessTokenSeconds + 1;
const service = useLocalService({ clients: [{ ...PROXY_CLIENT, accessTokenSeconds }] });

it('logs a person in, tells who it is, refreshes and logs out', {
  timeout: BUILD_AND_RUN_MILLISECONDS,
}, async (test) => {
  // Its sign-out ends the session at the service, too.
  const options = { 'backend-logout-url': `${service.url}/logout?id_token_hint={id_token}` };
  await withOAuth2Proxy(test, service.url, options, async (proxied) => {
    const person = await aPerson(targetOf(service));
    const userInfo = (token = '') => service.get('/userinfo', { authorization: `Bearer ${token}` });
    const [first, second] = await useForAWhile(proxied, person, AFTER_ITS_END);
    expect((await userInfo(first)).status).toBe(401);
    expect(await userInfo(second)).toMatchObject({ status: 200, body: { sub: person.userId } });

    const thief = person.copyAt(LOOPBACK);
    await signOut(proxied, person, service.url);
    // The cookie that was taken earlier works until the access token ends.
    await wait(AFTER_ITS_END * 1000);
    await proxied.toldBy(thief);
    expect(thief.logIns()).toBe(1);
  });
});
