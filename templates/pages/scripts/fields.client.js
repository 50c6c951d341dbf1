// @ts-check
// The fields of the hosted pages: their values and errors. Only one state is visible at a time, so a name identifies a field.
import { find, isKey, texts } from './screen.client.js';

const PASSWORD_MINIMUM_LENGTH = 8;
const PASSWORD_LONG_LENGTH = 14;
/** Shorter names before `@` may be part of a password. */
const NAME_MINIMUM_LENGTH = 4;

/** A `select` has all of an `input` that is used here. @returns {HTMLInputElement[]} */
function controls() {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input, select'))];
}

/** The visible field of that name. @param {string} name */
export function fieldOf(name) {
  return controls().find((input) => input.name === name && !input.closest('[hidden]'));
}

/** Fills in a field as if the person had typed the text. @param {string} name @param {string} text */
export function fillField(name, text) {
  const field = fieldOf(name);
  if (!field) return;
  field.value = text;
  field.dispatchEvent(new Event('input'));
}

/** @param {string} name */
function enteredIn(name) {
  return fieldOf(name)?.value ?? '';
}

/** An existing password. Marks the field and returns `undefined` if it is empty. */
export function readPassword(name = 'password') {
  const value = enteredIn(name);
  if (value !== '') return value;
  markField(name, texts.fields.passwordMissing);
  return undefined;
}

/**
 * A new password, measured as the service does, in code points after NFC. Marks the field and returns `undefined` if it is
 * too short.
 */
export function readNewPassword() {
  const value = readPassword();
  if (value === undefined || lengthOf(value) >= PASSWORD_MINIMUM_LENGTH) return value;
  markField('password', texts.weakPassword.too_short);
  return undefined;
}

/** @param {string} password */
function lengthOf(password) {
  return [...password.normalize('NFC')].length;
}

/** Says which rule a new password meets, when that changes. Whether others use it too, only the service knows. */
export function measurePasswords() {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = document.querySelectorAll('input[autocomplete="new-password"]');
  for (const input of inputs) {
    const hint = find(`${input.id}-hint`);
    const rule = hint.textContent;
    input.addEventListener('input', () => {
      const sentence = judge(input.value) ?? rule;
      // A screen reader reads what changes.
      if (hint.textContent !== sentence) hint.textContent = sentence;
    });
  }
}

/** @param {string} password */
function judge(password) {
  const length = lengthOf(password);
  const [name = ''] = enteredIn('email').trim().toLowerCase().split('@');
  if (length < PASSWORD_MINIMUM_LENGTH) return undefined;
  if (name.length >= NAME_MINIMUM_LENGTH && password.toLowerCase().includes(name))
    return texts.weakPassword.contains_address;
  return texts[length >= PASSWORD_LONG_LENGTH ? 'passwordLong' : 'passwordEnough'];
}

/** Tells a password manager whose password it is. The field is not seen. @param {string} address */
export function nameUser(address) {
  for (const input of document.querySelectorAll('input[name="username"]')) input.setAttribute('value', address);
}

function codeLength() {
  return Number(fieldOf('code')?.dataset['digits']);
}

/** @param {string} name */
function faultIn(name) {
  const sentence = isKey(texts.fields, name) ? String(texts.fields[name]) : texts.fields.other;
  return sentence.replace('{digits}', String(codeLength()));
}

/** Marks the visible field of that name. @param {string} name @param {string} [sentence] */
export function markField(name, sentence = faultIn(name)) {
  const input = fieldOf(name);
  if (!input) return;
  input.setAttribute('aria-invalid', 'true');
  const line = find(`${input.id}-problem`);
  line.textContent = sentence;
  line.hidden = false;
}

/** Focuses the first marked field; false if there is none. */
export function focusFault() {
  const input = controls().find((control) => control.getAttribute('aria-invalid') === 'true');
  input?.focus();
  return input !== undefined;
}

/** A fault goes as soon as the person mends it. */
export function meltFaults() {
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.hasAttribute('aria-invalid')) return;
    target.removeAttribute('aria-invalid');
    find(`${target.id}-problem`).hidden = true;
  });
}

/** Puts the cursor into the first empty field, where that opens no keyboard over the page. */
export function focusFirst() {
  if (!matchMedia('(pointer: fine)').matches || document.activeElement !== document.body) return;
  const fields = [...document.querySelectorAll('input')].filter((input) => !input.closest('[hidden]'));
  fields.find(({ type, value }) => value === '' && /^(?:text|email|password|tel)$/.test(type))?.focus();
}

export function clearMarks() {
  for (const input of controls()) input.removeAttribute('aria-invalid');
  for (const line of document.querySelectorAll('.field-problem')) {
    line.textContent = '';
    line.setAttribute('hidden', '');
  }
}

export function enableToggles() {
  for (const button of toggles()) {
    button.addEventListener('click', () => setVisible(button, toggledBy(button).type === 'password'));
  }
}

/** Browsers only offer to save a password from a password field, and remember the content of any other field. */
export function hidePasswords() {
  for (const button of toggles()) setVisible(button, false);
}

/** @returns {NodeListOf<HTMLButtonElement>} */
function toggles() {
  return document.querySelectorAll('button[data-toggle]');
}

/** @param {HTMLButtonElement} button */
function toggledBy(button) {
  return /** @type {HTMLInputElement} */ (find(button.dataset['toggle'] ?? ''));
}

/** @param {HTMLButtonElement} button @param {boolean} isVisible */
function setVisible(button, isVisible) {
  toggledBy(button).type = isVisible ? 'text' : 'password';
  button.textContent = isVisible ? texts.hide : texts.show;
  button.setAttribute('aria-label', isVisible ? texts.hidePassword : texts.showPassword);
}
