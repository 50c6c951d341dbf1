// Answers in the form of OAuth 2.0: errors as JSON (RFC 6749, section 5.2) or in a redirect (section 4.1.2.1), never kept by a cache.
import type { OAuthError } from '#domain/oauth/oauth-error.ts';
import { json, type Reply } from './reply.ts';

/** `challenge`: the client used `Authorization`, so a refusal names the scheme. */
export const oauthProblem = ({ error, description }: OAuthError, challenge = false): Reply => {
  const reply = json(statusOf(error), { error, error_description: description });
  const headers = {
    ...reply.headers,
    ...(error === 'invalid_client' && challenge && { 'www-authenticate': 'Basic realm="clients"' }),
    ...(error === 'temporarily_unavailable' && { 'retry-after': '1' }),
  };
  return { ...reply, headers };
};

const statusOf = (error: OAuthError['error']): number => {
  if (error === 'temporarily_unavailable') return 503;
  return error === 'invalid_client' ? 401 : 400;
};

/** `undefined` leaves a parameter out. The URI is a registered one, so it has no fragment. */
export const redirect = (
  uri: string,
  parameters: Readonly<Record<string, string | undefined>>,
  { status = 302, cookies = [] }: { readonly status?: 302 | 303; readonly cookies?: readonly string[] } = {},
): Reply => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  const location = text === '' ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${text}`;
  return { status, headers: { location }, cookies, body: '' };
};
