// @ts-check
// The passkeys of an account: their list, and adding, renaming and removing one.
import { ask, confirmOwner, user } from '../account/account-session.client.js';
import { fieldOf, fillField, focusFault, markField } from '../fields.client.js';
import { onSubmit, report } from '../forms.client.js';
import { complain, find, show } from '../screen.client.js';
import { isGood } from '../service.client.js';
import { createPasskey, sayWhy } from './passkey.client.js';
import { dayOf, words } from './words.client.js';

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {{ id: string, name: string, createdAt: string, usedAt?: string, isSynced: boolean }} Passkey */

const { cancelled, alreadyThere, notSupported } = words;
const part = find('passkeys-part');
const domain = part.dataset['when'] ?? '';
/** @type {readonly Passkey[]} */
export let passkeys = [];
/** The one that a screen is about. @type {Passkey | undefined} */
let chosen;

/** @param {(message?: string) => Promise<void>} goBack */
export function preparePasskeys(goBack) {
  const canAdd = 'PublicKeyCredential' in window;
  find('add-form').hidden = !canAdd;
  find('passkeys-unsupported').hidden = canAdd;
  onSubmit('add-form', () =>
    confirmOwner(
      (password) => ask('POST', '/me/passkeys/options', { password, credentials: 'cookie' }),
      (reply) => add(reply, goBack),
    ),
  );
  onSubmit('rename-form', async () => {
    const name = fieldOf('name')?.value.trim();
    if (!name) markField('name', words.nameMissing);
    if (focusFault()) return;
    const reply = await ask('PATCH', '/me/passkeys', { id: chosen?.id, name });
    if (isGood(reply)) await goBack(words.passkeyRenamed);
    else report(reply);
  });
  onSubmit('remove-form', () => {
    const id = chosen?.id;
    return confirmOwner(
      (password) => ask('DELETE', '/me/passkeys', { id, password, credentials: 'cookie' }),
      (reply) => settle(reply, words.passkeyRemoved, goBack),
    );
  });
}

/** @param {Reply} reply @param {(message?: string) => Promise<void>} goBack */
async function add(reply, goBack) {
  const options = /** @type {Record<string, any> | undefined} */ (reply.body['options']);
  if (!isGood(reply) || !options) return settle(reply, '', goBack);
  try {
    const credential = await createPasskey(options);
    await settle(await ask('POST', '/me/passkeys', { credential }), words.passkeyAdded, goBack);
  } catch (error) {
    await goBack();
    complain(sayWhy(error, { cancelled, alreadyThere, unsupported: notSupported }));
  }
}

/** The overview shows what came of it. @param {Reply} reply @param {string} message @param {(message?: string) => Promise<void>} goBack */
async function settle(reply, message, goBack) {
  await goBack(isGood(reply) ? message : '');
  if (!isGood(reply)) report(reply);
}

/** Resolves to an answer that is none. @returns {Promise<Reply | undefined>} */
export async function readPasskeys() {
  if (domain === '') return undefined;
  const reply = await ask('GET', '/me/passkeys');
  if (!isGood(reply)) return reply;
  passkeys = /** @type {Passkey[]} */ (reply.body['passkeys']);
  find('passkeys').replaceChildren(...passkeys.map(rowOf));
  find('passkeys').hidden = passkeys.length === 0;
  find('passkeys-none').hidden = passkeys.length > 0;
  // A passkey is proof enough where the password is asked for.
  find('reauth-passkey-form').hidden = passkeys.length === 0 || !('PublicKeyCredential' in window);
  forgetOthers();
  return undefined;
}

/** A password manager then no longer offers what was removed here. */
function forgetOthers() {
  const signal = /** @type {any} */ (window).PublicKeyCredential?.signalAllAcceptedCredentials;
  const userId = btoa(user().id).replace(/=/g, '');
  const given = { rpId: domain, userId, allAcceptedCredentialIds: passkeys.map(({ id }) => id) };
  signal?.call(PublicKeyCredential, given).catch(() => {});
}

/** @param {Passkey} passkey */
function rowOf(passkey) {
  const { name, createdAt, usedAt, isSynced } = passkey;
  const pattern = /** @type {HTMLTemplateElement} */ (find('passkey'));
  const item = /** @type {HTMLElement} */ (pattern.content.firstElementChild?.cloneNode(true));
  const [label, said] = item.querySelectorAll('p');
  const used = usedAt === undefined ? words.neverUsed : words.used.replace('{time}', dayOf(usedAt));
  const lines = [words.added.replace('{time}', dayOf(createdAt)), used, ...(isSynced ? [words.synced] : [])];
  if (label) label.textContent = name;
  said?.append(...lines.flatMap((line, index) => (index ? [document.createElement('br'), line] : [line])));
  const [rename, remove] = item.querySelectorAll('button');
  rename?.setAttribute(
    'aria-label',
    words.renameOf.replace('{name}', () => name),
  );
  remove?.setAttribute(
    'aria-label',
    words.removeOf.replace('{name}', () => name),
  );
  rename?.addEventListener('click', () => choose(passkey, '#rename'));
  remove?.addEventListener('click', () => choose(passkey, '#remove'));
  return item;
}

/** @param {Passkey} passkey @param {string} screen */
function choose(passkey, screen) {
  chosen = passkey;
  location.hash = screen;
}

export function openRename() {
  if (!chosen) return false;
  show('rename', words.headings.rename, true);
  fillField('name', chosen.name);
  return true;
}

export function openRemove() {
  if (!chosen) return false;
  find('remove-name').textContent = chosen.name;
  show('remove', words.headings.remove, true);
  return true;
}
