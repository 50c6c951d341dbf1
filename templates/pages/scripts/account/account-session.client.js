// @ts-check
// The session of the account page. The access token is only kept in memory, and is renewed once when the service refuses it.
import { focusFault, readPassword } from '../fields.client.js';
import { codeOf, onSubmit, report, sentenceFor } from '../forms.client.js';
import { complain, find, show, tell, texts } from '../screen.client.js';
import { call, isGood } from '../service.client.js';
import { hasEnded, mayBeLoggedIn, onLogInElsewhere, refresh } from '../session.client.js';

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {import('../service.client.js').Fields} Fields */
/** @typedef {{ id: string, email: string, phone?: string, locale: import('#domain/locale.ts').Locale, mailSuppressed?: boolean, consentsDue?: string[] | undefined, profile: Record<string, string | number | boolean> }} User */

export const words = /** @type {NonNullable<import('../screen.client.js').ClientTexts['account']>} */ (texts.account);

/** Of this page, or that of passkeys and the second factor. @type {Readonly<Record<'signed_out' | 'unavailable', string>> | undefined} */
const headings = (texts.account ?? texts.security)?.headings;

/** @type {string | undefined} */
let accessToken;
/** @type {User | undefined} */
let owner;

export function isOpen() {
  return accessToken !== undefined;
}

/** @returns {User} */
export function user() {
  if (!owner) throw new Error('nobody is logged in');
  return owner;
}

/** True if a person is logged in; otherwise the page shows what to do. */
export async function openSession() {
  const mayBeOpen = mayBeLoggedIn();
  const reply = await refresh();
  if (isGood(reply)) take(reply);
  else if (hasEnded(reply)) showEnded(mayBeOpen);
  else {
    show('unavailable', headings?.unavailable, true);
    complain(sentenceFor(reply));
    find('retry').addEventListener('click', () => location.reload());
  }
  onLogInElsewhere(() => location.reload());
  return isOpen();
}

/** Takes the account, and the new token if there is one, from an answer. @param {Reply} reply */
export function take({ body }) {
  if (typeof body['accessToken'] === 'string') accessToken = body['accessToken'];
  owner = /** @type {User} */ (body['user'] ?? body);
}

/**
 * Sends a request of the owner. If the session has ended it never returns, because the page then shows that.
 * @param {string} method @param {string} path @param {Fields} [fields] @returns {Promise<Reply>}
 */
export async function ask(method, path, fields) {
  const reply = await call(method, path, fields, accessToken);
  if (codeOf(reply) !== 'unauthenticated') return reply;
  const renewed = await refresh();
  if (isGood(renewed)) {
    const before = owner?.id;
    take(renewed);
    // Somebody else has logged in here, and did not enter this.
    if (owner?.id !== before) location.reload();
    else return call(method, path, fields, accessToken);
  }
  if (!isGood(renewed) && !hasEnded(renewed)) return renewed;
  if (hasEnded(renewed)) showEnded(true);
  return new Promise(() => {});
}

/** Goes on with what waits for the owner. @type {(password?: string) => Promise<Reply>} */
let repeat;
/** @type {(reply: Reply) => void} */
let settle = () => {};

/**
 * Sends what only the owner may do. The service accepts a recent log-in; otherwise the page asks for the password and sends
 * it again with it.
 * @param {(password?: string) => Promise<Reply>} send @param {(reply: Reply) => void} answer
 */
export async function confirmOwner(send, answer) {
  const reply = await send();
  if (codeOf(reply) !== 'reauthentication_required') return answer(reply);
  repeat = send;
  settle = answer;
  const back = new URL(find('reauth-link').getAttribute('href') ?? '', location.href);
  back.searchParams.set('returnTo', location.pathname + location.search + location.hash);
  find('reauth-link').setAttribute('href', back.pathname + back.search);
  /** @type {HTMLFormElement} */ (find('reauth-form')).reset();
  show('reauth', texts.headings.password, true);
}

export function prepareOwner() {
  onSubmit('reauth-form', async () => {
    const password = readPassword('currentPassword');
    if (password === undefined || focusFault()) return;
    const reply = await repeat(password);
    if (codeOf(reply) === 'invalid_credentials') report(reply);
    else settle(reply);
  });
}

/** After a new log-in in this browser, which is as good as the password. */
export async function confirmAgain() {
  settle(await repeat());
}

/** Asks for a log-in that comes back to this screen. @param {boolean} wasOpen whether the person expects to be logged in */
export function showEnded(wasOpen) {
  const { hash } = location;
  close();
  if (wasOpen) complain(texts.errors.session_ended);
  const link = find('login-link');
  const url = new URL(link.getAttribute('href') ?? '', location.href);
  url.searchParams.set('returnTo', url.searchParams.get('returnTo') + hash);
  link.setAttribute('href', url.pathname + url.search);
}

/** Shows that the person is logged out. @param {string} [title] @param {string} [message] */
export function close(title = headings?.signed_out, message = '') {
  forget();
  show('signed_out', title, true);
  tell(message);
}

/** Forgets the session and everything that was entered. */
export function forget() {
  accessToken = undefined;
  owner = undefined;
  for (const form of document.querySelectorAll('form')) form.reset();
  history.replaceState(null, '', location.pathname + location.search);
}
