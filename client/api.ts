// The JSON routes as functions, for user interfaces of one's own. Nothing throws: errors are values.
import type { components, paths } from '../docs/client.d.ts';
import { randomText } from './encoding.ts';
import type { Latchkey } from './index.ts';
import { type ApiError, NO_ANSWER, problemOf } from './problem.ts';
import { timesOf, userOfAccount } from './session/session.ts';

export type { ApiError } from './problem.ts';
export type ApiResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ApiError };

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

const CALLS = {
  signUp: ['post', '/signup'],
  resend: ['post', '/signup/resend'],
  verify: ['post', '/verify'],
  verifyStatus: ['post', '/verify/status'],
  inspectLink: ['post', '/links/inspect'],
  logInWithPassword: ['post', '/login'],
  requestLogInMail: ['post', '/login/link'],
  confirmLogInMail: ['post', '/login/link/confirm'],
  requestReset: ['post', '/reset'],
  confirmReset: ['post', '/reset/confirm'],
  requestCode: ['post', '/otp'],
  checkCode: ['post', '/otp/check'],
  undoEmail: ['post', '/email/undo'],
  consents: ['get', '/consents'],
  profileFields: ['get', '/profile-fields'],
  me: ['get', '/me'],
  changeMe: ['patch', '/me'],
  deleteMe: ['delete', '/me'],
  changePassword: ['post', '/me/password'],
  changeEmail: ['post', '/me/email'],
  confirmEmail: ['post', '/me/email/confirm'],
  changePhone: ['post', '/me/phone'],
  confirmPhone: ['post', '/me/phone/confirm'],
  sessions: ['get', '/me/sessions'],
  endOtherSessions: ['delete', '/me/sessions'],
  myConsents: ['get', '/me/consents'],
  answerConsents: ['put', '/me/consents'],
} as const satisfies Record<string, readonly [Method, keyof paths]>;

type Calls = typeof CALLS;
type OperationOf<Name extends keyof Calls> = paths[Calls[Name][1]] extends { [Key in Calls[Name][0]]: infer Found }
  ? Found
  : never;
/** Cookies are for pages of the service's own site. */
type WithoutCookies<Body> = Body extends unknown ? Omit<Body, 'credentials'> : never;
type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : undefined;
type ValueOf<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & (200 | 202)]: JsonOf<Responses[Status]> }[keyof Responses & (200 | 202)]
  : never;
type JsonOf<Response> = Response extends { content: { 'application/json': infer Value } } ? Value : never;
type ArgumentsOf<Body> = [unknown] extends [Body] ? [] : Body extends undefined ? [] : [body: WithoutCookies<Body>];

export type Api = {
  readonly [Name in keyof Calls]: (
    ...body: ArgumentsOf<BodyOf<OperationOf<Name>>>
  ) => Promise<ApiResult<ValueOf<OperationOf<Name>>>>;
};

/** They send a message. A repeat with the same key gets the same answer and sends nothing. */
const SENDS: readonly string[] = [
  '/signup',
  '/signup/resend',
  '/login/link',
  '/reset',
  '/otp',
  '/me/email',
  '/me/phone',
];
const RETRY_MILLISECONDS = 1000;

/** A call that opens a session hands it to `latchkey`, which keeps it fresh from then on. */
export const createApi = (latchkey: Latchkey): Api => {
  const call = async (method: Method, path: string, body?: object): Promise<ApiResult<unknown>> => {
    const send = path.startsWith('/me') ? latchkey.fetch : latchkey.plainFetch;
    const headers: Record<string, string> = {
      ...(body && { 'content-type': 'application/json' }),
      ...(SENDS.includes(path) && { 'idempotency-key': randomText() }),
    };
    const init = { method: method.toUpperCase(), headers, ...(body && { body: JSON.stringify(body) }) };
    const askedAt = latchkey.now();
    const ask = () => send(`${latchkey.issuer}${path}`, init).catch(() => undefined);
    let response = await ask();
    if (!response && SENDS.includes(path)) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
      response = await ask();
    }
    if (!response) return { ok: false, error: NO_ANSWER };
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return { ok: false, error: problemOf(response.status, answer) };
    takeOver(latchkey, answer, askedAt);
    return { ok: true, value: answer };
  };
  const calls = Object.entries(CALLS).map(([name, [method, path]]) => [
    name,
    (body?: object) => call(method, path, body),
  ]);
  return Object.fromEntries(calls) as Api;
};

const takeOver = (latchkey: Latchkey, answer: unknown, askedAt: number): void => {
  const answered = answer as Partial<components['schemas']['Token']> & { readonly status?: string };
  const { accessToken, refreshToken, expiresInSeconds = 0, user } = answered;
  if (answered.status === 'deleted') latchkey.adopt(undefined);
  if (accessToken === undefined || !user) return;
  const tokens = { accessToken, user: userOfAccount(user), ...timesOf(askedAt, expiresInSeconds) };
  const former = latchkey.session();
  if (refreshToken !== undefined) latchkey.adopt({ id: randomText(), kind: 'api', refreshToken, ...tokens });
  else if (former) latchkey.adopt({ ...former, ...tokens });
};
