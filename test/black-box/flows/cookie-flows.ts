// Cookie mode, as the hosted pages use it.
import { expect, it } from 'vitest';
import { freshAddress, mailTo, PASSWORD, post, readMail, type Target } from './target.ts';

export const cookieFlows = (getTarget: () => Target): void => {
  it('continuation and refresh token travel in HttpOnly cookies only, and foreign origins are refused', async () => {
    const target = getTarget();
    const { origin } = new URL(target.issuer);
    const email = freshAddress();
    const body = { email, password: PASSWORD, credentials: 'cookie' };
    const foreign = await post(target, '/signup', body, { origin: 'https://foreign.example' });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
    const begun = await post(target, '/signup', body, { origin });
    expect(begun.status).toBe(202);
    expect(begun.body).not.toHaveProperty('continuation');
    const [cookie = ''] = begun.headers.getSetCookie();
    expect(cookie).toMatch(/latchkey-continuation-signup=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax/);
    expect(cookie.startsWith('__Host-') && cookie.endsWith('; Secure')).toBe(origin.startsWith('https:'));

    const { token } = readMail(target, await mailTo(target, email));
    const headers = { origin, cookie: cookie.split(';')[0] ?? '' };
    const verified = await post(target, '/verify', { token, credentials: 'cookie' }, headers);
    expect(verified).toMatchObject({ status: 200, body: { user: { email } } });
    expect(verified.body).not.toHaveProperty('refreshToken');
    const [refresh, continuation] = verified.headers.getSetCookie();
    expect(refresh).toMatch(/latchkey-refresh=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax/);
    expect(continuation).toMatch(/latchkey-continuation-signup=; .*Max-Age=0/);
  });
};
