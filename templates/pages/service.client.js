// @ts-check
// Sends requests to the service and reads its answers.

/** The answer of the service; status 0 if there was none. @typedef {{ status: number, body: Record<string, unknown> }} Reply */
/** A JSON body. A value of `undefined` is left out. @typedef {Record<string, unknown>} Fields */

const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
export const REFRESH_PATH = '/token/refresh';
/** Requests that send a mail or an sms. A repeat with the same key is answered as the first one was, and sends nothing. */
const BEGIN_PATHS = ['/signup', '/signup/resend', '/login/link', '/reset', '/me/email', '/me/phone'];
const RETRY_MILLISECONDS = 1000;

/** The key of a request whose answer was lost, for the press that repeats it. Its answer follows from it, so it is never stored. */
let unanswered = { request: '', key: '' };

/**
 * Never throws. A request that sends a mail is repeated once when its answer is lost.
 * @param {string} method @param {string} path @param {Fields} [fields] @param {string} [accessToken] @returns
 * {Promise<Reply>}
 */
export async function call(method, path, fields, accessToken) {
  if (!BEGIN_PATHS.includes(path)) return send(method, path, fields, accessToken);
  const request = `${path} ${JSON.stringify(fields)}`;
  const key = unanswered.request === request ? unanswered.key : randomKey();
  unanswered = { request, key };
  let reply = await send(method, path, fields, accessToken, key);
  // Who waited in vain is told so first.
  if (reply.status === 0 && !reply.body['isLate']) {
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    reply = await send(method, path, fields, accessToken, key);
  }
  if (reply.status > 0 && reply.status < 500) unanswered = { request: '', key: '' };
  return reply;
}

/** 128 random bits. `crypto.randomUUID` does not exist in every browser that can run the pages. */
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The pages' `no-referrer` could make a browser send `Origin: null`, but the server needs the origin.
 * @param {string} method @param {string} path @param {Fields} [fields] @param {string} [accessToken] @param {string} [key]
 * @returns {Promise<Reply>}
 */
async function send(method, path, fields, accessToken, key) {
  // `AbortSignal.timeout` is newer than some browsers in use.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), REQUEST_TIMEOUT_MILLISECONDS);
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(fields && { 'content-type': 'application/json' }),
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        ...(key && { 'idempotency-key': key }),
      },
      ...(fields && { body: JSON.stringify(fields) }),
      cache: 'no-store',
      referrerPolicy: 'strict-origin',
      // If the answer of a rotation is lost with the page, a later refresh looks like a stolen token.
      keepalive: path === REFRESH_PATH,
      signal: late.signal,
    });
    const body = await response.json().catch(() => undefined);
    return { status: response.status, body: body && typeof body === 'object' ? body : {} };
  } catch {
    return { status: 0, body: { isLate: late.signal.aborted } };
  } finally {
    clearTimeout(timer);
  }
}

/** Sends the server's cookies too. @param {string} path @param {Fields} fields @param {string} [accessToken] */
export function post(path, fields, accessToken) {
  return call('POST', path, { ...fields, credentials: 'cookie' }, accessToken);
}

/** @param {Reply} reply */
export function isGood({ status }) {
  return status === 200 || status === 202;
}

/** The wrong fields of a request. @param {Reply} reply @returns {{ path?: unknown }[]} */
export function faultsIn(reply) {
  const errors = reply.body['errors'];
  return Array.isArray(errors) ? errors.map((error) => ({ ...error })) : [];
}

/** @param {Reply} reply @returns {string[]} */
export function faultyPaths(reply) {
  return faultsIn(reply).map(({ path }) => String(path));
}

/** Where the message goes, in the form of the service. @param {Reply} reply @returns {string | undefined} */
export function addressIn({ body }) {
  return typeof body['address'] === 'string' ? body['address'] : undefined;
}

/** @param {Reply} reply @param {string} name */
export function numberIn(reply, name) {
  const value = reply.body[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The account in the answer to a proof. @param {Reply} reply */
export function userIn({ body }) {
  const user = /** @type {{ email?: unknown, mailSuppressed?: unknown, mailResumed?: unknown } | undefined} */ (
    body['user']
  );
  if (typeof user?.email !== 'string') return undefined;
  const { email, mailSuppressed, mailResumed } = user;
  return { email, mailSuppressed: mailSuppressed === true, mailResumed: mailResumed === true };
}

/** Whether the same request may succeed later. @param {Reply} reply */
export function isPassing({ status, body }) {
  return status === 0 || status === 429 || status >= 500 || body['code'] === 'try_again';
}
