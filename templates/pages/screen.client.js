// @ts-check
// What is seen of the hosted pages: their states, messages, fields and buttons.
import { faultyPaths, numberIn } from './service.client.js';

/** @typedef {import('../../functions/http/page-texts.ts').ClientTexts} ClientTexts */
/** @typedef {import('../../functions/http/page-texts.ts').PageErrorCode} PageErrorCode */
/** @typedef {import('../../functions/http/page-texts.ts').EndingCode} EndingCode */
/** @typedef {import('./service.client.js').Reply} Reply */

const PASSWORD_MINIMUM_LENGTH = 8;

/** @type {ClientTexts} */
export const texts = JSON.parse(find('texts').textContent);
export const locale = document.documentElement.lang;
export const news = find('status');
const brandName = find('brand').textContent;
const heading = find('heading');
const problem = find('problem');
const firstTitle = heading.textContent;

/** Shows one state: whatever names it in `data-state`. @param {string} state @param {string} [title] @param {boolean} [isNew] whether to read it out */
export function show(state, title = firstTitle, isNew = false) {
  for (const part of stateParts()) part.hidden = !(part.dataset['state'] ?? '').split(' ').includes(state);
  heading.textContent = title;
  document.title = `${title} · ${brandName}`;
  if (isNew) heading.focus();
}

/** @returns {NodeListOf<HTMLElement>} */
function stateParts() {
  return document.querySelectorAll('[data-state]');
}

/** Nothing is left to try here; a way on is shown. @param {EndingCode} code */
export function end(code) {
  clearMessages();
  show(code, texts.headings[code], true);
  problem.textContent = texts.errors[code];
}

/** @param {PageErrorCode} code @returns {code is EndingCode} */
export function isEnding(code) {
  return code in texts.headings;
}

/** Says what went wrong: at the field it concerns, else above the form. @param {Reply} reply */
export function report(reply) {
  const code = codeOf(reply);
  const sentence = sentenceFor(reply, code);
  if (code === 'code_mismatch') markField('code', sentence);
  if (code === 'invalid_credentials' || code === 'weak_password') markField('password', sentence);
  if (code === 'invalid_request') {
    for (const path of faultyPaths(reply)) {
      if (path === 'email' || path === 'password' || path === 'code') markField(path, faultIn(path));
    }
  }
  if (!focusFault()) problem.textContent = sentence;
}

/** The answer's code; what a gateway before the service answers has none. @param {Reply} reply @returns {PageErrorCode} */
export function codeOf({ status, body }) {
  const code = String(body['code']);
  if (code === 'invalid_request' && faultyPaths({ status, body }).includes('token')) return 'invalid_token';
  if (isKey(texts.errors, code)) return code;
  if (status === 429) return 'too_many_requests';
  return status === 503 || status === 504 ? 'unavailable' : 'internal_error';
}

/** @param {Reply} reply @param {PageErrorCode} code @returns {string} */
function sentenceFor(reply, code) {
  if (reply.status === 0) return texts.network;
  const reason = String(reply.body['reason']);
  if (code === 'weak_password' && isKey(texts.weakPassword, reason)) return texts.weakPassword[reason];
  if (code === 'too_many_requests') {
    const sentence = isKey(texts.limits, reason) ? texts.limits[reason] : texts.errors[code];
    return sentence.replace('{wait}', formatWait(numberIn(reply, 'retryAfterSeconds')));
  }
  const attemptsLeft = numberIn(reply, 'attemptsLeft');
  if (attemptsLeft === 0) return `${texts.errors[code]} ${texts.noAttemptsLeft}`;
  if (attemptsLeft === undefined) return texts.errors[code];
  return `${texts.errors[code]} ${texts.attemptsLeft.replace('{count}', String(attemptsLeft))}`;
}

/** One request at a time: the button rests while `work` runs. @param {string} id @param {() => Promise<void>} work */
export function onSubmit(id, work) {
  const form = find(id);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    if (!(button instanceof HTMLButtonElement) || button.disabled) return;
    const hadFocus = document.activeElement === button;
    clearMessages();
    hidePasswords();
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    await work();
    button.disabled = false;
    button.removeAttribute('aria-busy');
    if (hadFocus && document.activeElement === document.body) button.focus();
  });
}

/** The address as entered; `undefined` after the field was marked. */
export function readEmail() {
  const address = findInput('email').value.trim();
  if (/^[^\s@]+@[^\s@]+$/.test(address)) return address;
  markField('email', texts.fields.email);
  return undefined;
}

/** A password that is there already. Returns `undefined` after the field was marked. */
export function readPassword() {
  const { value } = findInput('password');
  if (value !== '') return value;
  markField('password', texts.fields.passwordMissing);
  return undefined;
}

/** A password to be set, counted as the service counts: code points after NFC. Returns `undefined` after the field was marked. */
export function readNewPassword() {
  const value = readPassword();
  if (value === undefined || [...value.normalize('NFC')].length >= PASSWORD_MINIMUM_LENGTH) return value;
  markField('password', texts.weakPassword.too_short);
  return undefined;
}

/** Returns `undefined` after the field was marked. */
export function readCode() {
  const digits = digitsOf(findInput('code').value);
  if (/^[0-9]+$/.test(digits) && digits.length === codeLength()) return digits;
  markField('code', faultIn('code'));
  return undefined;
}

/** What is pasted or typed with spaces becomes plain digits. */
export function tidyCode() {
  const code = findInput('code');
  code.addEventListener('input', (event) => {
    const isComposing = event instanceof InputEvent && event.isComposing;
    const digits = digitsOf(code.value);
    if (!isComposing && digits !== code.value) code.value = digits;
  });
}

/** A code as pasted: full-width digits, spaces and dashes are forgiven. @param {string} text */
function digitsOf(text) {
  return text.normalize('NFKC').replace(/[\s\p{Dash}.]/gu, '');
}

function codeLength() {
  return Number(findInput('code').dataset['digits']);
}

/** @param {'email' | 'password' | 'code'} id @returns {string} */
function faultIn(id) {
  return id === 'code' ? texts.fields.code.replace('{digits}', String(codeLength())) : texts.fields[id];
}

/** Marks what can be seen only. @param {string} id @param {string} sentence */
function markField(id, sentence) {
  const input = document.getElementById(id);
  if (!input || input.closest('[hidden]')) return;
  input.setAttribute('aria-invalid', 'true');
  const line = find(`${id}-problem`);
  line.textContent = sentence;
  line.hidden = false;
}

/** Moves to the first marked field; false if there is none. */
export function focusFault() {
  const input = document.querySelector('input[aria-invalid="true"]');
  if (input instanceof HTMLInputElement) input.focus();
  return input !== null;
}

export function clearMessages() {
  problem.textContent = '';
  news.textContent = '';
  for (const input of document.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  for (const line of document.querySelectorAll('.field-problem')) {
    line.textContent = '';
    line.setAttribute('hidden', '');
  }
}

export function enableToggles() {
  for (const button of toggles()) {
    button.addEventListener('click', () => {
      const input = findInput(button.dataset['toggle'] ?? '');
      setVisible(button, input, input.type === 'password');
    });
  }
}

/** Browsers offer to save a password only from a password field, and remember what stood in any other. */
function hidePasswords() {
  for (const button of toggles()) setVisible(button, findInput(button.dataset['toggle'] ?? ''), false);
}

/** @returns {NodeListOf<HTMLButtonElement>} */
function toggles() {
  return document.querySelectorAll('button[data-toggle]');
}

/** @param {HTMLButtonElement} button @param {HTMLInputElement} input @param {boolean} isVisible */
function setVisible(button, input, isVisible) {
  input.type = isVisible ? 'text' : 'password';
  button.textContent = isVisible ? texts.hide : texts.show;
  button.setAttribute('aria-label', isVisible ? texts.hidePassword : texts.showPassword);
}

/** @param {number | undefined} seconds */
export function formatWait(seconds) {
  if (seconds === undefined) return texts.aMoment;
  if (seconds < 100) return formatUnit(seconds, 'second');
  return seconds < 60 * 60 ? formatUnit(seconds / 60, 'minute') : formatUnit(seconds / 3600, 'hour');
}

/** @param {number} amount @param {'second' | 'minute' | 'hour'} unit */
function formatUnit(amount, unit) {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(amount));
}

/** @param {object} table @param {string} key @returns {key is never} */
function isKey(table, key) {
  return Object.hasOwn(table, key);
}

/** @param {string} id */
export function find(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is missing`);
  return found;
}

/** @param {string} id */
function findInput(id) {
  const found = find(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`#${id} is not an input`);
  return found;
}
