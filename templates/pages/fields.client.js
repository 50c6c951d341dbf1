// @ts-check
// The fields of the hosted pages: their values and errors. Only one state is visible at a time, so a name identifies a field.
import { find, isKey, texts } from './screen.client.js';

const PASSWORD_MINIMUM_LENGTH = 8;

/** The visible field of that name. @param {string} name */
export function fieldOf(name) {
  const inputs = [...document.querySelectorAll('input')];
  return inputs.find((input) => input.name === name && !input.closest('[hidden]'));
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

/** The address as entered. Marks the field and returns `undefined` if it is not valid. */
export function readEmail() {
  return readText('email', /^[^\s@]+@[^\s@]+$/);
}

/** The trimmed text. Marks the field and returns `undefined` if it does not match the pattern. @param {string} name @param {RegExp} pattern */
export function readText(name, pattern) {
  const text = enteredIn(name).trim();
  if (pattern.test(text)) return text;
  markField(name);
  return undefined;
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
  if (value === undefined || [...value.normalize('NFC')].length >= PASSWORD_MINIMUM_LENGTH) return value;
  markField('password', texts.weakPassword.too_short);
  return undefined;
}

/** Marks the field and returns `undefined` if the code is not complete. */
export function readCode() {
  const digits = codeIn(enteredIn('code'), codeLength());
  if (/^[0-9]+$/.test(digits) && digits.length === codeLength()) return digits;
  markField('code');
  return undefined;
}

/** Reduces a pasted text, or a code typed with spaces, to its digits. Nothing is sent. */
export function tidyCodes() {
  for (const input of document.querySelectorAll('input')) {
    if (input.name !== 'code') continue;
    const length = Number(input.dataset['digits']);
    input.addEventListener('input', (event) => {
      const isComposing = event instanceof InputEvent && event.isComposing;
      const digits = codeIn(input.value, length);
      if (!isComposing && digits !== input.value) input.value = digits;
    });
    // Runs before the browser joins the lines of the pasted text.
    input.addEventListener('paste', (event) => {
      const digits = codeIn(event.clipboardData?.getData('text') ?? '', length);
      if (!/^[0-9]+$/.test(digits) || digits.length !== length) return;
      event.preventDefault();
      input.value = digits;
    });
  }
}

/** The code in a text, which may have full-width digits, spaces and dashes. @param {string} text @param {number} length */
function codeIn(text, length) {
  const plain = text.normalize('NFKC');
  const alone = new RegExp(`(?<!\\d)\\d{${length}}(?!\\d)`).exec(plain);
  const spaced = alone ?? new RegExp(`(?<!\\d)\\d(?:[ .\\p{Dash}]?\\d){${length - 1}}(?!\\d)`, 'u').exec(plain);
  return (spaced?.[0] ?? plain).replace(/[\s\p{Dash}.]/gu, '');
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
  const input = document.querySelector('input[aria-invalid="true"]');
  if (input instanceof HTMLInputElement) input.focus();
  return input !== null;
}

export function clearMarks() {
  for (const input of document.querySelectorAll('input')) input.removeAttribute('aria-invalid');
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
