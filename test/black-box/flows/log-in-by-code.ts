// A person signs up on the hosted pages, and an application logs the person in by the code flow.
import { createHash } from 'node:crypto';
import { openPagesBrowser } from './pages-browser.ts';
import { type Answer, request, type Target } from './target.ts';

/** To be among the `clients` of the stage. */
export const SHOP = {
  id: 'shop',
  name: 'Shop',
  redirectUris: ['https://shop.example.com/callback'],
  postLogoutRedirectUris: ['https://shop.example.com/'],
};
const [REDIRECT_URI = ''] = SHOP.redirectUris;
const VERIFIER = 'a-verifier-of-43-characters-or-more-as-RFC-7636-says';

/** The answers of the authorization endpoint, before and after a log-in, of the token endpoint and of `/userinfo`. */
export const logInByCode = async (target: Target): Promise<Readonly<Record<string, Answer>>> => {
  const query = new URLSearchParams({
    client_id: SHOP.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid email offline_access',
    state: 'a state',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const stranger = await request(target, `/authorize?${query}`);
  const owner = await (await openPagesBrowser(target)).get(`/authorize?${query}`);
  const code = new URL(owner.headers.get('location') ?? 'none:').searchParams.get('code') ?? '';
  const fields = { grant_type: 'authorization_code', client_id: SHOP.id, redirect_uri: REDIRECT_URI };
  const tokens = await request(target, '/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${new URLSearchParams({ ...fields, code, code_verifier: VERIFIER })}`,
  });
  const claims = await request(target, '/userinfo', {
    headers: { authorization: `Bearer ${tokens.body?.access_token}` },
  });
  return { stranger, owner, tokens, claims };
};
