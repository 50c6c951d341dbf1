// @ts-check
// Sends requests to the service and reads its answers.
import { randomText } from '../../../client/encoding.ts';
import { askTwice, exchange, SENDS } from '../../../client/exchange.ts';

/** The answer of the service; status 0 if there was none. @typedef {import('../../../client/exchange.ts').Exchanged} Reply */
/** A JSON body. A value of `undefined` is left out. @typedef {Record<string, unknown>} Fields */

export const REFRESH_PATH = '/token/refresh';

/** The key of a request whose answer was lost, for the press that repeats it. Its answer follows from it, so it is never stored. @type {{ request: string, key: string } | undefined} */
let unanswered;

/**
 * Never throws. A request that sends a mail or an sms is repeated once when its answer is lost.
 * @param {string} method @param {string} path @param {Fields} [fields] @param {string} [accessToken] @returns
 * {Promise<Reply>}
 */
export async function call(method, path, fields, accessToken) {
  if (!SENDS.includes(path)) return send(method, path, fields, accessToken);
  const request = `${path} ${JSON.stringify(fields)}`;
  const key = unanswered?.request === request ? unanswered.key : randomText();
  unanswered = { request, key };
  const reply = await askTwice(() => send(method, path, fields, accessToken, key));
  if (reply.status > 0 && reply.status < 500) unanswered = undefined;
  return reply;
}

/**
 * The pages' `no-referrer` could make a browser send `Origin: null`, but the server needs the origin.
 * @param {string} method @param {string} path @param {Fields} [fields] @param {string} [accessToken] @param {string} [key]
 * @returns {Promise<Reply>}
 */
function send(method, path, fields, accessToken, key) {
  return exchange(fetch, path, {
    method,
    headers: {
      ...(fields && { 'content-type': 'application/json' }),
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(fields && { body: JSON.stringify(fields) }),
    cache: /** @type {const} */ ('no-store'),
    referrerPolicy: /** @type {const} */ ('strict-origin'),
    // If the answer of a rotation is lost with the page, a later refresh looks like a stolen token.
    keepalive: path === REFRESH_PATH,
  });
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
