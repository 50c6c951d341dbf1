// Pages of one's own take over the links of mails, over HTTP and with the client library.
import { describe, expect, it } from 'vitest';
import { readClients } from '../../bin/local/environment.ts';
import { createApi } from '../../client/api.ts';
import { createLatchkey } from '../../client/index.ts';
import { readLink } from '../../client/link.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';

const LINK_URL = 'http://localhost:5173/auth';
const service = useLocalService({ clients: readClients({ LINK_URL }), anyLocalPort: true });

const openPages = () => {
  const app = createLatchkey({ issuer: service.url, clientId: 'local', storage: 'memory' });
  return { app, api: createApi(app) };
};
/** What the page finds in its address once the person followed the link of the newest mail. */
const follow = async (address: string, count: number) => {
  const { link } = await service.waitForLink(address, count);
  return { link, ...readLink(link) };
};

describe('pages of one’s own', () => {
  it('verify a sign-up, log in and reset a password by the links of their mails', async () => {
    await service.advance(61);
    const { app, api } = openPages();
    const email = freshAddress();
    const asked = { email, clientId: 'local', locale: 'ko' } as const;
    const begun = await api.signUp({ ...asked, password: PASSWORD });
    if (!begun.ok) throw new Error(begun.error.code);
    const verify = await follow(email, 1);
    expect(verify).toMatchObject({ call: 'verify', locale: 'ko' });
    expect(verify.link).toMatch(/^http:\/\/localhost:5173\/auth\/verify#/);
    const { continuation = '' } = begun.value;
    expect(await api.verify({ token: verify.token ?? '', continuation })).toMatchObject({ ok: true });
    expect(app.user()?.email).toBe(email);

    await service.advance(61);
    expect(await api.requestLogInMail(asked)).toMatchObject({ ok: true });
    const logIn = await follow(email, 2);
    expect(logIn).toMatchObject({ call: 'confirmLogInMail', link: expect.stringContaining(`${LINK_URL}/login#`) });
    expect(await api.confirmLogInMail({ token: logIn.token ?? '' })).toMatchObject({ ok: true });

    await service.advance(61);
    expect(await api.requestReset(asked)).toMatchObject({ ok: true });
    const reset = await follow(email, 3);
    expect(reset).toMatchObject({ call: 'confirmReset', link: expect.stringContaining(`${LINK_URL}/reset#`) });
    const password = 'another horse battery';
    expect(await api.confirmReset({ token: reset.token ?? '', password })).toMatchObject({ ok: true });
  });

  it('are refused to a client without them', async () => {
    const { api } = openPages();
    expect(await api.requestReset({ email: freshAddress(), clientId: 'other' })).toMatchObject({
      ok: false,
      error: { status: 400, code: 'invalid_request', errors: [{ path: 'clientId' }] },
    });
  });
});
