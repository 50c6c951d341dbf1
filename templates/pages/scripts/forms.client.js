// @ts-check
// Sends the forms of the hosted pages, and shows a refusal at the field concerned or above the form.
import { clearMarks, fieldOf, focusFault, hidePasswords, markField } from './fields.client.js';
import { complain, find, formatWait, isKey, show, tell, texts } from './screen.client.js';
import { faultsIn, faultyPaths, numberIn } from './service.client.js';
import { sentenceOf } from './typed.client.js';

/** @typedef {import('#texts/page-texts.ts').PageErrorCode} PageErrorCode */
/** @typedef {import('#texts/page-texts.ts').EndingCode} EndingCode */
/** @typedef {import('./service.client.js').Reply} Reply */

/** The page's name of a field where the service has another. @type {Readonly<Record<string, string>>} */
const FIELD_NAMES = { newEmail: 'email', newPassword: 'password', password: 'currentPassword' };

const SLOW_MILLISECONDS = 5000;

/** One request at a time: the button is disabled while `work` runs. @param {string} id @param {() => Promise<void>} work */
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
    const slow = setTimeout(() => tell(texts.slow), SLOW_MILLISECONDS);
    // Whatever goes wrong, the form stays usable.
    await work().catch(() => complain(texts.errors.internal_error));
    clearTimeout(slow);
    if (find('status').textContent === texts.slow) tell('');
    button.disabled = false;
    button.removeAttribute('aria-busy');
    if (hadFocus && document.activeElement === document.body) button.focus();
  });
}

export function clearMessages() {
  complain('');
  tell('');
  clearMarks();
}

/** Shows that the page cannot retry, with a link to continue. What is already done is no alarm. @param {EndingCode} code */
export function end(code) {
  clearMessages();
  show(code, texts.headings[code], true);
  const isDone =
    code === 'already_used' || (code === 'already_registered' && document.body.dataset['page'] === 'verify');
  (isDone ? tell : complain)(texts.errors[code]);
}

/** @param {PageErrorCode} code @returns {code is EndingCode} */
export function isEnding(code) {
  return code in texts.headings;
}

/** Shows what went wrong. @param {Reply} reply */
export function report(reply) {
  const code = codeOf(reply);
  const sentence = sentenceFor(reply);
  if (code === 'code_mismatch') markField('code', sentence);
  if (code === 'invalid_credentials') markField(seenName('password'), sentence);
  if (code === 'weak_password') markField('password', sentence);
  if (code === 'consent_required') {
    for (const key of Array.isArray(reply.body['missing']) ? reply.body['missing'] : [])
      markField(`consent-${key}`, texts.fields.consent);
  }
  if (code === 'invalid_request') {
    for (const fault of faultsIn(reply)) markField(seenName(String(fault.path)), sentenceOf(fault));
  }
  if (!focusFault()) complain(sentence);
}

/** @param {string} path */
function seenName(path) {
  const name = FIELD_NAMES[path];
  return name !== undefined && fieldOf(name) ? name : path;
}

/** The error code of the answer; an answer of a gateway in front of the service has none. @param {Reply} reply @returns {PageErrorCode} */
export function codeOf({ status, body }) {
  const code = String(body['code']);
  if (code === 'invalid_request' && faultyPaths({ status, body }).includes('token')) return 'invalid_token';
  if (isKey(texts.errors, code)) return code;
  if (status === 429) return 'too_many_requests';
  return status === 503 || status === 504 ? 'unavailable' : 'internal_error';
}

/** @param {Reply} reply @returns {string} */
export function sentenceFor(reply) {
  if (reply.status === 0) return reply.isLate ? texts.late : texts.network;
  const code = codeOf(reply);
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
