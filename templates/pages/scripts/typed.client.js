// @ts-check
// What a person types into the fields for an address, a number or a code. The service reads them by the same rules.
import { readCodeText } from '#domain/input/code-text.ts';
import { inLetters } from '#domain/input/letters.ts';
import { fieldOf, markField } from './fields.client.js';
import { isKey, texts } from './screen.client.js';

/** @typedef {import('#domain/input/typed-text.ts').ReadText} ReadText */

const KOREAN_NUMBER = /^\+82(\d{2})(\d{3,4})(\d{4})$/;

/** As typed; the service reads it. Marks the field and returns `undefined` if it is empty. @param {string} name */
export function readTyped(name) {
  const text = fieldOf(name)?.value.trim();
  if (text) return text;
  markField(name);
  return undefined;
}

/** Marks the field and returns `undefined` if the code is not complete. */
export function readCode() {
  const field = fieldOf('code');
  return field && take('code', readCodeText(field.value, lengthFor(field)));
}

/** Reduces a text to the code in it, and puts the hyphens into a number. */
export function tidyFields() {
  for (const input of document.querySelectorAll('input')) {
    if (input.name === 'code') tidyCode(input);
    if (input.type === 'tel') hyphenate(input);
  }
}

/** Why the text of a field is refused, if there is a sentence for it. @param {unknown} fault */
export function sentenceOf(fault) {
  const { reason, character } = /** @type {{ reason?: unknown, character?: unknown }} */ (fault);
  const key = character === ' ' ? 'space' : String(reason);
  if (!isKey(texts.typed, key)) return undefined;
  const sign = String(character);
  const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign) ? sign : `U+${sign.codePointAt(0)?.toString(16).toUpperCase()}`;
  return String(texts.typed[key]).replace('{character}', () => shown);
}

/** An address of the service as people write it: a domain in its letters, a Korean number with hyphens. @param {string} address */
export function readable(address) {
  return inLetters(address).replace(KOREAN_NUMBER, '0$1-$2-$3');
}

/** Whether a text that was read is this address of the service. @param {string} typed @param {string | undefined} address */
export function isSame(typed, address = '') {
  return [address, inLetters(address), readable(address).replace(/-/g, '')].includes(typed);
}

/** @param {string} name @param {ReadText} read */
export function take(name, read) {
  if (read.ok) return read.value;
  markField(name, sentenceOf(read));
  return undefined;
}

/** A Korean mobile number gets its hyphens while it is typed at the end. @param {HTMLInputElement} input */
function hyphenate(input) {
  input.addEventListener('input', (event) => {
    const isTyped = event instanceof InputEvent && event.inputType.startsWith('insert');
    if (!isTyped || input.selectionStart !== input.value.length) return;
    input.value = input.value.replace(/^(010)-?(\d{1,4})-?(\d*)$/, (_, ...parts) =>
      parts.slice(0, 3).filter(Boolean).join('-'),
    );
  });
}

/** @param {HTMLInputElement} input */
function tidyCode(input) {
  input.addEventListener('input', (event) => {
    const isComposing = event instanceof InputEvent && event.isComposing;
    const read = readCodeText(input.value, lengthFor(input));
    if (isComposing || !read.ok) return;
    if (read.value !== input.value) input.value = read.value;
    goOn(input);
  });
  // Runs before the browser joins the lines of the pasted text.
  input.addEventListener('paste', (event) => {
    const read = readCodeText(event.clipboardData?.getData('text') ?? '', lengthFor(input));
    if (!read.ok) return;
    event.preventDefault();
    input.value = read.value;
    goOn(input);
  });
}

/** A complete code is sent at once, or the next empty field is focused. A code that was sent waits for a press. @param {HTMLInputElement} input */
function goOn(input) {
  if (input.dataset['sent'] === input.value) return;
  input.dataset['sent'] = input.value;
  const fields = [...(input.form?.querySelectorAll('input') ?? [])];
  const empty = fields.find((field) => field.value === '' && !field.closest('[hidden]'));
  if (empty) empty.focus();
  // Not `requestSubmit`, which Safari 15 does not have.
  else input.form?.querySelector('button[type="submit"]')?.dispatchEvent(new MouseEvent('click'));
}

/** @param {HTMLInputElement} input */
function lengthFor(input) {
  return Number(input.dataset['digits']);
}
