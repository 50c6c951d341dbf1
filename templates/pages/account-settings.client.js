// @ts-check
// The settings that an owner can change without a mail or an sms: language, profile, password.
import { ask, take, user, words } from './account-session.client.js';
import { focusFault, markField, readNewPassword, readPassword } from './fields.client.js';
import { onSubmit, report } from './forms.client.js';
import { find, show } from './screen.client.js';
import { readable } from './typed.client.js';

/** @param {(message: string) => void} goBack */
export function prepareSettings(goBack) {
  onSubmit('language-form', async () => {
    const locale = new FormData(languageForm()).get('locale');
    const reply = await ask('PATCH', '/me', { locale });
    if (reply.status !== 200) return report(reply);
    location.replace(`${location.pathname}?lang=${locale}`);
    await new Promise(() => {});
  });
  onSubmit('profile-form', async () => {
    const profile = readProfile();
    if (focusFault()) return;
    const reply = await ask('PATCH', '/me', { profile });
    if (reply.status !== 200) return report(reply);
    take(reply);
    goBack(words.changed.profile);
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
  // Tells a password manager which account the password belongs to.
  find('username').setAttribute('value', readable(user().email));
  show('password', words.headings.password, true);
}

/** One field for each key of the profile. The type of its value does not change. */
export function openProfile() {
  const pattern = /** @type {HTMLTemplateElement} */ (find('profile-field'));
  const fields = Object.entries(user().profile).map(([key, value]) => {
    const field = /** @type {HTMLElement} */ (pattern.content.firstElementChild?.cloneNode(true));
    const [label, input, line] = [field.querySelector('label'), field.querySelector('input'), field.querySelector('p')];
    if (!label || !input || !line) return field;
    label.textContent = key;
    label.htmlFor = `profile-${key}`;
    input.id = label.htmlFor;
    input.name = `profile.${key}`;
    line.id = `${input.id}-problem`;
    input.setAttribute('aria-describedby', line.id);
    if (typeof value === 'boolean') {
      input.type = 'checkbox';
      input.checked = value;
      field.classList.add('choice');
    } else input.value = String(value);
    if (typeof value === 'number') input.inputMode = 'decimal';
    return field;
  });
  find('profile-fields').replaceChildren(...fields);
  show('profile', words.headings.profile, true);
}

/** Only the values that were changed. */
function readProfile() {
  /** @type {Record<string, string | number | boolean>} */
  const changes = {};
  for (const [key, before] of Object.entries(user().profile)) {
    const input = find(`profile-${key}`);
    if (!(input instanceof HTMLInputElement)) continue;
    const value = valueLike(before, input);
    if (Number.isNaN(value)) markField(input.name, words.numberNeeded);
    else if (value !== before) changes[key] = value;
  }
  return changes;
}

/** @param {string | number | boolean} before @param {HTMLInputElement} input */
function valueLike(before, input) {
  if (typeof before === 'boolean') return input.checked;
  if (typeof before === 'string') return input.value;
  return input.value.trim() === '' ? Number.NaN : Number(input.value);
}
