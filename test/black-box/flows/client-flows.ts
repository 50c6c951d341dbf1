// The life of an account, through the typed client of docs/client.d.ts.
import createClient from 'openapi-fetch';
import { expect, it } from 'vitest';
import type { components, paths } from '../../../docs/client.d.ts';
import { withRoom } from './account.ts';
import { freshAddress, mailTo, PASSWORD, readMail, type Target } from './target.ts';

const NEW_PASSWORD = 'staple a better horse';

const clientOf = ({ baseUrl, headers }: Target) => createClient<paths>({ baseUrl, ...(headers && { headers }) });

/** The data of an answer. A problem fails the test with its text. */
const dataOf = <Data>({ data, error }: { readonly data?: Data; readonly error?: unknown }): Data => {
  if (data === undefined) throw new Error(`refused: ${JSON.stringify(error)}`);
  return data;
};
const bearer = ({ accessToken }: components['schemas']['Token']) => ({ authorization: `Bearer ${accessToken}` });

export const clientFlows = (getTarget: () => Target): void => {
  it('goes from sign-up over verification, log-in, refresh and a new address to a reset', async (context) => {
    const target = await withRoom(getTarget(), context);
    const client = clientOf(target);
    const [email, newEmail] = [freshAddress(), freshAddress()];
    const begun = dataOf(await client.POST('/signup', { body: { email, password: PASSWORD, locale: 'en' } }));
    const signUp = readMail(target, await mailTo(target, email));
    const proof = { token: signUp.token, ...(begun.continuation && { continuation: begun.continuation }) };
    const verified = dataOf(await client.POST('/verify', { body: proof }));
    expect(verified.user).toMatchObject({ email, emailVerified: true, locale: 'en' });

    const loggedIn = dataOf(await client.POST('/login', { body: { email, password: PASSWORD } }));
    const refreshToken = loggedIn.refreshToken ?? '';
    const fresh = dataOf(await client.POST('/token/refresh', { body: { refreshToken } }));
    const user = dataOf(await client.GET('/me', { headers: bearer(fresh) }));
    expect(user).toEqual(loggedIn.user);

    dataOf(await client.POST('/me/email', { headers: bearer(fresh), body: { newEmail, password: PASSWORD } }));
    const { token } = readMail(target, await mailTo(target, newEmail));
    const moved = dataOf(await client.POST('/me/email/confirm', { headers: bearer(fresh), body: { token } }));
    expect(moved.user).toEqual({ ...user, email: newEmail });

    const asked = dataOf(await client.POST('/reset', { body: { email: newEmail } }));
    const { code } = readMail(target, await mailTo(target, newEmail, 2));
    const secret = { code, password: NEW_PASSWORD, ...(asked.continuation && { continuation: asked.continuation }) };
    const opened = dataOf(await client.POST('/reset/confirm', { body: secret }));
    const { data: sessions } = await client.GET('/me/sessions', { headers: bearer(opened) });
    expect(sessions?.sessions).toMatchObject([{ isCurrent: true }]);
  });

  it('gets a refusal as a typed problem', async () => {
    const client = clientOf(getTarget());
    const { data, error, response } = await client.POST('/login', {
      body: { email: freshAddress(), password: 'nothing' },
    });
    expect([data, response.status]).toEqual([undefined, 401]);
    // API Gateway's own answers have no code. The type has it as optional, so a client must check.
    expect(error && 'code' in error && error.code).toBe('invalid_credentials');
  });
};
