// @ts-check
// What the hosted pages ask of the service, and how its answers are read.

/** What the service answered; status 0 if it did not. @typedef {{ status: number, body: Record<string, unknown> }} Reply */
/** A JSON body; what is `undefined` is left out of it. @typedef {Record<string, unknown>} Fields */

const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const REFRESH_PATH = '/token/refresh';

/**
 * Never throws. `no-referrer`, the page's own policy, could make a browser send `Origin: null`; the server wants the origin.
 * @param {string} method @param {string} path @param {Fields} [fields] @param {string} [accessToken] @returns {Promise<Reply>}
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
      // A rotation whose answer is lost with the page would look like a stolen token later.
      keepalive: path === REFRESH_PATH,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLISECONDS),
    });
    const body = await response.json().catch(() => undefined);
    return { status: response.status, body: body && typeof body === 'object' ? body : {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** With the server's cookies. @param {string} path @param {Fields} fields @param {string} [accessToken] */
export function post(path, fields, accessToken) {
  return call('POST', path, { ...fields, credentials: 'cookie' }, accessToken);
}

/** The next session token, and an access token with it. One tab at a time: a second one goes on from the first one's cookie. */
export function refresh() {
  const ask = () => post(REFRESH_PATH, {});
  // A browser that keeps no storage may refuse the lock, too.
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

/** Whether asking later may be answered otherwise. @param {Reply} reply */
export function isPassing({ status, body }) {
  return status === 0 || status === 429 || status >= 500 || body['code'] === 'try_again';
}
