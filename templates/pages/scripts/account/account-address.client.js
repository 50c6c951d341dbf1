// @ts-check
// Changes the email address or the phone number of an account, with the code that proves the new one.

import { fillField, focusFault, markField, readPassword } from '../fields.client.js';
import { codeOf, onSubmit, report } from '../forms.client.js';
import { showAddress, startResend } from '../mail-step.client.js';
import { note, timesIn, writeNote } from '../note.client.js';
import { find, locale, show } from '../screen.client.js';
import { addressIn } from '../service.client.js';
import { isSame, readable, readCode, readTyped } from '../typed.client.js';
import { ask, confirmOwner, isOpen, take, user, words } from './account-session.client.js';

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {import('../service.client.js').Fields} Fields */
/** @typedef {'email' | 'phone'} Kind */

const OVER = ['expired', 'superseded', 'already_used', 'already_registered'];

/** The last request, kept so that it can be sent again. It contains the password and is gone when the page is left. @type {Fields | undefined} */
let asked;
/** @type {Record<Kind, () => void>} */
const ticks = { email: () => {}, phone: () => {} };
/** @type {AbortController | undefined} */
let waitingText;

/** @param {(message: string) => void} goBack */
export function prepareAddresses(goBack) {
  prepare('email', goBack, () => {
    const newEmail = readTyped('email');
    const isLost = /** @type {HTMLInputElement} */ (find('old-mailbox-lost')).checked;
    return { newEmail, password: readPassword('currentPassword'), locale, ...(isLost && { oldMailboxLost: true }) };
  });
  prepare('phone', goBack, () => ({ phone: readTyped('phone'), locale }));
  // The link in the mail may have been used in another tab.
  document.addEventListener('visibilitychange', async () => {
    if (document.hidden || !isOpen() || note.change !== 'email' || find('email-code-form').closest('[hidden]')) return;
    const reply = await ask('GET', '/me');
    if (reply.status === 200 && reply.body['email'] === note.address?.toLowerCase()) finish('email', reply, goBack);
  });
}

/** @param {Kind} kind @param {(message: string) => void} goBack @param {() => Fields} read */
function prepare(kind, goBack, read) {
  const path = `/me/${kind}`;
  const send = (password = '') => {
    if (password) asked = { ...asked, password };
    return ask('POST', path, { ...asked, credentials: 'cookie' });
  };
  onSubmit(`${kind}-form`, async () => {
    asked = read();
    if (focusFault()) return;
    const address = String(asked['newEmail'] ?? asked['phone'] ?? '');
    await confirmOwner(send, (reply) => {
      // A person who went back and asks again during the cool-down already has the code.
      const isComing = reply.body['reason'] === 'cool_down' && note.change === kind && isSame(address, note.address);
      if (reply.status !== 202 && !isComing) return refuse(kind, address, reply);
      writeNote({
        ...(isComing && note),
        change: kind,
        address: addressIn(reply) ?? note.address ?? address,
        ...timesIn(reply),
      });
      openCode(kind);
    });
  });
  onSubmit(`${kind}-code-form`, async () => {
    const code = readCode();
    if (focusFault()) return;
    const reply = await ask('POST', `${path}/confirm`, { code, credentials: 'cookie' });
    if (reply.status === 200) return finish(kind, reply, goBack);
    if (OVER.includes(codeOf(reply))) {
      writeNote({});
      openForm(kind);
    }
    report(reply);
  });
  find(`${kind}-correct-link`).addEventListener('click', (event) => {
    event.preventDefault();
    openForm(kind);
  });
  ticks[kind] = startResend(() => send(), `${kind}-`);
}

/** The form is shown again where the page had asked for the password. @param {Kind} kind @param {string} address @param {Reply} reply */
function refuse(kind, address, reply) {
  if (find(`${kind}-form`).closest('[hidden]')) {
    openForm(kind);
    fillField(kind, address);
  }
  if (codeOf(reply) === 'same_address') markField('email', words.sameEmail);
  if (!focusFault()) report(reply);
}

/** @param {Kind} kind @param {Reply} reply @param {(message: string) => void} goBack */
function finish(kind, reply, goBack) {
  leave();
  writeNote({});
  take(reply);
  goBack(words.changed[kind]);
}

export function openEmail() {
  if (note.change === 'email') openCode('email');
  else openForm('email');
}

export function openPhone() {
  if (note.change === 'phone') openCode('phone');
  else openForm('phone');
}

/** @param {Kind} kind */
function openForm(kind) {
  leave();
  /** @type {HTMLFormElement} */ (find(`${kind}-form`)).reset();
  const isNew = kind === 'phone' && user().phone === undefined;
  show(kind, words.headings[isNew ? 'phone-new' : kind], true);
  fillField(kind, note.change === kind ? readable(note.address ?? '') : '');
}

/** @param {Kind} kind */
function openCode(kind) {
  showAddress(`${kind}-`);
  find(`${kind}-resend`).hidden = asked === undefined;
  /** @type {HTMLFormElement} */ (find(`${kind}-code-form`)).reset();
  show(`${kind}-code`, words.headings[kind === 'email' ? 'email-code' : 'phone-code'], true);
  ticks[kind]();
  if (kind === 'phone') waitForText();
}

/** The code that the browser reads from the sms is sent as one that is typed. https://wicg.github.io/web-otp/ */
async function waitForText() {
  waitingText?.abort();
  if (!('OTPCredential' in window)) return;
  waitingText = new AbortController();
  const options = { otp: { transport: ['sms'] }, signal: waitingText.signal };
  const credential = await navigator.credentials.get(/** @type {any} */ (options)).catch(() => null);
  if (credential && 'code' in credential) fillField('code', String(credential.code));
}

function leave() {
  waitingText?.abort();
  asked = undefined;
}
