// @ts-check
// Whether somebody is logged in in this browser. A mark in its storage says that it may be so; only then the service is
// asked, so that a stranger's visit costs no request. The mark is a time: no secret, and no name.
import { underLock } from '../../../client/session/lock.ts';
import { isGood, post, REFRESH_PATH } from './service.client.js';

/** @typedef {import('../../../client/platform.ts').Locks} Locks */
/** @typedef {import('./service.client.js').Reply} Reply */

const KEY = 'session';
const MAILED_KEY = 'mailed';
const MAILED_MILLISECONDS = 24 * 60 * 60 * 1000;
/** A log-in or log-out waits this long for the refresh of another tab. */
const TURN_MILLISECONDS = 5000;
const LONGEST_MILLISECONDS = 2 ** 31 - 1;

/** @param {string} key */
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Blocked storage remembers nothing: the pages then work without it. @param {string} key @param {string} [text] */
function write(key, text) {
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {}
}

export function mayBeLoggedIn() {
  return read(KEY) !== null;
}

/** After each log-in: another time is another log-in. */
export function rememberLogIn() {
  write(KEY, String(Date.now()));
  write(MAILED_KEY);
}

function forgetLogIn() {
  write(KEY);
}

/** Calls `leave` when another tab logs out, or logs somebody in. @param {() => void} leave */
export function onLogInElsewhere(leave) {
  addEventListener('storage', ({ key }) => key === KEY && leave());
}

/** The address that waits for a mail, for a link that comes too late. @param {string} address */
export function rememberMailed(address) {
  write(MAILED_KEY, JSON.stringify({ address, until: Date.now() + MAILED_MILLISECONDS }));
}

/** @returns {string} empty if there is none */
export function mailedAddress() {
  try {
    const { address, until } = JSON.parse(read(MAILED_KEY) ?? '{}');
    return typeof address === 'string' && until > Date.now() ? address : '';
  } catch {
    return '';
  }
}

/** Whether the answer says that nobody is logged in here. @param {Reply} reply */
export function hasEnded({ status, body }) {
  return status === 401 && (body['code'] === 'session_ended' || body['code'] === 'unauthenticated');
}

/**
 * Gets the next refresh token as a cookie, and an access token. One tab at a time: the second one uses the first one's new
 * cookie.
 * @returns {Promise<Reply>}
 */
export function refresh() {
  return inTurn(async () => {
    const mark = read(KEY);
    const reply = await post(REFRESH_PATH, {});
    // Somebody has logged out or in meanwhile: the answer is about a person who may have left.
    if (read(KEY) !== mark) return { status: 401, body: { code: 'session_ended' } };
    if (hasEnded(reply)) forgetLogIn();
    if (isGood(reply) && mark === null) rememberLogIn();
    return reply;
  }, LONGEST_MILLISECONDS);
}

/**
 * Sends what changes who is logged in, after a refresh that is under way: its late answer would bring back the cookie of the
 * former session.
 * @param {() => Promise<Reply>} send
 */
export function inTurn(send, patienceMilliseconds = TURN_MILLISECONDS) {
  return underLock(/** @type {Locks | undefined} */ (navigator.locks), 'refresh', patienceMilliseconds, send);
}

/** Ends the session with its cookie. @param {string} path @param {string} [password] */
export async function endSession(path, password) {
  const reply = await inTurn(() => post(path, { password }));
  if (isGood(reply) || hasEnded(reply)) {
    forgetLogIn();
    write(MAILED_KEY);
  }
  return reply;
}
