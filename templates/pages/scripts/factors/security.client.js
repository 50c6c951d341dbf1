// @ts-check
// The page of passkeys and the second factor, a script of its own: an overview, and a screen for each change. The part of the
// address after `#` names the screen, so that the browser's back button works.
import { isOpen, openSession, prepareOwner } from '../account/account-session.client.js';
import { clearMessages, report } from '../forms.client.js';
import { find, keepQueryInLanguageLinks, show, tell } from '../screen.client.js';
import { startPage } from '../start.client.js';
import { openRemove, openRename, preparePasskeys, readPasskeys } from './own-passkeys.client.js';
import { openFactorForm, openTurnOn, prepareFactor, readFactor } from './own-second-factor.client.js';
import { preparePasskeyOwner } from './passkey-owner.client.js';

/** Each is false if there is nothing to show, as after a reload. @type {Readonly<Record<string, () => boolean>>} */
const SCREENS = {
  '#rename': openRename,
  '#remove': openRemove,
  '#turn-on': openTurnOn,
  '#turn-off': () => openFactorForm('turn-off'),
  '#new-codes': () => openFactorForm('new-codes'),
};

startPage(async () => {
  find('heading').before(find('back-account'), find('back'));
  preparePasskeys(goBack);
  prepareFactor(goBack);
  prepareOwner();
  preparePasskeyOwner();
  addEventListener('hashchange', openScreen);
  if (!(await openSession())) return;
  const failed = await read();
  openScreen();
  if (failed) report(failed);
});

/** What the account has; resolves to the answer of a request that failed. */
async function read() {
  const [one, other] = await Promise.all([readPasskeys(), readFactor()]);
  return one ?? other;
}

function openScreen() {
  if (!isOpen()) return;
  clearMessages();
  keepQueryInLanguageLinks();
  if (!SCREENS[location.hash]?.()) openOverview();
}

function openOverview() {
  history.replaceState(null, '', location.pathname + location.search);
  keepQueryInLanguageLinks();
  show('security', undefined, true);
}

/** Returns to the overview, which shows what was changed. @param {string} [message] */
async function goBack(message = '') {
  const failed = await read();
  clearMessages();
  openOverview();
  tell(message);
  if (failed) report(failed);
}
