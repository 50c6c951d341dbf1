// @ts-check
// The list of devices, and every way to end something: one session, all of them, the account.
import { ask, close, endSession, forget, words } from './account-session.client.js';
import { fieldOf, focusFault, markField, readPassword } from './fields.client.js';
import { clearMessages, onSubmit, report } from './forms.client.js';
import { find, locale, show, tell } from './screen.client.js';
import { isGood } from './service.client.js';

/** @typedef {{ id: string, createdAt: string, lastUsedAt: string, isCurrent: boolean }} Session */

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
    const reply = await endSession('/logout/all');
    if (isGood(reply)) close(words.headings.logged_out, words.loggedOutAll);
    else if (reply.body['code'] === 'session_ended') close();
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
  const sessions = reply.body['sessions'];
  if (!Array.isArray(sessions)) return report(reply);
  const [own, others] = [true, false].map((isOwn) => sessions.filter(({ isCurrent }) => isCurrent === isOwn));
  find('devices').replaceChildren(...[...(own ?? []), ...(others ?? [])].map(deviceOf));
}

/** @param {Session} session */
function deviceOf({ id, createdAt, lastUsedAt, isCurrent }) {
  const pattern = /** @type {HTMLTemplateElement} */ (find('device'));
  const item = /** @type {HTMLElement} */ (pattern.content.firstElementChild?.cloneNode(true));
  const [name, begun, used] = item.querySelectorAll('p');
  const button = item.querySelector('button');
  const begunAt = timeOf(createdAt);
  item.dataset['session'] = id;
  if (isCurrent) item.dataset['current'] = '';
  if (name) name.textContent = isCurrent ? words.thisDevice : words.otherDevice;
  if (begun) begun.textContent = words.begun.replace('{time}', begunAt);
  if (used) used.textContent = words.lastUsed.replace('{time}', timeOf(lastUsedAt));
  if (isCurrent) button?.remove();
  button?.setAttribute('aria-label', words.endDevice.replace('{time}', begunAt));
  button?.addEventListener('click', () => endDevice(id, item, button));
  return item;
}

/** @param {string} id @param {HTMLElement} item @param {HTMLButtonElement} button */
async function endDevice(id, item, button) {
  clearMessages();
  button.disabled = true;
  const reply = await ask('DELETE', `/me/sessions/${encodeURIComponent(id)}`);
  button.disabled = false;
  // The session may have been ended in another tab.
  if (!isGood(reply) && reply.status !== 404) return report(reply);
  item.remove();
  find('heading').focus();
  tell(words.deviceEnded);
}
