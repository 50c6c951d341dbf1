// @ts-check
// The field for the address of a sign-up, a log-in and a reset. The account page leaves the reading to the service.
import { readEmailText } from '#domain/input/email-text.ts';
import { fieldOf } from './fields.client.js';
import { take } from './typed.client.js';

/** The address as it is understood, which the field then shows. Marks the field and returns `undefined` if it is not. */
export function readEmail() {
  const field = fieldOf('email');
  return field && take('email', tidy(field));
}

/** Shows at once how an address is understood. Nothing is sent. */
export function tidyEmail() {
  for (const input of document.querySelectorAll('input')) {
    if (input.name === 'email') input.addEventListener('change', () => tidy(input));
  }
}

/** @param {HTMLInputElement} field */
function tidy(field) {
  const read = readEmailText(field.value);
  if (read.ok) field.value = read.value;
  return read;
}
