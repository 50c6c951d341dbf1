// An application with Auth.js, as its documents tell to write it: sign-in, rotation of refresh tokens, and a sign-out at the provider.
import { Auth, type AuthConfig, customFetch } from '@auth/core';
import type { JWT } from '@auth/core/jwt';
import type { App } from './person.ts';

interface AppOptions {
  readonly issuer: string;
  /** Of the application itself. */
  readonly origin: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** Reaches the issuer. */
  readonly fetch: typeof globalThis.fetch;
  /** The clock of the application, in milliseconds since 1970. */
  readonly now: () => number;
}

/** What the application keeps in its own cookie, encrypted by Auth.js. */
interface Kept extends JWT {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
  /** In seconds since 1970. */
  readonly expiresAt: number;
  readonly error?: string;
}

const SCOPE = 'openid email profile offline_access';

export const createAuthJsApp = ({ issuer, origin, clientId, clientSecret, fetch, now }: AppOptions): App => {
  /** https://authjs.dev/guides/refresh-token-rotation */
  const refresh = async (kept: Kept): Promise<Kept> => {
    const discovered = await fetch(`${issuer}/.well-known/openid-configuration`);
    const { token_endpoint } = (await discovered.json()) as { token_endpoint: string };
    const response = await fetch(token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        ...(clientSecret !== undefined && { client_secret: clientSecret }),
        grant_type: 'refresh_token',
        refresh_token: kept.refreshToken,
      }),
    });
    const tokens = (await response.json()) as Record<string, string> & { readonly expires_in: number };
    if (!response.ok) return { ...kept, error: tokens['error'] ?? 'RefreshTokenError' };
    const expiresAt = Math.floor(now() / 1000 + tokens.expires_in);
    const { access_token: accessToken = '', refresh_token: refreshToken = kept.refreshToken } = tokens;
    return { ...kept, accessToken, refreshToken, expiresAt };
  };

  const config: AuthConfig = {
    basePath: '/api/auth',
    trustHost: true,
    secret: 'a secret of the application alone, of 32 characters or more',
    providers: [
      {
        id: 'latchkey',
        name: 'Latchkey',
        type: 'oidc',
        issuer,
        clientId,
        [customFetch]: fetch,
        ...(clientSecret === undefined ? { client: { token_endpoint_auth_method: 'none' } } : { clientSecret }),
        checks: ['pkce', 'state', 'nonce'],
        authorization: { params: { scope: SCOPE } },
      },
    ],
    callbacks: {
      jwt: async ({ token, account }) => {
        if (account) {
          const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = account;
          return { ...token, accessToken, refreshToken, idToken, expiresAt: account.expires_at };
        }
        const kept = token as Kept;
        return now() < kept.expiresAt * 1000 ? kept : refresh(kept);
      },
      session: ({ session, token }) => {
        const { accessToken, idToken, error } = token as Kept;
        return { ...session, accessToken, idToken, error };
      },
      // After a sign-out here the person goes on to the provider.
      redirect: ({ url, baseUrl }) => (url.startsWith(`${issuer}/logout?`) ? url : new URL(url, baseUrl).href),
    },
    logger: { error: () => undefined, warn: () => undefined },
  };

  return async (request) =>
    new URL(request.url).pathname.startsWith('/api/auth/')
      ? Auth(request, config)
      : new Response(`the application at ${origin}`, { headers: { 'content-type': 'text/plain' } });
};
