// @ts-check
// The list of devices, and every way to end something: one session, all of them, the account.

import { fieldOf, focusFault, markField, readPassword } from '../fields.client.js';
import { clearMessages, onSubmit, report } from '../forms.client.js';
import { find, locale, show, tell } from '../screen.client.js';
import { isGood } from '../service.client.js';
import { endSession } from '../session.client.js';
import { ask, close, confirmOwner, forget, showEnded, take, words } from './account-session.client.js';

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {{ id: string, createdAt: string, lastUsedAt: string, isCurrent: boolean, device?: string, ip?: string }} Session */

/** Where the list goes on; empty at its end. */
let next = '';

/** Non-breaking spaces keep the time on one line. @param {string} time */
const timeOf = (time) => times.format(new Date(time)).replaceAll(' ', '\u00a0');
const times = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', hour: 'numeric', minute: 'numeric' });

export function prepareEnds() {
  onSubmit('logout-form', async () => {
    const reply = await endSession('/logout');
    if (isGood(reply)) close(words.headings.logged_out);
    else report(reply);
  });
  onSubmit('logout-all-form', async () => {
    await confirmOwner(
      (password) => endSession('/logout/all', password),
      (reply) => {
        if (isGood(reply)) close(words.headings.logged_out, words.loggedOutAll);
        else if (reply.body['code'] === 'session_ended') showEnded(true);
        else report(reply);
      },
    );
  });
  onSubmit('logout-others-form', () => end('/me/sessions', words.othersEnded));
  onSubmit('more-form', async () => {
    const reply = await ask('GET', `/me/sessions?cursor=${encodeURIComponent(next)}`);
    if (isGood(reply)) add(reply);
    else report(reply);
  });
  onSubmit('delete-form', async () => {
    const password = readPassword('currentPassword');
    const confirmation = fieldOf('confirmation')?.value.trim().normalize().toLowerCase();
    if (confirmation !== words.deleteWord) markField('confirmation', words.confirmationNeeded);
    if (focusFault()) return;
    const reply = await ask('DELETE', '/me', { password });
    if (reply.status !== 200) return report(reply);
    // The session was deleted with the account; this request removes its cookie.
    await endSession('/logout');
    forget();
    show('deleted', words.headings.deleted, true);
  });
}

export function openDelete() {
  /** @type {HTMLFormElement} */ (find('delete-form')).reset();
  show('delete', words.headings.delete, true);
}

export async function openDevices() {
  const reply = await ask('GET', '/me/sessions');
  if (location.hash !== '#see-devices') return;
  show('devices', words.headings.devices, true);
  find('devices').replaceChildren();
  add(reply);
}

/** Appends a page of sessions; the own one comes first. @param {Reply} reply */
function add(reply) {
  const { sessions, next: cursor } = reply.body;
  if (!Array.isArray(sessions)) return report(reply);
  const list = find('devices');
  for (const session of sessions) list[session.isCurrent ? 'prepend' : 'append'](deviceOf(session));
  next = typeof cursor === 'string' ? cursor : '';
  find('more-form').hidden = next === '';
  find('logout-others-form').hidden = list.querySelector('button') === null && next === '';
}

/**
 * Ends sessions of others, then shows the list anew with a message.
 * @param {string} path @param {string} message
 */
function end(path, message) {
  return confirmOwner(
    (password) => ask('DELETE', path, { password, credentials: 'cookie' }),
    async (reply) => {
      // The session may have been ended in another tab.
      const isEnded = isGood(reply) || reply.status === 404;
      if (typeof reply.body['accessToken'] === 'string') take(reply);
      await openDevices();
      if (isEnded) tell(message);
      else report(reply);
    },
  );
}

/** @param {Session} session */
function deviceOf({ id, createdAt, lastUsedAt, isCurrent, device, ip }) {
  const pattern = /** @type {HTMLTemplateElement} */ (find('device'));
  const item = /** @type {HTMLElement} */ (pattern.content.firstElementChild?.cloneNode(true));
  const [name, begun, used] = item.querySelectorAll('p');
  const button = item.querySelector('button');
  const begunAt = timeOf(createdAt);
  item.dataset['session'] = id;
  if (isCurrent) item.dataset['current'] = '';
  const label = device === undefined || device === 'unknown' ? words.unknownDevice : device;
  if (name) name.textContent = isCurrent ? `${label} · ${words.thisDevice}` : label;
  if (begun) begun.textContent = words.begun.replace('{time}', begunAt);
  if (used) used.textContent = words.lastUsed.replace('{time}', timeOf(lastUsedAt));
  // A line of its own: on a phone there is no room beside the time.
  if (ip) used?.append(document.createElement('br'), ip);
  if (isCurrent) button?.remove();
  button?.setAttribute('aria-label', words.endDevice.replace('{time}', begunAt));
  button?.addEventListener('click', async () => {
    clearMessages();
    button.disabled = true;
    await end(`/me/sessions/${encodeURIComponent(id)}`, words.deviceEnded);
    button.disabled = false;
  });
  return item;
}
