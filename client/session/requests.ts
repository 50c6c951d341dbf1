// The requests to the service that open, refresh and end a session.
import type { components } from '../../docs/client.d.ts';
import { LatchkeyError } from '../errors.ts';
import { exchange } from '../exchange.ts';
import type { Platform } from '../platform.ts';
import { type Session, timesOf, type User, userOfAccount } from './session.ts';

export interface Service {
  readonly platform: Platform;
  readonly issuer: string;
  readonly clientId: string;
}

type Fields = Readonly<Record<string, string>>;

/** What the routes of this file answer (docs/openapi.json): tokens of a client, tokens of the JSON routes, or an error of either. */
type Body = Partial<
  components['schemas']['ClientTokens'] &
    Omit<components['schemas']['Token'], 'user'> &
    components['schemas']['OAuthError'] & { readonly user: User; readonly code: string; readonly title: string }
>;
interface Answer {
  readonly status: number;
  readonly body: Body;
}

const send = async ({ platform, issuer }: Service, path: string, body: URLSearchParams | string): Promise<Answer> => {
  const isForm = typeof body !== 'string';
  const init = {
    method: 'POST',
    body,
    // A rotation whose answer is lost with the page would look like a stolen token. A form needs no preflight, with which some
    // browsers refuse `keepalive`.
    ...(isForm ? { keepalive: true } : { headers: { 'content-type': 'application/json' } }),
  };
  let cause: unknown;
  const fetchIt: Platform['fetch'] = (...asked) =>
    platform.fetch(...asked).catch((error: unknown) => {
      cause = error;
      throw error;
    });
  const answer = await exchange(fetchIt, `${issuer}${path}`, init);
  if (answer.status === 0) throw new LatchkeyError('network', 'the service did not answer', cause);
  return answer;
};

const refused = ({ status, body }: Answer): LatchkeyError => {
  const code = status < 500 && status !== 429 ? (body.error ?? body.code) : undefined;
  return new LatchkeyError(String(code ?? 'unavailable'), body.error_description ?? body.title);
};

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  readonly expiresAt: number;
  readonly refreshAt: number;
  readonly askedAt: number;
}

const grant = async (service: Service, fields: Fields): Promise<Tokens> => {
  const askedAt = service.platform.now();
  const answer = await send(service, '/token', new URLSearchParams({ client_id: service.clientId, ...fields }));
  const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken, expires_in = 0 } = answer.body;
  if (answer.status !== 200 || accessToken === undefined) throw refused(answer);
  return {
    accessToken,
    ...(refreshToken && { refreshToken }),
    ...(idToken && { idToken }),
    ...timesOf(askedAt, expires_in),
  };
};

export const redeemCode = (service: Service, fields: Fields): Promise<Tokens> =>
  grant(service, { grant_type: 'authorization_code', ...fields });

/** The session with its next tokens. */
export const refreshSession = async (service: Service, session: Session, refreshToken: string): Promise<Session> => {
  if (session.kind === 'client') {
    const tokens = await grant(service, { grant_type: 'refresh_token', refresh_token: refreshToken });
    return { ...session, ...tokens };
  }
  const askedAt = service.platform.now();
  const answer = await send(service, '/token/refresh', JSON.stringify({ refreshToken }));
  const { accessToken, refreshToken: next = refreshToken, expiresInSeconds = 0, user } = answer.body;
  if (answer.status !== 200 || accessToken === undefined || !user) throw refused(answer);
  const times = timesOf(askedAt, expiresInSeconds);
  return { ...session, ...times, accessToken, refreshToken: next, user: userOfAccount(user) };
};

/** Whether a refresh was refused for good. */
export const isOver = (error: unknown): boolean =>
  error instanceof LatchkeyError &&
  ['invalid_grant', 'invalid_client', 'unauthorized_client', 'session_ended'].includes(error.code);

/** Never throws: who logs out has done so, also without a network. */
export const endSession = async (service: Service, session: Session): Promise<void> => {
  const { kind, accessToken, refreshToken } = session;
  try {
    if (kind === 'client') {
      const fields = { client_id: service.clientId, token: refreshToken ?? accessToken };
      await send(service, '/revoke', new URLSearchParams(fields));
    } else await send(service, '/logout', JSON.stringify({ refreshToken }));
  } catch {}
};
