// The JSON routes as functions, for user interfaces of one's own. Nothing throws: errors are values.
import type { components } from '../docs/client.d.ts';
import { type Api, type ApiResult, CALLS, type Method, type OwnerProof, PROVES } from './calls.ts';
import { randomText } from './encoding.ts';
import { askTwice, exchange, SENDS } from './exchange.ts';
import type { Latchkey } from './index.ts';
import { NO_ANSWER, problemOf } from './problem.ts';
import { timesOf, userOfAccount } from './session/session.ts';

export type { Api, ApiResult } from './calls.ts';
export type { ApiError } from './problem.ts';

type Fields = Readonly<Record<string, unknown>>;
type Answer = Partial<components['schemas']['Token']> & { readonly status?: string };

/** Fields go where the route has them: `{id}` into its path, those of GET into its query, all others into its body. */
const requestOf = (method: Method, path: string, fields: Fields): readonly [string, RequestInit] => {
  const { id, ...others } = fields;
  const rest = path.includes('{id}') ? others : fields;
  const to = path.replace('{id}', encodeURIComponent(String(id)));
  if (method !== 'get') {
    const headers = {
      'content-type': 'application/json',
      ...(SENDS.includes(path) && { 'idempotency-key': randomText() }),
    };
    return [to, { method: method.toUpperCase(), headers, body: JSON.stringify(rest) }];
  }
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, String(value));
  return [`${to}?${query}`, {}];
};

/** A call that opens a session hands it to `latchkey`, which keeps it fresh from then on. */
export const createApi = (latchkey: Latchkey): Api => {
  const { issuer, plainFetch, session } = latchkey;

  const send = async (method: Method, path: string, fields: Fields = {}): Promise<ApiResult<unknown>> => {
    const isOwn = path.startsWith('/me');
    // Otherwise a refresh on the way could make the proof a spent token.
    if (isOwn) await latchkey.accessToken().catch(() => undefined);
    const asking = session();
    const isProof = PROVES.includes(`${method} ${path}`) && fields['password'] === undefined;
    const proof = isProof ? { refreshToken: asking?.refreshToken } : {};
    const [to, init] = requestOf(method, path, { ...proof, ...fields });
    const askedAt = latchkey.now();
    const ask = () => exchange(isOwn ? latchkey.fetch : plainFetch, `${issuer}${to}`, init);
    const { status, body: answer } = await (SENDS.includes(path) ? askTwice(ask) : ask());
    if (status === 0) return { ok: false, error: NO_ANSWER };
    if (status !== 200 && status !== 202) return { ok: false, error: problemOf(status, answer) };
    // Who has logged out or in meanwhile stays so; a log-in itself counts.
    if (isOwn && asking?.id !== session()?.id) drop(answer);
    else takeOver(answer, askedAt);
    return { ok: true, value: answer };
  };

  const takeOver = (answer: unknown, askedAt: number): void => {
    const { accessToken, refreshToken, expiresInSeconds = 0, user, status } = answer as Answer;
    const former = session();
    if (status === 'deleted' || status === 'logged_out') latchkey.adopt(undefined);
    if (accessToken === undefined || !user) return;
    const tokens = { accessToken, user: userOfAccount(user), ...timesOf(askedAt, expiresInSeconds) };
    if (refreshToken !== undefined) latchkey.adopt({ id: randomText(), kind: 'api', refreshToken, ...tokens });
    else if (former) latchkey.adopt({ ...former, ...tokens });
  };

  /** Ends a session that was opened for somebody who is not here any more. */
  const drop = (answer: unknown): void => {
    const { refreshToken } = answer as Answer;
    if (refreshToken === undefined) return;
    const [to, init] = requestOf('post', '/logout', { refreshToken });
    plainFetch(`${issuer}${to}`, init).catch(() => undefined);
  };

  const logOutEverywhere = async (proof: OwnerProof = {}): Promise<ApiResult<unknown>> => {
    await latchkey.accessToken().catch(() => undefined);
    const { kind, refreshToken } = session() ?? {};
    if (kind === 'api') return send('post', '/logout/all', { refreshToken, ...proof });
    const result = await send('delete', '/me/sessions', { ...proof });
    if (!result.ok) return result;
    await latchkey.logOut({ hosted: false });
    return { ok: true, value: { status: 'logged_out' } };
  };

  const calls = Object.entries(CALLS).map(([name, [method, path]]) => [
    name,
    (fields?: Fields) => send(method, path, fields),
  ]);
  return { ...Object.fromEntries(calls), logOutEverywhere } as Api;
};
