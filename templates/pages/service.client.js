// @ts-check
// Sends requests to the service and reads its answers.

/** The answer of the service; status 0 if there was none. @typedef {{ status: number, body: Record<string, unknown> }} Reply */
/** A JSON body. A value of `undefined` is left out. @typedef {Record<string, unknown>} Fields */

const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const REFRESH_PATH = '/token/refresh';

/**
 * Never throws. The pages' `no-referrer` could make a browser send `Origin: null`, but the server needs the origin.
 * @param {string} method @param {string} path @param {Fields} [fields] @param {string} [accessToken] @returns
 * {Promise<Reply>}
 */
export async function call(method, path, fields, accessToken) {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(fields && { 'content-type': 'application/json' }),
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      },
      ...(fields && { body: JSON.stringify(fields) }),
      cache: 'no-store',
      referrerPolicy: 'strict-origin',
      // If the answer of a rotation is lost with the page, a later refresh looks like a stolen token.
      keepalive: path === REFRESH_PATH,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLISECONDS),
    });
    const body = await response.json().catch(() => undefined);
    return { status: response.status, body: body && typeof body === 'object' ? body : {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** Sends the server's cookies too. @param {string} path @param {Fields} fields @param {string} [accessToken] */
export function post(path, fields, accessToken) {
  return call('POST', path, { ...fields, credentials: 'cookie' }, accessToken);
}

/**
 * Gets the next refresh token as a cookie, and an access token. One tab at a time: the second one uses the first one's new
 * cookie.
 */
export function refresh() {
  const ask = () => post(REFRESH_PATH, {});
  // A browser that blocks storage may refuse the lock, too.
  return navigator.locks ? navigator.locks.request('refresh', ask).catch(ask) : ask();
}

/** @param {Reply} reply */
export function isGood({ status }) {
  return status === 200 || status === 202;
}

/** @param {Reply} reply @returns {string[]} */
export function faultyPaths(reply) {
  const errors = reply.body['errors'];
  return Array.isArray(errors) ? errors.map((error) => String(error?.path)) : [];
}

/** @param {Reply} reply @param {string} name */
export function numberIn(reply, name) {
  const value = reply.body[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Whether the same request may succeed later. @param {Reply} reply */
export function isPassing({ status, body }) {
  return status === 0 || status === 429 || status >= 500 || body['code'] === 'try_again';
}
