// @ts-check
// The account page, a script of its own: an overview, and one screen for each thing to change. The part of the address after
// `#` names the screen, so that the browser's back button works.

import { clearMessages, report } from '../forms.client.js';
import { PASSKEY_SCRIPT, recall, remember } from '../note.client.js';
import { settings } from '../return.client.js';
import { find, keepQueryInLanguageLinks, show, tell, texts, writeAddress } from '../screen.client.js';
import { startPage } from '../start.client.js';
import { readable } from '../typed.client.js';
import { openEmail, openPhone, prepareAddresses } from './account-address.client.js';
import { openDelete, openDevices, prepareEnds } from './account-end.client.js';
import { openProfile, prepareProfile, showProfile } from './account-profile.client.js';
import { ask, isOpen, openSession, prepareOwner, user, words } from './account-session.client.js';
import { languageChoice, openLanguage, openPassword, prepareSettings } from './account-settings.client.js';

/** @type {Readonly<Record<string, () => void>>} */
const SCREENS = {
  '#change-email': openEmail,
  '#change-phone': () => (settings.isSmsOn ? openPhone() : openAccount()),
  '#change-language': openLanguage,
  '#change-profile': openProfile,
  '#change-password': openPassword,
  '#see-consents': () => consents?.open() ?? openAccount(),
  '#see-devices': openDevices,
  '#delete-account': openDelete,
};

/** @type {ReturnType<typeof import('./account-consents.client.js').createConsents> | undefined} */
let consents;

startPage(startAccount);

async function startAccount() {
  find('heading').before(find('back'));
  prepareAddresses(goBack);
  prepareSettings(goBack);
  prepareProfile(goBack);
  prepareEnds();
  prepareOwner();
  addEventListener('hashchange', openScreen);
  const [isOpened] = await Promise.all([openSession(), loadConsents().catch(() => {})]);
  if (!isOpened) return;
  openScreen();
  const script = recall(PASSKEY_SCRIPT);
  if (!script) return;
  remember(PASSKEY_SCRIPT, '');
  import(script).then(({ makePasskey }) => makePasskey(ask)).catch(() => {});
}

/** The screen of a stage that asks for consents is a script of its own. */
async function loadConsents() {
  const script = document.getElementById('consents-row')?.dataset['script'];
  if (script) consents = (await import(script)).createConsents({ ask, user, clearMessages, report, show, tell });
}

function openScreen() {
  if (!isOpen()) return;
  clearMessages();
  keepQueryInLanguageLinks();
  if (consents?.askFirst()) return;
  const open = SCREENS[location.hash];
  if (open) open();
  else openAccount();
}

/** Returns to the overview, which shows what was changed. @param {string} message */
function goBack(message) {
  history.replaceState(null, '', location.pathname + location.search);
  clearMessages();
  openAccount();
  keepQueryInLanguageLinks();
  tell(message);
}

function openAccount() {
  const { email, phone } = user();
  writeAddress('account-email', readable(email));
  find('account-phone').textContent = phone === undefined ? words.noPhone : readable(phone);
  const openPhone = find('open-phone');
  openPhone.hidden = !settings.isSmsOn;
  openPhone.textContent = phone === undefined ? words.add : words.change;
  openPhone.setAttribute('aria-label', words.headings[phone === undefined ? 'phone-new' : 'phone']);
  find('phone-off').hidden = settings.isSmsOn;
  find('account-language').textContent = languageChoice()?.labels?.[0]?.textContent ?? '';
  find('mail-suppressed').hidden = user().mailSuppressed !== true;
  find('mail-suppressed').textContent = texts.mailSuppressed;
  showProfile();
  show('account', undefined, true);
}
