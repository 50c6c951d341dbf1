// @ts-check
// What this tab remembers about the mail it waits for. Never a secret.
import { numberIn } from './service.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */
/**
 * For display. Times are in epoch milliseconds: when another mail may be asked for, and when the code ends; `change` is the change of an account that waits for its code.
 * @typedef {{ address?: string, resendAt?: number, expiresAt?: number, polls?: number, isDone?: boolean, change?: 'email' | 'phone' }} Note
 */

/** The pages that use the note of another page. Every other page has its own note. @type {Readonly<Record<string, string>>} */
const NOTE_KEYS = { verify: 'signup', 'email/undo': 'reset' };
const page = document.body.dataset['page'] ?? '';
export const noteKey = NOTE_KEYS[page] ?? page;

/** Where the address is kept that a person typed into any form, for the next one. */
export const TYPED = 'typed';

/** The script of passkeys, after a log-in with a password: the account page then lets the browser make one. */
export const PASSKEY_SCRIPT = 'passkeys';

export let note = readNote();

/** When the next mail may be requested and how long the code works, if the answer says so. @param {Reply} reply @returns {Note} */
export function timesIn(reply) {
  const resend = numberIn(reply, 'resendInSeconds') ?? numberIn(reply, 'retryAfterSeconds');
  const expires = numberIn(reply, 'expiresInSeconds');
  return {
    ...(resend !== undefined && { resendAt: Date.now() + resend * 1000 }),
    ...(expires !== undefined && { expiresAt: Date.now() + expires * 1000 }),
  };
}

/** @returns {Note} */
function readNote() {
  try {
    const { address, resendAt, expiresAt, polls, isDone, change } = JSON.parse(recall(noteKey) ?? '{}');
    return {
      ...(typeof address === 'string' && { address }),
      ...(typeof resendAt === 'number' && { resendAt }),
      ...(typeof expiresAt === 'number' && { expiresAt }),
      ...(typeof polls === 'number' && { polls }),
      ...(isDone === true && { isDone }),
      ...((change === 'email' || change === 'phone') && { change }),
    };
  } catch {
    return {};
  }
}

/** @param {Note} next */
export function writeNote(next) {
  note = next;
  remember(noteKey, JSON.stringify(next));
}

/** If storage is blocked, the text is remembered until the page is left. @param {string} key @param {string} text */
export function remember(key, text) {
  try {
    sessionStorage.setItem(key, text);
  } catch {}
}

/** @param {string} key */
export function recall(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
