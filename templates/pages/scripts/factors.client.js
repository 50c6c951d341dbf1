// @ts-check
// The ways into passkeys and the second factor, whose scripts are loaded where a stage and a browser have use for them.
import { focusFault, markField } from './fields.client.js';
import { onSubmit, report } from './forms.client.js';
import { pageUrl } from './mailed.client.js';
import { PASSKEY_SCRIPT, recall, remember } from './note.client.js';
import { complain, find, formatWait, show, texts } from './screen.client.js';
import { call } from './service.client.js';
import { inTurn } from './session.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */

/** What those scripts use of this page. */
const page = { call, inTurn, onSubmit, show, markField, focusFault, complain, formatWait, report };
/** @typedef {typeof page} Page */

const TICKET = 'ticket';

async function sayOffline() {
  complain(texts.network);
}

/** @param {string} id */
function scriptOf(id) {
  return document.getElementById(id)?.dataset['script'] ?? '';
}

/** The button for a log-in with a passkey, and the offer in the field for the address. @param {(reply: Reply) => void} settle */
export function preparePasskeys(settle) {
  const script = scriptOf('passkey-form');
  if (!script) return;
  const form = find('passkey-form');
  form.hidden = !('PublicKeyCredential' in window);
  if (form.hidden) return;
  /** @type {Promise<() => Promise<void>>} */
  const press = import(script).then(
    ({ createLogIn }) => createLogIn(page, form, settle),
    () => sayOffline,
  );
  onSubmit('passkey-form', async () => (await press)());
}

/** For the account page of this tab, where a stage has passkeys. */
export function rememberPassword() {
  remember(PASSKEY_SCRIPT, scriptOf('passkey-form'));
}

/** @param {unknown} ticket @param {(reply: Reply) => void} settle */
function askSecondFactor(ticket, settle) {
  import(scriptOf('second-factor')).then((step) => step.askSecondFactor(page, ticket, settle), sayOffline);
}

/** Asks for the second factor where the answer does; false if it does not. @param {Reply} reply @param {(reply: Reply) => void} settle */
export function needsSecondFactor({ body: { code, ticket } }, settle) {
  if (code !== 'second_factor_required') return false;
  if (scriptOf('second-factor')) askSecondFactor(ticket, settle);
  else {
    // The log-in page has that step. The ticket opens nothing without it.
    remember(TICKET, String(ticket));
    location.assign(pageUrl('/login?step=factor'));
  }
  return true;
}

/** Goes on with a log-in of another page, if there is one. @param {(reply: Reply) => void} settle */
export function goOnWithTicket(settle) {
  const ticket = recall(TICKET);
  if (!ticket) return false;
  remember(TICKET, '');
  askSecondFactor(ticket, settle);
  return true;
}
