// @ts-check
// The settings that an owner can change without a mail or an sms: language and password.

import { fillField, focusFault, nameUser, readNewPassword, readPassword } from '../fields.client.js';
import { onSubmit, report } from '../forms.client.js';
import { find, show } from '../screen.client.js';
import { readable } from '../typed.client.js';
import { ask, take, user, words } from './account-session.client.js';

/** @param {(message: string) => void} goBack */
export function prepareSettings(goBack) {
  onSubmit('language-form', async () => {
    const locale = new FormData(languageForm()).get('locale');
    const reply = await ask('PATCH', '/me', { locale });
    if (reply.status !== 200) return report(reply);
    location.replace(`${location.pathname}?lang=${locale}`);
    await new Promise(() => {});
  });
  onSubmit('password-form', async () => {
    const fields = { currentPassword: readPassword('currentPassword'), newPassword: readNewPassword() };
    if (focusFault()) return;
    const reply = await ask('POST', '/me/password', { ...fields, credentials: 'cookie' });
    if (reply.status !== 200) return report(reply);
    take(reply);
    goBack(words.changed.password);
  });
}

function languageForm() {
  return /** @type {HTMLFormElement} */ (find('language-form'));
}

/** The language of the account. The first one, the default, stands for one that is not offered any more. */
export function languageChoice() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const choices = languageForm().querySelectorAll('[name=locale]');
  return [...choices].find(({ value }) => value === user().locale) ?? choices[0];
}

export function openLanguage() {
  const choice = languageChoice();
  if (choice) choice.checked = true;
  show('language', words.headings.language, true);
}

export function openPassword() {
  const form = /** @type {HTMLFormElement} */ (find('password-form'));
  form.reset();
  nameUser(readable(user().email));
  show('password', words.headings.password, true);
  fillField('password', '');
}
